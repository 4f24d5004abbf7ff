import type { BookingRow } from '#contract/booking'
import type { TimetableLesson } from '#contract/scheduling'
import type { I18n } from '#web/app/i18n.tsx'
import type { TimetableColumn } from '#web/ui/timetable.tsx'
import { dayOf, minuteOn, minutesPerDay } from './local-time.ts'
import { closureOn, indexOf, openMinutesOf, type TimetableData } from './timetable-data.ts'
import type { Only, View } from './timetable-search.ts'

/** A column: one room, teacher or vehicle on one day, or everybody on one day. */
export interface Lane {
  readonly id: string
  readonly day: Temporal.PlainDate
  /** Whose column it is; null for everybody, `none` for lessons without a room or vehicle. */
  readonly claimantId: string | null
}

export const nowhere = 'none'

export interface Shown {
  readonly data: TimetableData
  readonly lessons: readonly TimetableLesson[]
  readonly bookings: readonly BookingRow[]
  readonly view: View
  readonly days: readonly Temporal.PlainDate[]
  readonly now: Temporal.Instant
  /** The one teacher, room or vehicle whose week is shown. */
  readonly chosen: string | null
  readonly locationId: string | null
  readonly only: Only | null
}

/** The people or things that a view has columns for. */
export function claimantsIn({ data, view, locationId }: Pick<Shown, 'data' | 'view' | 'locationId'>) {
  if (view === 'teachers') return data.teachers
  const places = view === 'rooms' ? data.rooms : data.vehicles
  return locationId === null ? places : places.filter((place) => place.locationId === locationId)
}

/** What stands beside each other: rooms, teachers or vehicles on one day, else days. */
export function lanesOf(shown: Shown): Lane[] {
  const { lessons, view, days, chosen, only } = shown
  const [first] = days
  if (!first) return []
  if (days.length > 1) return days.map((day) => ({ id: day.toString(), day, claimantId: chosen }))
  const lanes = claimantsIn(shown)
    .filter(({ id }) => chosen === null || id === chosen)
    .map(({ id }): Lane => ({ id, day: first, claimantId: id }))
  const hasNowhere = chosen === null && lessons.some((lesson) => claimantOf(lesson, view) === nowhere)
  const all = hasNowhere ? [...lanes, { id: nowhere, day: first, claimantId: nowhere }] : lanes
  if (only === null || chosen !== null) return all
  const taken = lessonsByLane(shown, all)
  const keep = (lane: Lane) => (only === 'busy' ? (taken.get(lane.id)?.length ?? 0) > 0 : hasFreeTime(shown, lane))
  return all.filter(keep)
}

export function claimantOf(lesson: TimetableLesson, view: View): string {
  if (view === 'teachers') return lesson.teacherId
  if (view === 'rooms') return lesson.roomId ?? nowhere
  return lesson.resourceIds[0] ?? nowhere
}

/** The lessons of each column, found in one walk over all of them. */
export function lessonsByLane(shown: Shown, lanes: readonly Lane[]): Map<string, TimetableLesson[]> {
  const { lessons, view, data } = shown
  const byLane = new Map<string, TimetableLesson[]>(lanes.map(({ id }) => [id, []]))
  const isDays = shown.days.length > 1
  const [first] = shown.days
  if (!first) return byLane
  for (const lesson of lessons) {
    const claimants =
      view === 'vehicles' && lesson.resourceIds.length > 0 ? lesson.resourceIds : [claimantOf(lesson, view)]
    for (const claimant of claimants) {
      const lane = isDays ? laneOfDay(lanes, lesson, data.zone, claimant) : claimant
      if (lane !== null && (isDays || startsOn(first, lesson, data.zone))) byLane.get(lane)?.push(lesson)
      if (isDays && lanes[0]?.claimantId === null) break
    }
  }
  return byLane
}

function laneOfDay(lanes: readonly Lane[], lesson: TimetableLesson, zone: string, claimant: string): string | null {
  const lane = lanes.find(({ day }) => startsOn(day, lesson, zone))
  if (!lane || (lane.claimantId !== null && lane.claimantId !== claimant)) return null
  return lane.id
}

export function startsOn(day: Temporal.PlainDate, { startsAt }: { startsAt: Temporal.Instant }, zone: string): boolean {
  const minute = minuteOn(day, startsAt, zone)
  return minute >= 0 && minute < minutesPerDay
}

