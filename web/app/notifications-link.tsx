import { useNavigate } from '@tanstack/react-router'
import { listNotifications } from '#contract/notifications'
import { paths } from '#web/paths.ts'
import { IconButton } from '#web/ui/icon-button.tsx'
import { useI18n } from './i18n.tsx'
import { useOrganisationSlug, useRead } from './queries.ts'

/** The bell, with how much is unread in its name. */
export function NotificationsLink() {
  const { t } = useI18n()
  const navigate = useNavigate()
  const slug = useOrganisationSlug()!
  const { unread } = useRead(listNotifications, {})
  return (
    <IconButton
      icon="bell"
      label={t('shell.notifications_unread', { count: unread })}
      onClick={() => void navigate({ href: `${paths.account(slug)}#notifications` })}
    />
  )
}
