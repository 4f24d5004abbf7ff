import { isRepeated, isSkipped, toInstant } from '#platform/time.ts'
import type { WeeklyTime } from './contract.ts'

export interface Term {
  readonly termFrom: Temporal.PlainDate
  readonly termTo: Temporal.PlainDate
  readonly times: readonly WeeklyTime[]
  readonly zone: string
}

export interface TermDate {
  readonly startsAt: Temporal.Instant
  readonly clockChange: 'skipped' | 'repeated' | null
}

/** Every date of the weekly times within a term, in order of time; two local times that a clock change makes one are one. */
export function datesOf({ termFrom, termTo, times, zone }: Term): TermDate[] {
  const dates = Array.from({ length: termFrom.until(termTo).days + 1 }, (_, n) => termFrom.add({ days: n }))
  const found = new Map<string, TermDate>()
  for (const date of dates) {
    for (const { fromMinute } of times.filter(({ weekday }) => weekday === date.dayOfWeek)) {
      const startsAt = toInstant(date, fromMinute, zone)
      const clockChange = isSkipped(date, fromMinute, zone)
        ? 'skipped'
        : isRepeated(date, fromMinute, zone)
          ? 'repeated'
          : null
      found.set(startsAt.toString(), { startsAt, clockChange })
    }
  }
  return [...found.values()].toSorted((one, other) => Temporal.Instant.compare(one.startsAt, other.startsAt))
}
