import type { RuleFields } from '#contract/series'

export type Repeats = RuleFields['frequency']
export type MonthlyBy = 'day' | 'weekday' | 'last'
export type Ends = 'count' | 'until' | 'never'

/** How often a lesson repeats, as the fields hold it. */
export interface Repeat {
  readonly frequency: Repeats
  readonly interval: string
  /** ISO weekdays as text; the one of the first day when empty. */
  readonly weekdays: readonly string[]
  readonly monthlyBy: MonthlyBy
  readonly ends: Ends
  readonly count: string
  readonly until: string
}

export const everyWeek: Repeat = {
  frequency: 'weekly',
  interval: '1',
  weekdays: [],
  monthlyBy: 'day',
  ends: 'count',
  count: '10',
  until: '',
}

/** The rule that the fields state for a first day; null while something is missing. */
export function ruleOf(repeat: Repeat, startsOn: Temporal.PlainDate): RuleFields | null {
  const interval = Number(repeat.interval)
  if (!Number.isInteger(interval) || interval < 1) return null
  const ends = endsOf(repeat)
  if (!ends) return null
  const base = { frequency: repeat.frequency, interval, ...ends }
  if (repeat.frequency === 'weekly') {
    const chosen = repeat.weekdays.length > 0 ? repeat.weekdays.map(Number) : [startsOn.dayOfWeek]
    return { ...base, weekdays: chosen.toSorted((one, other) => one - other).map((weekday) => ({ weekday })) }
  }
  if (repeat.frequency !== 'monthly') return base
  if (repeat.monthlyBy === 'day') return { ...base, monthDays: [startsOn.day] }
  const nth = repeat.monthlyBy === 'last' ? -1 : nthOf(startsOn)
  return { ...base, weekdays: [{ weekday: startsOn.dayOfWeek, nth }] }
}

function endsOf({ ends, count, until }: Repeat): Pick<RuleFields, 'count' | 'until'> | null {
  if (ends === 'never') return {}
  if (ends === 'until') {
    const last = dayIn(until)
    return last && { until: last }
  }
  const number = Number(count)
  return count !== '' && Number.isInteger(number) ? { count: number } : null
}

/** The second Tuesday of a month is 2. */
export function nthOf(date: Temporal.PlainDate): number {
  return Math.ceil(date.day / 7)
}

export function isLastOf(date: Temporal.PlainDate): boolean {
  return date.day + 7 > date.daysInMonth
}

/** A day from what a date field holds; null while it is empty, or while a year is being typed. */
export function dayIn(text: string): Temporal.PlainDate | null {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) ? Temporal.PlainDate.from(text) : null
}

/** Minute of the day from what a time field holds. */
export function minuteOf(time: string): number | null {
  if (time === '') return null
  const { hour, minute } = Temporal.PlainTime.from(time)
  return hour * 60 + minute
}

/** 15:30, as a time field wants it. */
export function timeOf(minute: number): string {
  return new Temporal.PlainTime(Math.floor(minute / 60), minute % 60).toString({ smallestUnit: 'minute' })
}
