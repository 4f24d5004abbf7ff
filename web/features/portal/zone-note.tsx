import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { StatusLine } from '#web/ui/status-line.tsx'

/** Said only where the reader's clock shows another time than the school's. */
export function ZoneNote() {
  const { t, formatTime } = useI18n()
  const { zone } = useMember().organisation
  const now = useNow()
  const here = now.toZonedDateTimeISO(Temporal.Now.timeZoneId())
  if (here.offsetNanoseconds === now.toZonedDateTimeISO(zone).offsetNanoseconds) return null
  return <StatusLine icon="clock">{t('portal.zone', { zone: cityOf(zone), time: formatTime(now) })}</StatusLine>
}

function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ')
}
