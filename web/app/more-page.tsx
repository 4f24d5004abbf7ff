import { Icon } from '#web/ui/icon.tsx'
import { Inline, Page, PageHeading } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { AccountMenu } from './account-menu.tsx'
import { useI18n } from './i18n.tsx'
import { placesFor } from './navigation.ts'
import { NotificationsLink } from './notifications-link.tsx'
import { frameFor, useMember } from './session.ts'

/** On a phone: every place that has no room under the thumb. */
export function MorePage() {
  const { t } = useI18n()
  const member = useMember()
  const places = placesFor(frameFor(member.roles), member.can).filter((place) => !place.onPhone)
  return (
    <Page width="narrow">
      <PageHeading
        title={t('shell.more')}
        actions={
          <Inline>
            <NotificationsLink />
            <AccountMenu member={member} />
          </Inline>
        }
      />
      <List label={t('shell.more')}>
        {places.map((place) => (
          <ListRow
            key={place.label}
            mark={<Icon name={place.icon} />}
            title={t(place.label)}
            href={place.href(member.slug)}
          />
        ))}
      </List>
    </Page>
  )
}
