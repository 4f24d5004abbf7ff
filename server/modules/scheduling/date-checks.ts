import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { epochMinute, instantOf, localDate } from '#platform/time.ts'
import { findSlots, nearestSlots } from '#slots'
import { type BookableOffering, readBookableOffering } from './bookable-offering.ts'
import { answerOf, type BookableTime, forOffice } from './bookable-time.ts'
import type { Reason } from './contract.ts'
import { reason } from './reasons.ts'
import { type OpenSearch, openSearches } from './searches.ts'

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
  const searches = await openSearches(ctx, forOffice(offering), { from, to, studentIds })
  const known: Known = { ctx, offering, searches, minutes }
  return dates.map((date) => checkDate(known, date))
}

interface Known {
  readonly ctx: Ctx
  readonly offering: BookableOffering
  /** Of all teachers and resources, one for each location. */
  readonly searches: readonly OpenSearch[]
  readonly minutes: readonly number[]
}

function checkDate(known: Known, wanted: WantedDate): CheckedDate {
  const { ctx, offering } = known
  const startsAt = instantOf(epochMinute(wanted.startsAt))
  const endsAt = startsAt.add({ minutes: offering.rules.durationMinutes })
  const refused = (reasons: readonly Reason[]): CheckedDate => ({
    startsAt,
    endsAt,
    time: null,
    reasons,
    alternatives: findAlternatives(known, wanted),
  })
  if (!offering.teachers.some(({ id }) => id === wanted.teacherId)) return refused([reason('no_teacher')])
  const searches = narrow(known.searches, wanted)
  if (searches.length === 0) return refused([reason('no_room')])
  const answer = answerOf(ctx, { offering, searches }, startsAt)
  if ('reasons' in answer) return refused(answer.reasons)
  return { startsAt, endsAt, time: answer.time, reasons: [], alternatives: [] }
}

/** A room that is wished for is where it is; without a teacher everybody who may teach it. */
function narrow(searches: readonly OpenSearch[], { teacherId, roomId }: Partial<WantedDate>): OpenSearch[] {
  return searches.flatMap((search) => {
    const teachers = teacherId ? search.teachers.filter(({ id }) => id === teacherId) : search.teachers
    const inRoom = roomId ? narrowToRoom(search, roomId) : search
    return inRoom ? [{ ...inRoom, teachers }] : []
  })
}

function narrowToRoom(search: OpenSearch, roomId: Id<'resource'>): OpenSearch | undefined {
  const index = search.held.needs.findIndex(
    ({ kind, fitting }) => kind === 'room' && fitting.some(({ id }) => id === roomId),
  )
  if (index < 0) return undefined
  const held = {
    ...search.held,
    needs: search.held.needs.map((need, n) =>
      n === index ? { ...need, fitting: need.fitting.filter(({ id }) => id === roomId) } : need,
    ),
  }
  const needs = search.needs.map((need, n) =>
    n === index ? { ...need, candidates: need.candidates.filter(({ id }) => id === roomId) } : need,
  )
  return { ...search, held, needs }
}

function findAlternatives(known: Known, wanted: WantedDate): Alternative[] {
  const found = [otherTime(known, wanted), otherRoom(known, wanted), otherTeacher(known, wanted)]
  return found.filter((alternative) => alternative !== undefined)
}

/** The nearest free time with the same teacher: of the same day, or else of the days around it. */
function otherTime(known: Known, wanted: WantedDate): Alternative | undefined {
  const { offering, searches, minutes } = known
  const { zone } = offering
  const day = localDate(wanted.startsAt, zone)
  const own = epochMinute(wanted.startsAt)
  const { durationMinutes, gridMinutes = 15 } = offering.rules
  const others = minutes.filter((minute) => minute !== own)
  for (const around of [0, daysAround]) {
    const from = day.subtract({ days: around }).toZonedDateTime(zone).toInstant()
    const to = day
      .add({ days: around + 1 })
      .toZonedDateTime(zone)
      .toInstant()
    const found = narrow(searches, wanted).flatMap((search) => {
      const near = { ...search, from, to, offering: { ...search.offering, gridMinutes } }
      return nearestSlots(near, wanted.startsAt, 12).map((slot): Found => ({ search: near, slot }))
    })
    const [nearest] = found
      .filter(
        ({ slot: { start } }) => start !== own && !others.some((minute) => Math.abs(minute - start) < durationMinutes),
      )
      .toSorted((one, other) => Math.abs(one.slot.start - own) - Math.abs(other.slot.start - own))
    if (nearest) return alternative(known, nearest, 'other_time')
  }
  return undefined
}

function otherRoom(known: Known, wanted: WantedDate): Alternative | undefined {
  if (!wanted.roomId) return undefined
  return atSameTime(known, narrow(known.searches, { teacherId: wanted.teacherId }), { ...wanted, kind: 'other_room' })
}

function otherTeacher(known: Known, wanted: WantedDate): Alternative | undefined {
  const others = known.searches.map((search) => ({
    ...search,
    teachers: search.teachers.filter(({ id }) => id !== wanted.teacherId),
  }))
  const asked = { ...wanted, kind: 'other_teacher' as const }
  const inRoom = wanted.roomId ? atSameTime(known, narrow(others, { roomId: wanted.roomId }), asked) : undefined
  return inRoom ?? atSameTime(known, others, asked)
}

interface Found {
  readonly search: OpenSearch
  readonly slot: ReturnType<typeof findSlots>[number]
}

function atSameTime(
  known: Known,
  searches: readonly OpenSearch[],
  { startsAt, kind }: Pick<WantedDate, 'startsAt'> & Pick<Alternative, 'kind'>,
): Alternative | undefined {
  for (const search of searches) {
    const slot = findSlots({ ...search, from: startsAt, to: startsAt.add({ minutes: 1 }) })[0]
    if (slot) return alternative(known, { search, slot }, kind)
  }
  return undefined
}

function alternative({ offering }: Known, { search, slot }: Found, kind: Alternative['kind']): Alternative {
  const teacherId = search.teachers[slot.teachers[0]!]!.id
  const teacher = offering.teachers.find(({ id }) => id === teacherId)!
  const need = search.held.needs.findIndex((each) => each.kind === 'room')
  const room = need < 0 ? undefined : search.held.needs[need]!.fitting[slot.resources[need]![0]!]
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
