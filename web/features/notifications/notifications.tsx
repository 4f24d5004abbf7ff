import { listNotifications, readNotifications } from '#contract/notifications'
import { useI18n } from '#web/app/i18n.tsx'
import { usePages, useAction } from '#web/app/queries.ts'
import { findSentence } from '#web/app/sentence.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'

/** What the reader was told, newest first. */
export function Notifications() {
  const { t, formatDayAndTime } = useI18n()
  const { rows, isLoadingMore, showMore } = usePages(listNotifications, { limit: 20 })
  const mark = useAction(readNotifications, { refresh: [listNotifications] })
  const newest = rows?.[0]
  const hasUnread = rows?.some((row) => row.readAt === null) ?? false
  return (
    <Section
      title={t('common.notifications')}
      id="notifications"
      action={
        hasUnread &&
        newest && (
          <Button icon="check" pending={mark.isPending} onClick={() => mark.run({ upTo: newest.id })}>
            {t('notifications_screen.mark_all')}
          </Button>
        )
      }
    >
      {rows === undefined && <Skeleton label={t('common.loading')} rows={3} />}
      {rows?.length === 0 && (
        <EmptyState title={t('notifications_screen.nothing')}>{t('notifications_screen.nothing_detail')}</EmptyState>
      )}
      <Stack>
        {rows && rows.length > 0 && (
          <List label={t('common.notifications')}>
            {rows.map((row) => (
              <ListRow
                key={row.id}
                title={findSentence(t, `notifications.${row.kind}`, row.arguments) ?? row.kind}
                detail={formatDayAndTime(row.createdAt)}
                end={row.readAt === null && <Badge tone="accent">{t('notifications_screen.new')}</Badge>}
                {...(row.path && { href: row.path })}
              />
            ))}
          </List>
        )}
        <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
      </Stack>
    </Section>
  )
}
