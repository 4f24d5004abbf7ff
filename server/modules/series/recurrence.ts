import { localMinute, minutesPerDay, toStarts, zoneOffsets } from '#platform/time.ts'
import { dayNumber, monthOf, setsOfMonths, setsOfYears, weekdaySet } from './recurrence-days.ts'

export type Frequency = 'daily' | 'weekly' | 'monthly' | 'yearly'

/** The nth of a weekday in its month or year, counted from the end when negative; 0 is every one. */
export interface NthWeekday {
  readonly nth: number
  readonly weekday: number
}

/** A rule of RFC 5545 as far as a person can state it: dates only, one time of day for all of them. */
export interface Rule {
  readonly frequency: Frequency
  readonly interval: number
  /** BYDAY. In a weekly rule `nth` is always 0. */
  readonly weekdays: readonly NthWeekday[]
  /** BYMONTHDAY: 1 to 31, or -1 to -31 from the end of the month. */
  readonly monthDays: readonly number[]
  readonly months: readonly number[]
  /** BYSETPOS: which dates of each month, year or week are meant, counted from the end when negative; all when empty. */
  readonly positions: readonly number[]
  /** The day on which a week begins (WKST). */
  readonly weekStart: number
  readonly count: number | null
  /** The last local date, included. */
  readonly until: Temporal.PlainDate | null
}

/** Recurring time as somebody means it: local dates and a local time in a zone. The rule counts from the first of its dates. */
export interface Recurrence {
  readonly startsOn: Temporal.PlainDate
  readonly minute: number
  readonly zone: string
  readonly rule: Rule
  /** EXDATE and RDATE. A left-out date still counts, as in RFC 5545. */
  readonly without: readonly Temporal.PlainDate[]
  readonly extra: readonly Temporal.PlainDate[]
}

/** The dates of a rule in order: local days since 1970, and the minutes since 1970 at which they begin. */
export interface Dates {
  readonly days: Int32Array
  readonly starts: Int32Array
}

export interface Horizon {
  /** The last local date that is looked at, included; a rule that never ends is made up to here. */
  readonly last: Temporal.PlainDate
  /** How many dates at most; 100,000 when nothing is said. */
  readonly most?: number
}

const mostDates = 100_000

/** All the dates up to the horizon. A local time that a clock change skips moves forward by the gap; one that exists twice is the first. */
export function expand(recurrence: Recurrence, { last, most = mostDates }: Horizon): Dates {
  const { startsOn, minute, zone, rule, without, extra } = recurrence
  const first = dayOf(startsOn)
  const end = Math.min(dayOf(last), rule.until ? dayOf(rule.until) : Infinity)
  const limit = Math.min(rule.count ?? Infinity, most)
  let days = end < first || limit < 1 ? new Int32Array(0) : ruleDays(rule, { first, end, limit })
  if (without.length > 0 || extra.length > 0)
    days = withChanges(days, { first, last: dayOf(last), without, extra, most })
  return { days, starts: startsOf(days, minute, zone) }
}

/** The minutes at which a local minute of these ascending days begins. */
function startsOf(days: Int32Array, minute: number, zone: string): Int32Array {
  if (days.length === 0) return new Int32Array(0)
  const starts = days.map((day) => day * minutesPerDay + minute)
  const table = zoneOffsets(zone, dayMs(days[0]! - 2), dayMs(days.at(-1)! + 3))
  toStarts(starts, table)
  return starts
}

/** What a clock change does to the local time of a date; most often nothing. */
export function clockChangeAt(day: number, minute: number, zone: string): 'skipped' | 'doubled' | null {
  const local = day * minutesPerDay + minute
  const table = zoneOffsets(zone, dayMs(day - 2), dayMs(day + 3))
  const start = Int32Array.of(local)
  toStarts(start, table)
  if (localMinute(start[0]!, table) !== local) return 'skipped'
  const later = Int32Array.of(local)
  toStarts(later, table, 'later')
  return later[0] === start[0] ? null : 'doubled'
}

function dayOf({ year, month, day }: Temporal.PlainDate): number {
  return dayNumber(year, month, day)
}

function dayMs(day: number): number {
  return day * 86_400_000
}

interface Reach {
  readonly first: number
  readonly end: number
  readonly limit: number
}

