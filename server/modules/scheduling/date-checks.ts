import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { epochMinute, instantOf, localDate } from '#platform/time.ts'
import { explain, findSlots, nearestSlots, type SlotSearch } from '#slots'
import { type BookableTime, nameReasons, officeRules, reason } from './bookable-time.ts'
import { type BookableOffering, openSearch, readBookableOffering } from './candidates.ts'
import type { Reason } from './contract.ts'

/** One date of several that are planned together. */
export interface WantedDate {
  readonly startsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
  /** Null takes whichever fits and is free. */
  readonly roomId: Id<'resource'> | null
}

export interface WantedDates {
  readonly offeringId: Id<'offering'>
  readonly studentIds: readonly Id<'person'>[]
  readonly dates: readonly WantedDate[]
}

/** Another way to hold a lesson whose time cannot be had. */
export interface Alternative {
  readonly kind: 'other_time' | 'other_room' | 'other_teacher'
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
  readonly teacherName: string
  readonly roomId: Id<'resource'> | null
  readonly roomName: string | null
}

export interface CheckedDate {
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  /** Null when something stands in the way. */
  readonly time: BookableTime | null
  readonly reasons: readonly Reason[]
  readonly alternatives: readonly Alternative[]
}

const daysAround = 3

/** Whether a lesson can be planned on each of the dates, and what else there is where it cannot: two queries, however many dates there are. */
export async function checkDates(ctx: Ctx, wanted: WantedDates): Promise<CheckedDate[]> {
  const { offeringId, studentIds, dates } = wanted
  if (dates.length === 0) return []
  const minutes = dates.map(({ startsAt }) => epochMinute(startsAt))
  const from = instantOf(Math.min(...minutes)).subtract({ hours: 24 * (daysAround + 1) })
  const to = instantOf(Math.max(...minutes)).add({ hours: 24 * (daysAround + 1) })
  const offering = await readBookableOffering(ctx, offeringId, from, to)
  if (!offering) return []
  const search = await openSearch(
    ctx,
    { ...offering, rules: { ...offering.rules, ...officeRules } },
    { from, to, studentIds },
  )
  const known: Known = { ctx, offering, search, minutes }
  return dates.map((date) => checkDate(known, date))
}

interface Known {
  readonly ctx: Ctx
  readonly offering: BookableOffering
  /** Of all teachers and rooms. */
  readonly search: SlotSearch
  readonly minutes: readonly number[]
}

function checkDate(known: Known, wanted: WantedDate): CheckedDate {
  const { ctx, offering, search } = known
  const startsAt = instantOf(epochMinute(wanted.startsAt))
  const endsAt = startsAt.add({ minutes: offering.rules.durationMinutes })
  const one = narrow(search, wanted)
  const refused = (reasons: readonly Reason[]): CheckedDate => ({
    startsAt,
    endsAt,
    time: null,
    reasons,
    alternatives: findAlternatives(known, wanted),
  })
  if (one.teachers.length === 0) return refused([reason('no_teacher')])
  if (wanted.roomId && one.rooms?.length === 0) return refused([reason('no_room')])
  const at = { ...one, from: startsAt, to: startsAt.add({ minutes: 1 }) }
  const whyNot = explain(at, startsAt)
  if (whyNot.length > 0) return refused(nameReasons(ctx, offering, true, whyNot))
  const slot = findSlots(at)[0]
  if (!slot) return refused([reason('off_grid')])
  const { bufferBeforeMinutes, bufferAfterMinutes } = offering.rules
  return {
    startsAt,
    endsAt,
    time: {
      lessonId: null,
      startsAt,
      endsAt,
      teacherIds: [wanted.teacherId],
      roomIds: at.rooms && slot.rooms.map((n) => at.rooms![n]!.id as Id<'resource'>), // openSearch takes them from the offering
      bufferBeforeMinutes,
      bufferAfterMinutes,
    },
    reasons: [],
    alternatives: [],
  }
}

/** A room that is wished for is needed, whatever the offering says; without a teacher everybody who may teach it. */
function narrow(search: SlotSearch, { teacherId, roomId }: Partial<WantedDate>): SlotSearch {
  const teachers = teacherId ? search.teachers.filter(({ id }) => id === teacherId) : search.teachers
  return {
    ...search,
    teachers,
    rooms: roomId && search.rooms ? search.rooms.filter(({ id }) => id === roomId) : search.rooms,
  }
}

function findAlternatives(known: Known, wanted: WantedDate): Alternative[] {
  const found = [otherTime(known, wanted), otherRoom(known, wanted), otherTeacher(known, wanted)]
  return found.filter((alternative) => alternative !== undefined)
}

/** The nearest free time with the same teacher: of the same day, or else of the days around it. */
function otherTime(known: Known, wanted: WantedDate): Alternative | undefined {
  const { offering, search, minutes } = known
  const { zone } = offering
  const day = localDate(wanted.startsAt, zone)
  const own = epochMinute(wanted.startsAt)
  const { durationMinutes } = offering.rules
  const others = minutes.filter((minute) => minute !== own)
  for (const around of [0, daysAround]) {
    const from = day.subtract({ days: around }).toZonedDateTime(zone).toInstant()
    const to = day
      .add({ days: around + 1 })
      .toZonedDateTime(zone)
      .toInstant()
    const { gridMinutes = 15 } = offering.rules
    const near = { ...narrow(search, wanted), from, to, offering: { ...search.offering, gridMinutes } }
    const slot = nearestSlots(near, wanted.startsAt, 12)
      .filter(({ start }) => start !== own && !others.some((minute) => Math.abs(minute - start) < durationMinutes))
      .toSorted((one, other) => Math.abs(one.start - own) - Math.abs(other.start - own))[0]
    if (slot) return alternative(known, near, { kind: 'other_time', slot })
  }
  return undefined
}

function otherRoom(known: Known, wanted: WantedDate): Alternative | undefined {
  if (!wanted.roomId) return undefined
  return atSameTime(known, narrow(known.search, { teacherId: wanted.teacherId }), wanted, 'other_room')
}

function otherTeacher(known: Known, wanted: WantedDate): Alternative | undefined {
  const { search } = known
  const others = { ...search, teachers: search.teachers.filter(({ id }) => id !== wanted.teacherId) }
  const inRoom = wanted.roomId
    ? atSameTime(known, narrow(others, { roomId: wanted.roomId }), wanted, 'other_teacher')
    : undefined
  return inRoom ?? atSameTime(known, others, wanted, 'other_teacher')
}

function atSameTime(
  known: Known,
  search: SlotSearch,
  { startsAt }: WantedDate,
  kind: Alternative['kind'],
): Alternative | undefined {
  if (search.teachers.length === 0) return undefined
  const slot = findSlots({ ...search, from: startsAt, to: startsAt.add({ minutes: 1 }) })[0]
  return slot && alternative(known, search, { kind, slot })
}

function alternative(
  { offering }: Known,
  search: SlotSearch,
  { kind, slot }: { kind: Alternative['kind']; slot: ReturnType<typeof findSlots>[number] },
): Alternative {
  const teacherId = search.teachers[slot.teachers[0]!]!.id
  const roomId = search.rooms?.[slot.rooms[0] ?? -1]?.id
  const room = offering.rooms.find(({ id }) => id === roomId)
  const teacher = offering.teachers.find(({ id }) => id === teacherId)!
  return {
    kind,
    startsAt: instantOf(slot.start),
    endsAt: instantOf(slot.end),
    teacherId: teacher.id,
    teacherName: teacher.name,
    roomId: room?.id ?? null,
    roomName: room?.name ?? null,
  }
}
