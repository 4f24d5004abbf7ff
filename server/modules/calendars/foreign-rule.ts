import { epochDay } from '#platform/time.ts'

type Frequency = 'YEARLY' | 'MONTHLY' | 'WEEKLY' | 'DAILY'

/** An RRULE of somebody else's calendar: all of RFC 5545 that repeats at most daily, with the hours and minutes of a day. */
export interface ForeignRule {
  readonly frequency: Frequency
  readonly interval: number
  readonly count: number | null
  /** As it stands in the rule: a day, a local time, or a moment with Z. */
  readonly until: string | null
  readonly weekdays: readonly { readonly nth: number; readonly weekday: number }[]
  readonly monthDays: readonly number[]
  readonly yearDays: readonly number[]
  readonly weeks: readonly number[]
  readonly months: readonly number[]
  readonly hours: readonly number[]
  readonly minutes: readonly number[]
  readonly positions: readonly number[]
  readonly weekStart: number
}

/** 'too_often' for what repeats within the day; undefined for what is no rule. */
export function readForeignRule(text: string): ForeignRule | 'too_often' | undefined {
  const parts = new Map<string, string>()
  for (const part of text.toUpperCase().split(';')) {
    const [name = '', value = ''] = part.split('=')
    parts.set(name.trim(), value.trim())
  }
  const frequency = parts.get('FREQ') ?? ''
  if (['HOURLY', 'MINUTELY', 'SECONDLY'].includes(frequency)) return 'too_often'
  if (!isFrequency(frequency)) return undefined
  const numbers = (name: string, most: number, least = -most) => {
    const values = (parts.get(name) ?? '').split(',').filter((each) => each !== '')
    const read = values.map(Number)
    return read.every((each) => Number.isInteger(each) && each >= least && each <= most) ? read : null
  }
  const lists = {
    monthDays: numbers('BYMONTHDAY', 31),
    yearDays: numbers('BYYEARDAY', 366),
    weeks: numbers('BYWEEKNO', 53),
    months: numbers('BYMONTH', 12, 1),
    hours: numbers('BYHOUR', 23, 0),
    minutes: numbers('BYMINUTE', 59, 0),
    positions: numbers('BYSETPOS', 366),
  }
  const weekdays = readWeekdays(parts.get('BYDAY'))
  const interval = Number(parts.get('INTERVAL') ?? 1)
  const count = parts.has('COUNT') ? Number(parts.get('COUNT')) : null
  const weekStart = weekdayNames.indexOf(parts.get('WKST') ?? 'MO') + 1
  const isReadable =
    weekdays !== null &&
    Object.values(lists).every((list) => list !== null) &&
    Number.isInteger(interval) &&
    interval > 0 &&
    (count === null || (Number.isInteger(count) && count >= 0)) &&
    weekStart > 0
  if (!isReadable) return undefined
  return {
    ...(lists as { [Name in keyof typeof lists]: number[] }), // none is null
    frequency,
    interval,
    count,
    until: parts.get('UNTIL') ?? null,
    weekdays,
    weekStart,
  }
}

const weekdayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

function isFrequency(text: string): text is Frequency {
  return ['YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY'].includes(text)
}

