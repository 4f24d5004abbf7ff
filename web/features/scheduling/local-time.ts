export const minutesPerDay = 1440

const millisecondsPerMinute = 60_000

interface KnownDay {
  readonly zone: string
  readonly start: number
  /** A day on which the clocks do not change, so that its minutes can be counted. */
  readonly isEven: boolean
}

// A full timetable asks thousands of times for a few days.
const knownDays = new WeakMap<Temporal.PlainDate, KnownDay>()

function knowDay(day: Temporal.PlainDate, zone: string): KnownDay {
  const known = knownDays.get(day)
  if (known?.zone === zone) return known
  const start = day.toZonedDateTime(zone)
  const hours = start.hoursInDay
  const found = { zone, start: start.epochMilliseconds, isEven: hours === 24 }
  knownDays.set(day, found)
  return found
}

/** The minute of a local day at which an instant lies; below 0 or beyond 1440 when it lies outside of that day. */
export function minuteOn(day: Temporal.PlainDate, instant: Temporal.Instant, zone: string): number {
  const { start, isEven } = knowDay(day, zone)
  const minute = Math.floor((instant.epochMilliseconds - start) / millisecondsPerMinute)
  if (isEven && minute >= 0 && minute < minutesPerDay) return minute
  const local = instant.toZonedDateTimeISO(zone)
  const days = day.until(local.toPlainDate()).days
  return days * minutesPerDay + local.hour * 60 + local.minute
}

export function instantAt(day: Temporal.PlainDate, minute: number, zone: string): Temporal.Instant {
  return day.toPlainDateTime().add({ minutes: minute }).toZonedDateTime(zone).toInstant()
}

/** From what a date field and a time field hold; null while one of them is empty. */
export function readLocalTime(date: string, time: string, zone: string): Temporal.Instant | null {
  if (date === '' || time === '') return null
  return Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone).toInstant()
}

export function dayOf(instant: Temporal.Instant, zone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate()
}

/** 15:30, as a time field wants it. */
export function clockOf(instant: Temporal.Instant, zone: string): string {
  return instant.toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' })
}

/** 15:30 of a minute of the day, as a time field wants it. */
export function clockOfMinute(minute: number): string {
  return Temporal.PlainTime.from('00:00').add({ minutes: minute }).toString({ smallestUnit: 'minute' })
}

export function overlaps(one: Stretch, other: Stretch): boolean {
  return Temporal.Instant.compare(one.from, other.to) < 0 && Temporal.Instant.compare(other.from, one.to) < 0
}

export interface Stretch {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}
