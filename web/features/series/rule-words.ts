import type { RuleFields } from '#contract/series'
import type { I18n } from '#web/app/i18n.tsx'

/** Any Monday, so that a weekday has a name. */
const aMonday = Temporal.PlainDate.from('2024-01-01')

export function weekdayName(locale: string, weekday: number, length: 'long' | 'short' = 'long'): string {
  const date = aMonday.add({ days: weekday - 1 }).toZonedDateTime('UTC')
  return new Intl.DateTimeFormat(locale, { weekday: length, timeZone: 'UTC' }).format(date.epochMilliseconds)
}

/** A rule in words: every second week on Monday and Thursday, until 18 December. */
export function describeRule(i18n: I18n, rule: RuleFields): string {
  const { t, formatDate } = i18n
  const often = describeOften(i18n, rule)
  if (rule.count !== undefined) return t('series.with_count', { often, count: rule.count })
  return rule.until ? t('series.with_until', { often, until: formatDate(rule.until) }) : often
}

function describeOften(i18n: I18n, rule: RuleFields): string {
  const { t, formatList } = i18n
  const count = rule.interval ?? 1
  const weekdays = rule.weekdays ?? []
  const names = (short: typeof weekdays) => formatList(short.map(({ weekday }) => weekdayName(i18n.locale, weekday)))
  switch (rule.frequency) {
    case 'daily':
      return t('series.every_day', { count })
    case 'weekly':
      return weekdays.length === 0
        ? t('series.every_week', { count })
        : t('series.every_week_on', { count, days: names(weekdays) })
    case 'monthly': {
      const [first] = weekdays
      if (first && (first.nth ?? 0) < 0) return t('series.every_month_last', { count, day: names([first]) })
      if (first) return t('series.every_month_nth', { count, nth: first.nth ?? 1, day: names([first]) })
      const [day] = rule.monthDays ?? []
      return day === undefined ? t('series.every_month', { count }) : t('series.every_month_day', { count, day })
    }
    case 'yearly':
      return t('series.every_year', { count })
  }
}
