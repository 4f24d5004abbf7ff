import { z } from 'zod'
import { listMails, MailStatus, type MailRow } from '#contract/notifications'
import { useI18n } from '#web/app/i18n.tsx'
import { useGlance, usePages } from '#web/app/queries.ts'
import { SearchBox } from '#web/app/search-box.tsx'
import { searchWord, useSearchState } from '#web/app/search-state.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Page, PageHeading, Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Table } from '#web/ui/table.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { MailDialog } from './mail-dialog.tsx'
import { statusNames, statusTones } from './mail-status.ts'

type Mail = z.output<typeof MailRow>

const Search = z.object({
  search: searchWord,
  status: MailStatus.optional().catch(undefined),
  mail: z.uuid().optional().catch(undefined),
})

/** Every mail that was sent or waits, with what went wrong and the way to send it again. */
export function OutboxPage() {
  const { t, formatDayAndTime } = useI18n()
  const { slug } = useMember()
  const [{ search, status, mail }, change] = useSearchState(Search)
  const hasServer = useGlance(listMails, { limit: 1 })?.mailServer
  const { rows, isLoadingMore, showMore } = usePages(listMails, { search, status, limit: 50 })
  const address = (part: Record<string, string | undefined>) => {
    const wanted = Object.entries({ search, status, ...part }).filter((entry): entry is [string, string] => !!entry[1])
    return `${paths.outbox(slug)}?${new URLSearchParams(wanted)}`
  }
  return (
    <Page>
      <PageHeading title={t('shell.outbox')} detail={t('notifications_screen.outbox_detail')} />
      {hasServer === false && (
        <Notice tone="info" title={t('notifications_screen.no_server')}>
          {t('notifications_screen.no_server_detail')}
        </Notice>
      )}
      <Stack>
        <SearchBox
          label={t('notifications_screen.search')}
          value={search}
          onSearch={(text) => change({ search: text })}
        />
        <TabLinks
          label={t('notifications_screen.status')}
          links={[
            {
              href: address({ status: undefined }),
              label: t('notifications_screen.all'),
              current: status === undefined,
            },
            ...MailStatus.options.map((each) => ({
              href: address({ status: each }),
              label: t(statusNames[each]),
              current: status === each,
            })),
          ]}
        />
        <Table<Mail>
          caption={t('shell.outbox')}
          captionHidden
          rows={rows}
          rowKey={(row) => row.id}
          rowHref={(row) => address({ mail: row.id })}
          empty={
            <EmptyState title={t('notifications_screen.none')}>{t('notifications_screen.none_detail')}</EmptyState>
          }
          columns={[
            { id: 'subject', title: t('notifications_screen.subject'), cell: (row) => row.subject },
            {
              id: 'to',
              title: t('notifications_screen.to'),
              cell: (row) => <bdi>{row.recipientName || row.recipient}</bdi>,
            },
            {
              id: 'status',
              title: t('notifications_screen.status'),
              cell: (row) => <Badge tone={statusTones[row.status]}>{t(statusNames[row.status])}</Badge>,
            },
            {
              id: 'when',
              title: t('notifications_screen.when'),
              cell: (row) => formatDayAndTime(row.sentAt ?? row.createdAt),
              secondary: true,
            },
          ]}
        />
        <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
      </Stack>
      <MailDialog mailId={mail} hasServer={hasServer ?? false} onClose={() => change({ mail: undefined })} />
    </Page>
  )
}