function ruleDays(rule: Rule, reach: Reach): Int32Array {
  switch (rule.frequency) {
    case 'daily':
      return dailyDays(rule, reach)
    case 'weekly':
      return weeklyDays(rule, reach)
    case 'monthly':
      return pick(setsOfMonths(rule, reach.first, reach.end), rule, reach)
    case 'yearly':
      return pick(setsOfYears(rule, reach.first, reach.end), rule, reach)
  }
}

function dailyDays(rule: Rule, { first, end, limit }: Reach): Int32Array {
  const days = new Int32Array(Math.min(limit, Math.floor((end - first) / rule.interval) + 1))
  const fits = dayFilter(rule)
  let size = 0
  for (let day = first; day <= end && size < limit; day += rule.interval)
    if (fits === null || fits(day)) days[size++] = day
  return days.subarray(0, size)
}

/** Monday is 0: whole weeks from the one in which the rule begins, each with the same offsets. */
function weeklyDays(rule: Rule, { first, end, limit }: Reach): Int32Array {
  const firstWeekday = weekdayIndex(first)
  const offsets = (rule.weekdays.length > 0 ? rule.weekdays.map(({ weekday }) => weekday - 1) : [firstWeekday])
    .map((weekday) => (weekday - (rule.weekStart - 1) + 7) % 7)
    .toSorted((one, other) => one - other)
    .filter((offset, i, all) => offset !== all[i - 1])
  const week = first - ((firstWeekday - (rule.weekStart - 1) + 7) % 7)
  if (rule.positions.length > 0) {
    const sets = function* (): Generator<Int32Array> {
      for (let monday = week; monday <= end; monday += 7 * rule.interval)
        yield Int32Array.from(offsets, (offset) => monday + offset)
    }
    return pick(sets(), rule, { first, end, limit })
  }
  const step = 7 * rule.interval
  const weeks = Math.floor((end - week) / step) + 1
  const fits = rule.months.length > 0 ? dayFilter(rule) : null
  const days = new Int32Array(Math.min(weeks * offsets.length, fits ? Infinity : limit))
  let size = 0
  for (let monday = week; monday <= end; monday += step) {
    for (let i = 0; i < offsets.length; i++) {
      const day = monday + offsets[i]!
      if (day < first || (fits !== null && !fits(day))) continue
      if (day > end || size === limit) return days.subarray(0, size)
      days[size++] = day
    }
  }
  return days.subarray(0, size)
}

function weekdayIndex(day: number): number {
  return (((day + 3) % 7) + 7) % 7
}

/** BYDAY, BYMONTHDAY and BYMONTH as limits; null when there are none. */
function dayFilter({ weekdays, monthDays, months }: Rule): ((day: number) => boolean) | null {
  if (weekdays.length === 0 && monthDays.length === 0 && months.length === 0) return null
  const allowed = weekdaySet(weekdays)
  return (day) => {
    if (weekdays.length > 0 && !allowed.has(weekdayIndex(day) + 1)) return false
    if (monthDays.length === 0 && months.length === 0) return true
    const { month, dayOfMonth, length } = monthOf(day)
    if (months.length > 0 && !months.includes(month)) return false
    return monthDays.length === 0 || monthDays.includes(dayOfMonth) || monthDays.includes(dayOfMonth - length - 1)
  }
}

/** Takes the dates of each period in order, only the chosen positions of it where some are chosen. */
function pick(sets: Iterable<Int32Array>, { positions }: Rule, { first, end, limit }: Reach): Int32Array {
  const days: number[] = []
  for (const set of sets) {
    for (const day of positions.length > 0 ? atPositions(set, positions) : set) {
      if (day < first) continue
      if (day > end || days.length >= limit) return Int32Array.from(days)
      days.push(day)
    }
  }
  return Int32Array.from(days)
}

function atPositions(set: Int32Array, positions: readonly number[]): Int32Array {
  const picked = positions.flatMap((position) => set.at(position > 0 ? position - 1 : position) ?? [])
  return Int32Array.from(new Set(picked)).toSorted()
}

interface Changes {
  readonly first: number
  readonly last: number
  readonly without: readonly Temporal.PlainDate[]
  readonly extra: readonly Temporal.PlainDate[]
  readonly most: number
}

function withChanges(days: Int32Array, { first, last, without, extra, most }: Changes): Int32Array {
  const left = new Set(without.map(dayOf))
  const added = extra.map(dayOf).filter((day) => day >= first && day <= last)
  const all = new Set([...days, ...added].filter((day) => !left.has(day)))
  return Int32Array.from(all).toSorted().subarray(0, most)
}
