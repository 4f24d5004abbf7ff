import { listImports } from '#contract/transfer'
import { SettingsTabs } from '#web/features/organisations/settings-tabs.tsx'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { CodeBlock } from '#web/ui/code-block.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { Table } from '#web/ui/table.tsx'
import { Text } from '#web/ui/text.tsx'

export function ImportsPage() {
  const { t, formatDate, formatTime, formatNumber } = useI18n()
  const { slug, organisation } = useMember()
  const { imports } = useRead(listImports, {})
  return (
    <Page>
      <PageHeading title={t('shell.settings')} />
      <SettingsTabs current="imports" />
      <Section title={t('transfer_screen.imports')}>
        <Table
          caption={t('transfer_screen.imports')}
          captionHidden
          rows={imports}
          rowKey={(run) => run.id}
          rowHref={(run) => paths.import(slug, run.id)}
          empty={<EmptyState title={t('transfer_screen.none')}>{t('transfer_screen.none_detail')}</EmptyState>}
          columns={[
            {
              id: 'when',
              title: t('transfer_screen.when'),
              cell: (run) => `${formatDate(run.startedAt)}, ${formatTime(run.startedAt)}`,
            },
            { id: 'source', title: t('transfer_screen.source'), cell: (run) => <bdi>{run.sourceName}</bdi> },
            {
              id: 'rows',
              title: t('transfer_screen.read'),
              numeric: true,
              cell: (run) => formatNumber(run.tables.reduce((sum, table) => sum + table.read, 0)),
            },
            {
              id: 'state',
              title: t('transfer_screen.state'),
              cell: (run) =>
                run.finishedAt ? (
                  <Badge tone="success">{t('transfer_screen.finished')}</Badge>
                ) : (
                  <Badge tone="warn">{t('transfer_screen.unfinished')}</Badge>
                ),
            },
          ]}
        />
      </Section>
      <Section title={t('transfer_screen.how')}>
        <Stack>
          <Text>{t('transfer_screen.how_detail')}</Text>
          <CodeBlock
            label={t('transfer_screen.command')}
            code={`lessonry import music-school --from old-school.sql --organisation ${slug} --zone ${organisation.zone} --currency ${organisation.currency}`}
            copyLabel={t('session.copy')}
            copiedLabel={t('session.copied')}
          />
          <Text tone="soft">{t('transfer_screen.how_safe')}</Text>
        </Stack>
      </Section>
    </Page>
  )
}
