import type { Component, Property } from './outside-lines.ts'

export function propertyOf({ properties }: Component, name: string): Property | undefined {
  return properties.find((property) => property.name === name)
}

export function valueOf(component: Component, name: string): string | undefined {
  return propertyOf(component, name)?.value.trim()
}

/** 20261116, 20261116T090000 or 20261116T090000Z as minutes since 1970 on the clock that it means; undefined for what is no time. */
export function localMinuteOf(text: string): number | undefined {
  const [, date, hour = '0', minute = '0', second = '0'] =
    text.trim().match(/^(\d{8})(?:T(\d{2})(\d{2})(\d{2})Z?)?$/i) ?? []
  if (date === undefined || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 60) return undefined
  const day = readDay(date)
  return day === undefined ? undefined : day * 1440 + Number(hour) * 60 + Number(minute)
}

const [firstYear, lastYear] = [1600, 2999]

// By arithmetic, because a calendar holds tens of thousands of days: days of the year and of whole eras since 1970.
function readDay(date: string): number | undefined {
  const [year, month, day] = [Number(date.slice(0, 4)), Number(date.slice(4, 6)), Number(date.slice(6))]
  if (year < firstYear || year > lastYear || month < 1 || month > 12 || day < 1) return undefined
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (day > (month === 2 && isLeap ? 29 : monthLengths[month - 1]!)) return undefined
  const before = year - 1
  const leapDays = Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
  const inYear = monthBegins[month - 1]! + (month > 2 && isLeap ? 1 : 0) + day - 1
  return before * 365 + leapDays + inYear - daysBefore1970
}

const daysBefore1970 = 719_162
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
const monthBegins = monthLengths.map((_, month) => monthLengths.slice(0, month).reduce((sum, each) => sum + each, 0))

/** P1DT2H30M or P2W in minutes; whatever is left of one is a whole one. Undefined for what is none, or negative. */
export function durationMinutesOf(text: string): number | undefined {
  const [found, weeks, days, hours, minutes, seconds] =
    text.trim().match(/^\+?P(?:(\d{1,5})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?$/i) ?? []
  if (found === undefined) return undefined
  const whole = (Number(weeks ?? 0) * 7 + Number(days ?? 0)) * 1440 + Number(hours ?? 0) * 60 + Number(minutes ?? 0)
  return whole + Math.ceil(Number(seconds ?? 0) / 60)
}
