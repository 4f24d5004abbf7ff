import { useI18n } from '#web/app/i18n.tsx'
import { useViewport } from '#web/ui/viewport.ts'
import { mondayOf, type Span } from './timetable-search.ts'

/** What the timetable shows, in words: a day, a stretch of days, a month. */
export function useTitle(span: Span, date: Temporal.PlainDate, days: readonly Temporal.PlainDate[]): string {
  const { t, formatLongDay, formatDay, formatMonth } = useI18n()
  const isWide = useViewport('wide')
  const [first = date] = days
  const last = days.at(-1) ?? date
  if (span === 'month') return formatMonth(date)
  if (days.length === 1) return (isWide ? formatLongDay : formatDay)(date)
  if (first.month === last.month && mondayOf(first).equals(first))
    return t('scheduling.week_of_month', { first: first.day, last: last.day, month: formatMonth(last) })
  return t('scheduling.week', { first: formatDay(first), last: formatDay(last) })
}
