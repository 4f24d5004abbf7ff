import { localDate, minuteOfDay, toInstant } from '#platform/time.ts'

const wakingFrom = 8 * 60
const wakingTo = 21 * 60
const morning = 9 * 60

/** Until when an offered place is kept: so many hours, and where that is in the night of the school, until nine in the morning after it. */
export function deadlineAfter(now: Temporal.Instant, hours: number, zone: string): Temporal.Instant {
  const end = now.add({ hours })
  const minute = minuteOfDay(end, zone)
  if (minute >= wakingFrom && minute <= wakingTo) return end
  const date = localDate(end, zone)
  return toInstant(minute > wakingTo ? date.add({ days: 1 }) : date, morning, zone)
}
