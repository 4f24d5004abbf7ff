import { wrongField } from '#platform/errors.ts'
import { epochMinute, instantOf, localDate } from '#platform/time.ts'
import { longestDays, mostDates, type RuleFields } from './contract.ts'
import { civilOf } from './recurrence-days.ts'
import { clockChangeAt, expand, type NthWeekday, type Rule } from './recurrence.ts'
import { everyWeek, parseRule, printRule } from './rrule-text.ts'

/** How far a series that never ends is made ahead. */
const weeksAhead = 26

/** When a series takes place: its rule in local time, counted from a date. */
export interface Timing {
  readonly startsOn: Temporal.PlainDate
  readonly startMinute: number
  readonly zone: string
  readonly rule: Rule
  readonly extraDates?: readonly Temporal.PlainDate[]
}

/** A date of a rule, and the instant that its local time means. */
export interface RuleDate {
  readonly date: Temporal.PlainDate
  readonly startsAt: Temporal.Instant
  readonly clockChange: 'skipped' | 'doubled' | null
}

/** The rule as the engine knows it; refused by name where it makes no sense. */
export function readRule(given: RuleFields, startsOn: Temporal.PlainDate): Rule {
  const rule: Rule = {
    ...everyWeek,
    frequency: given.frequency,
    interval: given.interval ?? 1,
    weekdays: (given.weekdays ?? []).map(({ weekday, nth = 0 }) => ({ weekday, nth })),
    monthDays: given.monthDays ?? [],
    months: given.months ?? [],
    positions: given.positions ?? [],
    weekStart: given.weekStart ?? 1,
    count: given.count ?? null,
    until: given.until ?? null,
  }
  const isShort = rule.frequency === 'weekly' || rule.frequency === 'daily'
  const counted = rule.weekdays.findIndex(({ nth }) => nth !== 0)
  if (isShort && counted >= 0) throw wrongField(`rule.weekdays.${counted}.nth`, 'not_in_this_rule')
  if (rule.frequency === 'weekly' && rule.monthDays.length > 0) throw wrongField('rule.monthDays', 'not_in_this_rule')
  if (rule.frequency === 'daily' && rule.positions.length > 0) throw wrongField('rule.positions', 'not_in_this_rule')
  if (rule.monthDays.includes(0)) throw wrongField(`rule.monthDays.${rule.monthDays.indexOf(0)}`, 'not_zero')
  if (rule.positions.includes(0)) throw wrongField(`rule.positions.${rule.positions.indexOf(0)}`, 'not_zero')
  if (rule.count !== null && rule.until !== null) throw wrongField('rule.count', 'count_and_until')
  if (rule.until && Temporal.PlainDate.compare(rule.until, startsOn) < 0) throw wrongField('rule.until', 'before_from')
  return rule
}

/** The rule of a plan, as it was stored. */
export function storedRule(text: string, place: { readonly minute: number; readonly zone: string }): Rule {
  const rule = parseRule(text, place)
  if ('part' in rule) throw new Error(`The stored rule ${text} cannot be read.`)
  return rule
}

export function fieldsOfRule(rule: Rule): RuleFields {
  const { frequency, interval, weekdays, monthDays, months, positions, weekStart, count, until } = rule
  return {
    frequency,
    interval,
    weekdays: weekdays.map(({ weekday, nth }) => (nth === 0 ? { weekday } : { weekday, nth })),
    monthDays: [...monthDays],
    months: [...months],
    positions: [...positions],
    weekStart,
    ...(count !== null && { count }),
    ...(until !== null && { until }),
  }
}

export function neverEnds({ count, until }: Rule): boolean {
  return count === null && until === null
}

/** The last local date up to which a series is made: all of one that ends, some weeks of one that does not. */
export function horizonOf({ rule, startsOn, zone }: Timing, now: Temporal.Instant): Temporal.PlainDate {
  if (!neverEnds(rule)) return startsOn.add({ days: longestDays })
  const today = localDate(now, zone)
  const begin = Temporal.PlainDate.compare(startsOn, today) > 0 ? startsOn : today
  return begin.add({ weeks: weeksAhead })
}

