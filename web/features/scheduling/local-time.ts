export const minutesPerDay = 1440

/** The minute of a local day at which an instant lies; below 0 or beyond 1440 when it lies outside of that day. */
export function minuteOn(day: Temporal.PlainDate, instant: Temporal.Instant, zone: string): number {
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

export function overlaps(one: Stretch, other: Stretch): boolean {
  return Temporal.Instant.compare(one.from, other.to) < 0 && Temporal.Instant.compare(other.from, one.to) < 0
}

export interface Stretch {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}
