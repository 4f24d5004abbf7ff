import { paths } from '#web/paths.ts'

export interface AbsenceSearch {
  readonly teacher?: string
  /** First and last day, 2026-11-20. */
  readonly from?: string
  readonly to?: string
  /** From and until when on these days, 09:00; whole days without them. */
  readonly since?: string
  readonly until?: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const day = /^\d{4}-\d\d-\d\d$/
const time = /^([01]\d|2[0-3]):[0-5]\d$/

export function readAbsenceSearch(search: Record<string, unknown>): AbsenceSearch {
  const { teacher, from, to, since, until } = search
  return {
    ...(typeof teacher === 'string' && uuid.test(teacher) && { teacher }),
    ...(isDay(from) && { from }),
    ...(isDay(to) && { to }),
    ...(typeof since === 'string' && time.test(since) && { since }),
    ...(typeof until === 'string' && time.test(until) && { until }),
  }
}

function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !day.test(text)) return false
  try {
    return Temporal.PlainDate.from(text).toString() === text
  } catch {
    return false
  }
}

export function absenceAddress(slug: string, search: AbsenceSearch): string {
  const query = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== ''))
  return query.size > 0 ? `${paths.absence(slug)}?${query}` : paths.absence(slug)
}

export interface Span {
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

/** Days and times are read on the clock of the school. Null when the end does not come after the beginning. */
export function spanOf({ from, to, since, until }: Required<AbsenceSearch>, zone: string): Span | null {
  const at = (date: Temporal.PlainDate, plainTime: string) =>
    date.toZonedDateTime({ timeZone: zone, plainTime }).toInstant()
  const last = Temporal.PlainDate.from(to)
  const startsAt = at(Temporal.PlainDate.from(from), since || '00:00')
  const endsAt = until ? at(last, until) : at(last.add({ days: 1 }), '00:00')
  return Temporal.Instant.compare(startsAt, endsAt) < 0 ? { startsAt, endsAt } : null
}
