import { useParams } from '@tanstack/react-router'
import { z } from 'zod'
import { listImports, listReportLines, ReportKind, type ImportRun } from '#contract/transfer'
import { useI18n } from '#web/app/i18n.tsx'
import { usePages, useRead } from '#web/app/queries.ts'
import { searchWord, useSearchState } from '#web/app/search-state.ts'
import { findSentence } from '#web/app/sentence.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { MissingScreen } from '#web/app/errors.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Table } from '#web/ui/table.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { TextLink } from '#web/ui/text-link.tsx'

type Run = z.output<typeof ImportRun>

const kindNames = {
  not_understood: 'transfer_screen.kind_not_understood',
  clash: 'transfer_screen.kind_clash',
  guessed: 'transfer_screen.kind_guessed',
  merged: 'transfer_screen.kind_merged',
  kept: 'transfer_screen.kind_kept',
} as const satisfies Record<z.output<typeof ReportKind>, string>
const kinds = Object.keys(kindNames) as z.output<typeof ReportKind>[] // keys of the table above

const Search = z.object({ kind: ReportKind.optional().catch(undefined), search: searchWord })

/** What one import read, what became of it, and every line that somebody should look at. */
export function ImportPage() {
  const { t, formatDate, formatTime } = useI18n()
  const { slug } = useMember()
  const { importId }: { importId?: string } = useParams({ strict: false })
  const { imports } = useRead(listImports, {})
  const run = imports.find(({ id }) => id === importId)
  if (!run) return <MissingScreen />
  return (
    <Page>
      <PageHeading
        title={t('transfer_screen.import_of', { date: formatDate(run.startedAt), time: formatTime(run.startedAt) })}
        above={<TextLink href={paths.imports(slug)}>{t('transfer_screen.imports')}</TextLink>}
        detail={<bdi>{run.sourceName}</bdi>}
      />
      <Tables run={run} />
      <Lines run={run} />
    </Page>
  )
}

function Tables({ run }: { run: Run }) {
  const { t, formatNumber } = useI18n()
  const { slug } = useMember()
  const counts = ['read', 'made', 'changed', 'unchanged', 'kept'] as const
  return (
    <Section title={t('transfer_screen.tables')}>
      <Table
        caption={t('transfer_screen.tables')}
        captionHidden
        rows={run.tables}
        rowKey={(row) => row.table}
        rowHref={(row) => `${paths.oldRecords(slug)}?table=${encodeURIComponent(row.table)}`}
        empty={<EmptyState title={t('transfer_screen.none')}>{t('transfer_screen.none_detail')}</EmptyState>}
        columns={[
          { id: 'table', title: t('transfer_screen.table'), cell: (row) => <bdi>{row.table}</bdi> },
          ...counts.map((count) => ({
            id: count,
            title: t(`transfer_screen.${count}`),
            numeric: true,
            cell: (row: Run['tables'][number]) => formatNumber(row[count]),
          })),
        ]}
      />
    </Section>
  )
}

function Lines({ run }: { run: Run }) {
  const { t } = useI18n()
  const { slug } = useMember()
  const [{ kind }] = useSearchState(Search)
  const { rows, isLoadingMore, showMore } = usePages(listReportLines, { importId: run.id, kind, limit: 50 })
  const address = paths.import(slug, run.id)
  return (
    <Section title={t('transfer_screen.lines')}>
      <Stack>
        <TabLinks
          label={t('transfer_screen.lines')}
          links={[
            { href: address, label: t('transfer_screen.all_lines'), current: kind === undefined },
            ...kinds.map((each) => ({
              href: `${address}?kind=${each}`,
              label: t(kindNames[each]),
              count: run.counts[each] ?? 0,
              current: kind === each,
            })),
          ]}
        />
        <Table
          caption={t('transfer_screen.lines')}
          captionHidden
          rows={rows}
          rowKey={(line) => line.id}
          empty={<EmptyState title={t('transfer_screen.no_lines')}>{t('transfer_screen.no_lines_detail')}</EmptyState>}
          columns={[
            {
              id: 'message',
              title: t('transfer_screen.what'),
              cell: (line) => findSentence(t, line.message, line.arguments) ?? line.message,
            },
            { id: 'kind', title: t('transfer_screen.kind'), cell: (line) => t(kindNames[line.kind]), secondary: true },
            {
              id: 'record',
              title: t('transfer_screen.old_record'),
              cell: (line) => (
                <TextLink
                  href={`${paths.oldRecords(slug)}?${new URLSearchParams({ table: line.oldTable, key: line.oldKey })}`}
                >
                  <bdi>{`${line.oldTable} ${line.oldKey}`}</bdi>
                </TextLink>
              ),
            },
          ]}
        />
        <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
      </Stack>
    </Section>
  )
}
