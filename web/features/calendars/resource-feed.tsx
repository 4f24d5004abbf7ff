import { getResourceFeed, renewResourceFeed, revokeResourceFeed } from '#contract/calendars'
import type { Id } from '#platform/ids.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { FeedPanel } from './feed-panel.tsx'

/** What takes place in a room, or with a vehicle or a piece of equipment, for a calendar program or a screen at the door. */
export function ResourceFeed({ resourceId }: { resourceId: Id<'resource'> }) {
  const { t } = useI18n()
  const state = useRead(getResourceFeed, { resourceId })
  const renewal = useAction(renewResourceFeed, { refresh: [getResourceFeed] })
  const revocation = useAction(revokeResourceFeed, { refresh: [getResourceFeed] })
  return (
    <FeedPanel
      title={t('calendars.feed.resource_title')}
      detail={t('calendars.feed.resource_detail')}
      state={state}
      renewal={{ ...renewal, run: (onSuccess) => renewal.run({ resourceId }, { onSuccess }) }}
      revocation={{ ...revocation, run: (onSuccess) => revocation.run({ resourceId }, { onSuccess }) }}
    />
  )
}
