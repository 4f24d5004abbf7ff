import type { I18n } from '#web/app/i18n.tsx'

/** Until when the times of a request are kept: the hour alone when that is today. */
export function heldWords(
  until: Temporal.Instant,
  choices: number,
  { t, zone, formatTime, formatDayAndTime }: I18n,
): string {
  const isToday = Temporal.Now.plainDateISO(zone).equals(until.toZonedDateTimeISO(zone).toPlainDate())
  return t('booking.held', { count: choices, until: (isToday ? formatTime : formatDayAndTime)(until) })
}
