import { getMyFeed, renewMyFeed, revokeMyFeed } from '#contract/calendars'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { FeedPanel } from './feed-panel.tsx'

/** The reader's own lessons, and those of the children they may see, for a calendar program. */
export function MyFeed() {
  const { t } = useI18n()
  const state = useRead(getMyFeed, {})
  const renewal = useAction(renewMyFeed, { refresh: [getMyFeed] })
  const revocation = useAction(revokeMyFeed, { refresh: [getMyFeed] })
  return (
    <FeedPanel
      title={t('calendars.feed.title')}
      detail={t('calendars.feed.detail')}
      state={state}
      renewal={{ ...renewal, run: (onSuccess) => renewal.run({}, { onSuccess }) }}
      revocation={{ ...revocation, run: (onSuccess) => revocation.run({}, { onSuccess }) }}
    />
  )
}
