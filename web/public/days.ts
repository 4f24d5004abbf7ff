import { anyTeacher, type Day, type Organisation, type Slot } from './page-data.ts'

export const shownDays = 7

/** One day of the reader with its free times. */
export interface ShownDay {
  readonly date: Temporal.PlainDate
  readonly slots: readonly Slot[]
  /** Set while the times of this day are still on their way. */
  readonly isLoading: boolean
  readonly closed: { readonly because: string | null } | null
}

export type KnownDays = ReadonlyMap<string, Day>

/** Free times by the day they have for the reader, whose day may begin on another day of the organisation. */
export function groupByDay(
  known: KnownDays,
  view: { from: Temporal.PlainDate; teacher: string | null; readerZone: string },
  organisation: Pick<Organisation, 'zone' | 'openingHours' | 'closures'>,
): ShownDay[] {
  return Array.from({ length: shownDays }, (_, index) => {
    const date = view.from.add({ days: index })
    const own = organisationDays(date, view.readerZone, organisation.zone)
    const slots = own
      .flatMap((day) => known.get(day.toString())?.slots ?? [])
      .filter((slot) => isWith(slot, view.teacher))
      .filter((slot) => slot.startsAt.toZonedDateTimeISO(view.readerZone).toPlainDate().equals(date))
    return {
      date,
      slots,
      isLoading: own.some((day) => !known.has(day.toString())),
      closed: slots.length > 0 ? null : whyClosed(date, known.get(date.toString()), organisation),
    }
  })
}

/** The days of the organisation that a day of the reader touches, in order. */
export function organisationDays(
  date: Temporal.PlainDate,
  readerZone: string,
  organisationZone: string,
): Temporal.PlainDate[] {
  const start = date.toZonedDateTime(readerZone).toInstant()
  const end = date.add({ days: 1 }).toZonedDateTime(readerZone).toInstant().subtract({ milliseconds: 1 })
  const first = start.toZonedDateTimeISO(organisationZone).toPlainDate()
  const last = end.toZonedDateTimeISO(organisationZone).toPlainDate()
  return Array.from({ length: first.until(last).days + 1 }, (_, index) => first.add({ days: index }))
}

export function isWith(slot: Slot, teacher: string | null): boolean {
  return teacher === null || (slot.teacherIds as readonly string[]).includes(teacher)
}

function whyClosed(
  date: Temporal.PlainDate,
  day: Day | undefined,
  { openingHours, closures }: Pick<Organisation, 'openingHours' | 'closures'>,
): ShownDay['closed'] {
  const closure = closureOn(date, closures)
  if (closure) return { because: closure }
  if (day?.closedBecause) return { because: day.closedBecause }
  const hasHours = openingHours.length > 0
  return hasHours && !openingHours.some(({ weekday }) => weekday === date.dayOfWeek) ? { because: null } : null
}

export function closureOn(date: Temporal.PlainDate, closures: Organisation['closures']): string | null {
  const compare = (one: Temporal.PlainDate, other: Temporal.PlainDate) => Temporal.PlainDate.compare(one, other)
  return (
    closures.find(({ fromDate, toDate }) => compare(fromDate, date) <= 0 && compare(date, toDate) <= 0)?.name ?? null
  )
}

/** The first day from `today` on which somebody, or this teacher, is free, as far as the days are known. */
export function firstFreeDay(
  days: Iterable<Day>,
  teacher: string | null,
  from: Temporal.PlainDate,
): Temporal.PlainDate | null {
  let first: Temporal.PlainDate | null = null
  for (const day of days) {
    if (Temporal.PlainDate.compare(day.date, from) < 0 || !day.slots.some((slot) => isWith(slot, teacher))) continue
    if (first === null || Temporal.PlainDate.compare(day.date, first) < 0) first = day.date
  }
  return first
}

/** The first free day of anybody and of each teacher. */
export function firstFreeDays(days: readonly Day[], teachers: readonly string[]): Record<string, Temporal.PlainDate> {
  const start = days[0]?.date
  if (!start) return {}
  const found = [anyTeacher, ...teachers].map(
    (id) => [id, firstFreeDay(days, id === anyTeacher ? null : id, start)] as const,
  )
  return Object.fromEntries(found.filter((entry): entry is [string, Temporal.PlainDate] => entry[1] !== null))
}

/** Free times nearest to one that is gone, in order of time. */
export function nearestSlots(
  known: KnownDays,
  wanted: { startsAt: Temporal.Instant; teacher: string | null },
  count: number,
): Slot[] {
  const distance = (slot: Slot) => Math.abs(slot.startsAt.since(wanted.startsAt).total('minutes'))
  return [...known.values()]
    .flatMap(({ slots }) => slots)
    .filter((slot) => isWith(slot, wanted.teacher) && distance(slot) > 0)
    .toSorted((one, other) => distance(one) - distance(other))
    .slice(0, count)
    .toSorted((one, other) => Temporal.Instant.compare(one.startsAt, other.startsAt))
}

/** So many times of one day stay easy to take in. */
const mostTimes = 6

/** A few times of a full day that do not overlap; the rest is one tap away. */
export function pickTimes(slots: readonly Slot[]): readonly Slot[] {
  if (slots.length <= mostTimes) return slots
  const picked: Slot[] = []
  for (const slot of slots) {
    const last = picked.at(-1)
    if (!last || Temporal.Instant.compare(slot.startsAt, last.endsAt) >= 0) picked.push(slot)
  }
  const step = Math.ceil(picked.length / mostTimes)
  return picked.filter((_, position) => position % step === 0)
}
