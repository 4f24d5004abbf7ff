import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { z } from 'zod'
import { useI18n } from '#web/app/i18n.tsx'
import { SearchBox } from '#web/app/search-box.tsx'
import { searchWord, useSearchState } from '#web/app/search-state.ts'
import { Badge } from '#web/ui/badge.tsx'
import { CodeBlock } from '#web/ui/code-block.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Inline, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { Table } from '#web/ui/table.tsx'
import { Text } from '#web/ui/text.tsx'
import { ApiDocument, groupEndpoints, type ApiEndpoint } from './api-reference.ts'
import { EntryFrame } from './entry-frame.tsx'

const Search = z.object({ search: searchWord })

const document = queryOptions({
  queryKey: ['', 'GET /openapi.json'],
  queryFn: async ({ signal }) => ApiDocument.parse(await (await fetch('/api/openapi.json', { signal })).json()),
  staleTime: Infinity,
})

/** Every endpoint of the server, from the document that the server makes of its own contracts. */
export function ApiReferencePage() {
  const { t } = useI18n()
  const [{ search }, change] = useSearchState(Search)
  const { data } = useSuspenseQuery(document)
  const groups = groupEndpoints(data, search ?? '')
  return (
    <EntryFrame width="normal">
      <PageHeading
        title={t('session.api_reference')}
        detail={t('session.api_version', { version: data.info.version })}
      />
      <Text dir="ltr">{data.info.description}</Text>
      <SearchBox label={t('session.api_search')} value={search} onSearch={(text) => change({ search: text })} />
      {groups.length === 0 && <EmptyState title={t('session.api_none')}>{t('session.api_none_detail')}</EmptyState>}
      {groups.map((group) => (
        <Section key={group.tag} title={group.tag} count={group.endpoints.length}>
          <Stack gap="small">
            {group.endpoints.map((endpoint) => (
              <Disclosure
                key={endpoint.id}
                label={
                  <Inline>
                    <Badge tone={endpoint.method === 'GET' ? 'neutral' : 'accent'}>{endpoint.method}</Badge>
                    <Text as="span" weight="strong" dir="ltr">
                      {endpoint.path}
                    </Text>
                  </Inline>
                }
              >
                <EndpointDetails endpoint={endpoint} />
              </Disclosure>
            ))}
          </Stack>
        </Section>
      ))}
    </EntryFrame>
  )
}

function EndpointDetails({ endpoint }: { endpoint: ApiEndpoint }) {
  const { t } = useI18n()
  const copy = { copyLabel: t('session.copy'), copiedLabel: t('session.copied') }
  return (
    <Stack>
      <Text dir="ltr">{endpoint.summary}</Text>
      <Text tone="soft">
        {endpoint.permission === null
          ? t('session.api_anyone')
          : endpoint.permission === 'signed-in'
            ? t('session.api_signed_in')
            : t('session.api_permission', { permission: endpoint.permission })}
      </Text>
      {endpoint.inputs.length > 0 && (
        <Table
          caption={t('session.api_inputs')}
          rows={endpoint.inputs}
          rowKey={(field) => `${field.place} ${field.name}`}
          empty={null}
          columns={[
            {
              id: 'name',
              title: t('session.api_name'),
              cell: (field) => (
                <bdi>
                  {field.name}
                  {field.required && ` (${t('session.api_required')})`}
                </bdi>
              ),
            },
            { id: 'place', title: t('session.api_place'), cell: (field) => field.place },
            { id: 'type', title: t('session.api_type'), cell: (field) => <bdi>{field.type}</bdi> },
            { id: 'description', title: t('session.api_about'), cell: (field) => field.description, secondary: true },
          ]}
        />
      )}
      <CodeBlock label={t('session.api_output')} code={endpoint.output} {...copy} />
      {endpoint.errors.length > 0 && (
        <Text>
          {t('session.api_errors')} <bdi>{endpoint.errors.join(', ')}</bdi>
        </Text>
      )}
      <CodeBlock label={t('session.api_example')} code={endpoint.example} {...copy} />
    </Stack>
  )
}
