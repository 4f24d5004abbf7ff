import { endDevice, listDevices } from '#contract/identity'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Text } from '#web/ui/text.tsx'
import { nameDevice } from './device-name.ts'

/** Every place where this login is signed in, and the way to end it. */
export function Devices() {
  const { t, formatRelative } = useI18n()
  const now = useNow()
  const { devices } = useRead(listDevices, {})
  const end = useAction(endDevice, { refresh: [listDevices] })
  return (
    <Section title={t('notifications_screen.devices')}>
      <Stack>
        <Text tone="soft">{t('notifications_screen.devices_detail')}</Text>
        {end.error && <Notice tone="danger" title={end.error.title} urgent />}
        <List label={t('notifications_screen.devices')}>
          {devices.map((device) => (
            <ListRow
              key={device.id}
              title={nameDevice(device.userAgent) ?? t('notifications_screen.unknown_device')}
              detail={
                <>
                  {t('notifications_screen.last_used', { when: formatRelative(device.lastUsedAt, now) })}{' '}
                  <bdi>{device.address}</bdi>
                </>
              }
              {...(device.isThis
                ? { end: <Badge tone="success">{t('notifications_screen.this_device')}</Badge> }
                : {
                    actions: (
                      <Button pending={end.isPending} onClick={() => end.run({ sessionId: device.id })}>
                        {t('notifications_screen.end_device')}
                      </Button>
                    ),
                  })}
            />
          ))}
        </List>
      </Stack>
    </Section>
  )
}
