import type { NthWeekday, Rule } from './recurrence.ts'

/** A year, a month and a day of the proleptic Gregorian calendar. */
export interface Civil {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** Days since 1970-01-01, by whole eras of 400 years that begin in March. */
export function dayNumber(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year
  const era = Math.floor(marchYear / 400)
  const yearOfEra = marchYear - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

export function civilOf(number: number): Civil {
  const shifted = number + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  return { year, month, day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1 }
}

function monthLength(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

export function monthOf(day: number): { month: number; dayOfMonth: number; length: number } {
  const { year, month, day: dayOfMonth } = civilOf(day)
  return { month, dayOfMonth, length: monthLength(year, month) }
}

export function weekdaySet(weekdays: readonly NthWeekday[]): ReadonlySet<number> {
  return new Set(weekdays.map(({ weekday }) => weekday))
}

/** The dates of every interval-th month from the one in which `first` lies. */
export function* setsOfMonths(rule: Rule, first: number, end: number): Generator<Int32Array> {
  const start = civilOf(first)
  for (let n = start.year * 12 + start.month - 1; ; n += rule.interval) {
    const [year, month] = [Math.floor(n / 12), (n % 12) + 1]
    if (dayNumber(year, month, 1) > end) return
    if (rule.months.length > 0 && !rule.months.includes(month)) continue
    yield datesOfMonth(rule, { year, month, day: start.day })
  }
}

/** The dates of every interval-th year. Without months and days of the month a weekday is counted in the year. */
export function* setsOfYears(rule: Rule, first: number, end: number): Generator<Int32Array> {
  const start = civilOf(first)
  const isOfYear = rule.weekdays.length > 0 && rule.months.length === 0 && rule.monthDays.length === 0
  const isOfDays = rule.monthDays.length > 0 && rule.months.length === 0
  for (let year = start.year; dayNumber(year, 1, 1) <= end; year += rule.interval) {
    if (isOfYear) {
      yield sorted(rule.weekdays.flatMap((each) => nthOf(each, dayNumber(year, 1, 1), dayNumber(year + 1, 1, 1))))
      continue
    }
    const months = isOfDays ? everyMonth : rule.months.length > 0 ? rule.months : [start.month]
    yield sorted(months.flatMap((month) => [...datesOfMonth(rule, { year, month, day: start.day })]))
  }
}

const everyMonth = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]

/** Without days of its own a rule means the day of the month on which it began; a month without that day is left out. */
function datesOfMonth({ weekdays, monthDays }: Rule, { year, month, day }: Civil): Int32Array {
  const [begin, length] = [dayNumber(year, month, 1), monthLength(year, month)]
  const ofMonth = (wanted: readonly number[]) =>
    wanted.map((each) => (each > 0 ? each : length + each + 1)).filter((each) => each >= 1 && each <= length)
  if (weekdays.length === 0)
    return sorted(ofMonth(monthDays.length > 0 ? monthDays : [day]).map((each) => begin + each - 1))
  const days = weekdays.flatMap((each) => nthOf(each, begin, begin + length))
  if (monthDays.length === 0) return sorted(days)
  const allowed = new Set(ofMonth(monthDays).map((each) => begin + each - 1))
  return sorted(days.filter((each) => allowed.has(each)))
}

/** Every such weekday of a stretch of days, or only the nth of them. */
function nthOf({ nth, weekday }: NthWeekday, begin: number, end: number): number[] {
  const firstOne = begin + ((((weekday - 4 - begin) % 7) + 7) % 7)
  const count = Math.floor((end - 1 - firstOne) / 7) + 1
  if (nth === 0) return Array.from({ length: count }, (_, i) => firstOne + i * 7)
  const index = nth > 0 ? nth - 1 : count + nth
  return index >= 0 && index < count ? [firstOne + index * 7] : []
}

function sorted(days: readonly number[]): Int32Array {
  return Int32Array.from(new Set(days)).toSorted()
}
