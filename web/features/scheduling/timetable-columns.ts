import type { getTimetable, LessonBlock } from '#contract/scheduling'
import type { BookingRow } from '#contract/booking'
import type { Output } from '#platform/contract.ts'
import type { I18n } from '#web/app/i18n.tsx'
import type { TimetableColumn } from '#web/ui/timetable.tsx'
import { minuteOn, minutesPerDay } from './local-time.ts'
import type { View } from './timetable-search.ts'

export type TimetableData = Output<typeof getTimetable>
export type HeldTime = TimetableData['holds'][number]

/** A column: one room or teacher on one day, or everybody on one day. */
export interface Lane {
  readonly id: string
  readonly day: Temporal.PlainDate
  /** Whose column it is; null for everybody, `none` for lessons without a room. */
  readonly claimantId: string | null
}

export const withoutRoom = 'none'

export interface Shown {
  readonly data: TimetableData
  readonly lessons: readonly LessonBlock[]
  readonly bookings: readonly BookingRow[]
  readonly view: View
  readonly days: readonly Temporal.PlainDate[]
  readonly now: Temporal.Instant
  /** The one teacher or room whose week is shown. */
  readonly chosen: string | null
}

/** What stands beside each other: rooms or teachers on one day, else days. */
export function lanesOf({ data, lessons, view, days, chosen }: Shown): Lane[] {
  const [first] = days
  if (!first) return []
  if (days.length > 1) return days.map((day) => ({ id: day.toString(), day, claimantId: chosen }))
  const everyone = view === 'rooms' ? data.rooms : data.teachers
  const lanes = everyone
    .filter(({ id }) => chosen === null || id === chosen)
    .map(({ id }): Lane => ({ id, day: first, claimantId: id }))
  const hasRoomless = view === 'rooms' && chosen === null && lessons.some((lesson) => lesson.roomId === null)
  return hasRoomless ? [...lanes, { id: withoutRoom, day: first, claimantId: withoutRoom }] : lanes
}

export function isIn(lane: Lane, lesson: LessonBlock, view: View, zone: string): boolean {
  const starts = minuteOn(lane.day, lesson.startsAt, zone)
  if (starts < 0 || starts >= minutesPerDay) return false
  if (lane.claimantId === null) return true
  return claimantOf(lesson, view) === lane.claimantId
}

export function claimantOf(lesson: LessonBlock, view: View): string {
  return view === 'rooms' ? (lesson.roomId ?? withoutRoom) : lesson.teacherId
}

/** Open minutes of one room or teacher on one local day, from and to. */
export function openingsOf(data: TimetableData, claimantId: string, day: Temporal.PlainDate): [number, number][] {
  if (closureOn(data, day)) return []
  return data.openings
    .filter((opening) => opening.claimantId === claimantId)
    .map(({ from, to }): [number, number] => [
      Math.max(minuteOn(day, from, data.zone), 0),
      Math.min(minuteOn(day, to, data.zone), minutesPerDay),
    ])
    .filter(([from, to]) => to > from)
    .toSorted(([one], [other]) => one - other)
}

export function closureOn(data: TimetableData, day: Temporal.PlainDate): string | null {
  const closure = data.closures.find(
    ({ fromDate, toDate }) =>
      Temporal.PlainDate.compare(fromDate, day) <= 0 && Temporal.PlainDate.compare(day, toDate) <= 0,
  )
  return closure?.name ?? null
}

/** How much of the open time is taken, 0 to 1; null where nothing is open. */
export function shareTaken(shown: Shown, lanes: readonly Lane[]): number | null {
  let open = 0
  let taken = 0
  for (const lane of lanes) {
    if (lane.claimantId === null || lane.claimantId === withoutRoom) continue
    const openings = openingsOf(shown.data, lane.claimantId, lane.day)
    open += openings.reduce((sum, [from, to]) => sum + to - from, 0)
    taken += shown.lessons
      .filter((lesson) => isIn(lane, lesson, shown.view, shown.data.zone))
      .reduce((sum, lesson) => sum + lesson.startsAt.until(lesson.endsAt).total('minutes'), 0)
  }
  return open > 0 ? Math.min(taken / open, 1) : null
}

export function columnsOf(shown: Shown, lanes: readonly Lane[], i18n: I18n, hrefOf: (lane: Lane) => string) {
  const { t, formatDay, formatShare, zone } = i18n
  const today = shown.now.toZonedDateTimeISO(zone).toPlainDate()
  return lanes.map((lane): TimetableColumn => {
    const share = shareTaken(shown, [lane])
    const fill = share === null ? {} : { fill: { share, label: formatShare(share) } }
    const href = hrefOf(lane)
    if (shown.days.length > 1) {
      const closure = closureOn(shown.data, lane.day)
      return {
        id: lane.id,
        name: formatDay(lane.day),
        ...(closure !== null && { detail: closure }),
        ...fill,
        href,
        current: lane.day.equals(today),
      }
    }
    if (lane.claimantId === withoutRoom) return { id: lane.id, name: t('scheduling.no_room') }
    const room = shown.data.rooms.find(({ id }) => id === lane.claimantId)
    const teacher = shown.data.teachers.find(({ id }) => id === lane.claimantId)
    return {
      id: lane.id,
      name: room?.name ?? teacher?.name ?? '',
      detail: room?.description ?? teacher?.specialization ?? '',
      ...fill,
      href,
    }
  })
}

/** The hours worth showing: those that are open, and those that anything stands in. */
export function hoursOf({ data, lessons, days }: Shown): { start: number; end: number } {
  const minutes = days.flatMap((day) => {
    const stretches = [
      ...data.openings.map(({ from, to }) => ({ from, to })),
      ...lessons.map(({ startsAt, endsAt }) => ({ from: startsAt, to: endsAt })),
      ...data.holds.map(({ startsAt, endsAt }) => ({ from: startsAt, to: endsAt })),
    ]
    return stretches
      .map(({ from, to }) => [minuteOn(day, from, data.zone), minuteOn(day, to, data.zone)] as const)
      .filter(([from, to]) => to > 0 && from < minutesPerDay)
      .flatMap(([from, to]) => [Math.max(from, 0), Math.min(to, minutesPerDay)])
  })
  if (minutes.length === 0) return { start: 9 * 60, end: 18 * 60 }
  return { start: Math.floor(Math.min(...minutes) / 60) * 60, end: Math.ceil(Math.max(...minutes) / 60) * 60 }
}