function readWeekdays(text = ''): ForeignRule['weekdays'] | null {
  const read = text
    .split(',')
    .filter((each) => each !== '')
    .map((each) => /^([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)$/.exec(each))
  if (read.some((each) => each === null)) return null
  return read.map((each) => ({ nth: Number(each![1] ?? 0), weekday: weekdayNames.indexOf(each![2]!) + 1 }))
}

interface Day {
  readonly number: number
  readonly year: number
  readonly month: number
  readonly dayOfMonth: number
  readonly monthLength: number
  readonly dayOfYear: number
  readonly yearLength: number
  readonly weekday: number
}

const epoch = Temporal.PlainDate.from('1970-01-01')

function firstDay(number: number): Day {
  const date = epoch.add({ days: number })
  return {
    number,
    year: date.year,
    month: date.month,
    dayOfMonth: date.day,
    monthLength: date.daysInMonth,
    dayOfYear: date.dayOfYear,
    yearLength: date.daysInYear,
    weekday: date.dayOfWeek,
  }
}

function nextDay(day: Day): Day {
  if (day.dayOfMonth === day.monthLength) return firstDay(day.number + 1)
  const { number, dayOfMonth, dayOfYear, weekday } = day
  return {
    ...day,
    number: number + 1,
    dayOfMonth: dayOfMonth + 1,
    dayOfYear: dayOfYear + 1,
    weekday: (weekday % 7) + 1,
  }
}

export interface Stretch {
  /** The local minute at which the event first begins, since 1970. */
  readonly start: number
  /** Dates before this local day are left out, unless a count needs them. */
  readonly from: number
  /** The last local day. */
  readonly last: number
  /** The last local minute (UNTIL). */
  readonly until: number
}

/** More local times than anybody means. */
export class TooMany extends Error {}

const mostTimes = 20_000
const mostDays = 30_000

/**
 * The local minutes at which a rule begins, in order and without the first one of the event itself where the rule does not hit it. Goes
 * through the days one by one and asks of each whether it is meant: slow and plain, over the days that matter only.
 */
export function expandForeignRule(rule: ForeignRule, { start, from, last, until }: Stretch): number[] {
  const origin = firstDay(Math.floor(start / 1440))
  const minutes = minutesOf(rule, start - origin.number * 1440)
  const begin = periodStart(rule, rule.count === null ? Math.max(origin.number, from) : origin.number)
  const end = Math.min(last, Math.floor(until / 1440))
  if (end - begin > mostDays) throw new TooMany()
  const times: number[] = []
  let counted = 0
  let set: number[] = []
  let period = Number.NaN
  const close = (): boolean => {
    for (const time of choose(rule.positions, set)) {
      if (time < start || time > until || time >= (last + 1) * 1440) continue
      if (rule.count !== null && counted >= rule.count) return false
      counted++
      if (time >= from * 1440) times.push(time)
      if (times.length > mostTimes || counted > mostDays) throw new TooMany()
    }
    set = []
    return true
  }
  for (let day = firstDay(begin); ; day = nextDay(day)) {
    const of = periodOf(rule, day)
    // Where positions are counted, the last period has to be seen to its end too.
    if (day.number > end && (rule.positions.length === 0 || of !== period)) break
    if (of !== period) {
      if (!close()) return times
      period = of
    }
    if ((of - periodOf(rule, origin)) % rule.interval === 0 && isMeant(rule, day, origin))
      for (const minute of minutes) set.push(day.number * 1440 + minute)
  }
  close()
  return times
}

function minutesOf({ hours, minutes }: ForeignRule, minute: number): number[] {
  const ofHour = hours.length > 0 ? hours : [Math.floor(minute / 60)]
  const inHour = minutes.length > 0 ? minutes : [minute % 60]
  return ofHour.flatMap((hour) => inHour.map((each) => hour * 60 + each)).toSorted((one, other) => one - other)
}

// Where positions are counted, a whole period has to be seen.
function periodStart({ frequency, positions, weekStart }: ForeignRule, from: number): number {
  if (positions.length === 0) return from
  const { dayOfMonth, dayOfYear, weekday } = firstDay(from)
  switch (frequency) {
    case 'DAILY':
      return from
    case 'WEEKLY':
      return from - ((weekday - weekStart + 7) % 7)
    case 'MONTHLY':
      return from - dayOfMonth + 1
    case 'YEARLY':
      return from - dayOfYear + 1
  }
}

function periodOf({ frequency, weekStart }: ForeignRule, day: Day): number {
  switch (frequency) {
    case 'DAILY':
      return day.number
    case 'WEEKLY':
      return Math.floor((day.number + 4 - weekStart) / 7) // 1970-01-01 was a Thursday
    case 'MONTHLY':
      return day.year * 12 + day.month
    case 'YEARLY':
      return day.year
  }
}

function choose(positions: readonly number[], set: readonly number[]): number[] {
  if (positions.length === 0) return [...set]
  const chosen = new Set(positions.map((nth) => set.at(nth > 0 ? nth - 1 : nth)).filter((time) => time !== undefined))
  return [...chosen].toSorted((one, other) => one - other)
}

function isMeant(rule: ForeignRule, day: Day, origin: Day): boolean {
  const { frequency, months, monthDays, yearDays, weeks, weekdays } = rule
  if (months.length > 0 && !months.includes(day.month)) return false
  if (!isAmong(monthDays, day.dayOfMonth, day.monthLength)) return false
  if (!isAmong(yearDays, day.dayOfYear, day.yearLength)) return false
  if (weeks.length > 0 && !isInWeeks(rule, day)) return false
  if (weekdays.length > 0) return weekdays.some((each) => isWeekday(rule, each, day))
  if (monthDays.length > 0 || yearDays.length > 0) return true
  switch (frequency) {
    case 'DAILY':
      return true
    case 'WEEKLY':
      return day.weekday === origin.weekday
    case 'MONTHLY':
      return day.dayOfMonth === origin.dayOfMonth
    case 'YEARLY':
      if (weeks.length > 0) return day.weekday === origin.weekday
      return day.dayOfMonth === origin.dayOfMonth && (months.length > 0 || day.month === origin.month)
  }
}

function isAmong(wanted: readonly number[], at: number, length: number): boolean {
  return wanted.length === 0 || wanted.includes(at) || wanted.includes(at - length - 1)
}

function isWeekday(rule: ForeignRule, { nth, weekday }: ForeignRule['weekdays'][number], day: Day): boolean {
  if (day.weekday !== weekday) return false
  if (nth === 0 || rule.frequency === 'WEEKLY' || rule.frequency === 'DAILY') return true
  const isOfMonth = rule.frequency === 'MONTHLY' || rule.months.length > 0
  const [at, length] = isOfMonth ? [day.dayOfMonth, day.monthLength] : [day.dayOfYear, day.yearLength]
  return nth > 0 ? Math.ceil(at / 7) === nth : Math.ceil((length - at + 1) / 7) === -nth
}

// Week 1 is the first with four days in the year (RFC 5545, 3.3.10); days around New Year count where their week does.
function isInWeeks({ weeks, weekStart }: ForeignRule, day: Day): boolean {
  const first = (year: number) => {
    const newYear = epochDay(Temporal.PlainDate.from({ year, month: 1, day: 4 }))
    return newYear - ((firstDay(newYear).weekday - weekStart + 7) % 7)
  }
  const begin = first(day.year)
  const next = first(day.year + 1)
  if (day.number < begin || day.number >= next) return false // belongs to a week of another year
  return isAmong(weeks, Math.floor((day.number - begin) / 7) + 1, (next - begin) / 7)
}