/** The dates of a new rule; too many of them, or too far, and what is in the past is refused by name. */
export function datesOf(timing: Timing, now: Temporal.Instant): RuleDate[] {
  const { rule, startsOn } = timing
  const today = localDate(now, timing.zone)
  if (Temporal.PlainDate.compare(startsOn, today) < 0) throw wrongField('startsOn', 'in_the_past')
  if (today.until(startsOn).days > longestDays) throw wrongField('startsOn', 'range_too_long', { maximum: longestDays })
  if (rule.until && startsOn.until(rule.until).days > longestDays)
    throw wrongField('rule.until', 'range_too_long', { maximum: longestDays })
  const beyond = (timing.extraDates ?? []).findIndex(
    (date) => Temporal.PlainDate.compare(date, startsOn) < 0 || startsOn.until(date).days > longestDays,
  )
  if (beyond >= 0) throw wrongField(`extraDates.${beyond}`, 'range_too_long', { maximum: longestDays })

  const dates = datesBetween(timing, { last: horizonOf(timing, now), most: mostDates + 1 })
  if (dates.length > mostDates)
    throw wrongField(rule.until ? 'rule.until' : 'rule.frequency', 'too_many_dates', { maximum: mostDates })
  if (dates.length === 0) throw wrongField('rule.frequency', 'no_dates')
  if (rule.count !== null && dates.length < rule.count)
    throw wrongField('rule.count', 'range_too_long', { maximum: longestDays })
  if (Temporal.Instant.compare(dates[0]!.startsAt, now) <= 0) throw wrongField('startsOn', 'in_the_past')
  return dates
}

export function datesBetween(
  { startsOn, startMinute, zone, rule, extraDates = [] }: Timing,
  { last, most }: { readonly last: Temporal.PlainDate; readonly most?: number },
): RuleDate[] {
  const recurrence = { startsOn, minute: startMinute, zone, rule, without: [], extra: extraDates }
  const { days, starts } = expand(recurrence, most === undefined ? { last } : { last, most })
  // A day that a zone left out altogether begins with the next one: two dates, one lesson.
  return Array.from(days, (day, i) => ({ day, start: starts[i]! }))
    .filter(({ start }, i) => i === 0 || start !== starts[i - 1])
    .map(({ day, start }) => ({
      date: Temporal.PlainDate.from(civilOf(day)),
      startsAt: instantOf(start),
      clockChange: clockChangeAt(day, startMinute, zone),
    }))
}

/** The same rule some days later: its weekdays and days of the month go along with the date that was moved. */
export function shiftRule(rule: Rule, from: Temporal.PlainDate, to: Temporal.PlainDate): Rule {
  const days = from.until(to).days
  if (days === 0) return rule
  const until = rule.until?.add({ days }) ?? null
  if (rule.frequency === 'weekly') {
    const shifted = ({ nth, weekday }: NthWeekday) => ({ nth, weekday: ((((weekday - 1 + days) % 7) + 7) % 7) + 1 })
    return { ...rule, until, weekdays: rule.weekdays.map(shifted) }
  }
  if (rule.frequency === 'daily') return { ...rule, until }
  const months = rule.frequency === 'yearly' && rule.months.length > 0 ? [to.month] : rule.months
  if (rule.weekdays.length === 0)
    return { ...rule, until, months, monthDays: rule.monthDays.length > 0 ? [to.day] : [] }
  const isLast = rule.weekdays.some(({ nth }) => nth < 0)
  const nth = isLast ? -Math.ceil((to.daysInMonth - to.day + 1) / 7) : Math.ceil(to.day / 7)
  return { ...rule, until, months, positions: [], weekdays: [{ nth, weekday: to.dayOfWeek }] }
}

export function textOfRule(rule: Rule): string {
  return printRule(rule)
}

/** Whether a lesson of this date stands where the rule means it. */
export function isWhere(intended: Temporal.Instant, startsAt: Temporal.Instant): boolean {
  return epochMinute(intended) === epochMinute(startsAt)
}