const shortestFree = 30

/** Whether half an hour of the open time is still to be had. */
function hasFreeTime({ data, now }: Shown, { claimantId, day }: Lane): boolean {
  if (claimantId === null || claimantId === nowhere) return false
  const index = indexOf(data)
  const busy = [
    ...index.lessonsOf(claimantId).map(({ startsAt, endsAt }) => [startsAt, endsAt] as const),
    ...index.holdsOf(claimantId).map(({ startsAt, endsAt }) => [startsAt, endsAt] as const),
  ]
    .map(([from, to]) => [minuteOn(day, from, data.zone), minuteOn(day, to, data.zone)] as const)
    .toSorted(([one], [other]) => one - other)
  const nowMinute = minuteOn(day, now, data.zone)
  return openMinutesOf(data, claimantId, day).some(([opens, closes]) => {
    let free = Math.max(opens, nowMinute)
    for (const [from, to] of busy) {
      if (Math.min(from, closes) - free >= shortestFree) return true
      free = Math.max(free, to)
    }
    return closes - free >= shortestFree
  })
}

/** How much of the open time is taken, 0 to 1; null where nothing is open. */
export function shareTaken(shown: Shown, lanes: readonly Lane[], byLane = lessonsByLane(shown, lanes)): number | null {
  let open = 0
  let taken = 0
  for (const lane of lanes) {
    if (lane.claimantId === null || lane.claimantId === nowhere) continue
    for (const [from, to] of openMinutesOf(shown.data, lane.claimantId, lane.day)) open += to - from
    for (const { startsAt, endsAt } of byLane.get(lane.id) ?? [])
      taken += (endsAt.epochMilliseconds - startsAt.epochMilliseconds) / 60_000
  }
  return open > 0 ? Math.min(taken / open, 1) : null
}

export function columnsOf(shown: Shown, lanes: readonly Lane[], i18n: I18n, hrefOf: (lane: Lane) => string) {
  const { t, formatDay, formatShare, zone } = i18n
  const { data } = shown
  const today = dayOf(shown.now, zone)
  const byLane = lessonsByLane(shown, lanes)
  const claimants = new Map<string, { name: string; detail: string }>([
    ...data.teachers.map(({ id, name, specialization }) => [id, { name, detail: specialization }] as const),
    ...[...data.rooms, ...data.vehicles].map(
      ({ id, name, description }) => [id, { name, detail: description }] as const,
    ),
  ])
  return lanes.map((lane): TimetableColumn => {
    const share = shareTaken(shown, [lane], byLane)
    const fill = share === null ? {} : { fill: { share, label: formatShare(share) } }
    const href = hrefOf(lane)
    if (shown.days.length > 1) {
      const closure = closureOn(data, lane.day)
      return {
        id: lane.id,
        name: formatDay(lane.day),
        ...(closure !== null && { detail: closure }),
        ...fill,
        href,
        current: lane.day.equals(today),
      }
    }
    if (lane.claimantId === nowhere)
      return { id: lane.id, name: t(shown.view === 'rooms' ? 'scheduling.no_room' : 'scheduling.no_vehicle') }
    return { id: lane.id, ...(claimants.get(lane.id) ?? { name: '' }), ...fill, href }
  })
}

/** The hours worth showing: those that are open, and those that anything stands in. */
export function hoursOf({ data, lessons, days }: Shown): { start: number; end: number } {
  let first = Infinity
  let last = -Infinity
  const count = (day: Temporal.PlainDate, from: Temporal.Instant, to: Temporal.Instant) => {
    const [start, end] = [minuteOn(day, from, data.zone), minuteOn(day, to, data.zone)]
    if (end <= 0 || start >= minutesPerDay) return
    first = Math.min(first, Math.max(start, 0))
    last = Math.max(last, Math.min(end, minutesPerDay))
  }
  for (const day of days) {
    for (const { from, to } of data.openings) count(day, from, to)
    for (const { startsAt, endsAt } of lessons) count(day, startsAt, endsAt)
    for (const { startsAt, endsAt } of data.holds) count(day, startsAt, endsAt)
  }
  if (first === Infinity) return { start: 9 * 60, end: 18 * 60 }
  return { start: Math.floor(first / 60) * 60, end: Math.ceil(last / 60) * 60 }
}
