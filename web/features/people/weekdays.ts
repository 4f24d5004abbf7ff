import { useI18n } from '#web/app/i18n.tsx'

const aMonday = Temporal.PlainDate.from('2026-11-16')

/** The days of the week in the reader's words, Monday first, numbered as everywhere here. */
export function useWeekdays() {
  const { locale, formatWeekday } = useI18n()
  const long = new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' })
  return [1, 2, 3, 4, 5, 6, 7].map((weekday) => {
    const day = aMonday.add({ days: weekday - 1 })
    return {
      weekday,
      long: long.format(day.toZonedDateTime('UTC').epochMilliseconds),
      short: formatWeekday(day),
    }
  })
}
