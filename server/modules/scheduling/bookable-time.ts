import type { Ctx } from '#platform/context.ts'
import { wrongField } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { epochMinute, instantOf } from '#platform/time.ts'
import { explain, findSlots, type Slot as FoundSlot } from '#slots'
import { type BookableOffering, type LessonFormat, readBookableOffering } from './bookable-offering.ts'
import type { Ignored } from './busy-times.ts'
import type { Reason } from './contract.ts'
import { findFreePlaces, type FreePlace } from './free-places.ts'
import { nameReasons, reason } from './reasons.ts'
import { findUnfitting, mustBeLookedAt, type OpenSearch, openSearches, type SearchOptions } from './searches.ts'

/** A time that can be taken: who could teach and where, in the order in which they are tried; or a place in a lesson that stands. */
export interface BookableTime {
  readonly lessonId: Id<'lesson'> | null
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly teacherIds: readonly Id<'person'>[]
  /** Null when no room is needed. */
  readonly roomIds: readonly Id<'resource'>[] | null
  /** For each need beside the room what could be taken: a vehicle, equipment, another room. */
  readonly furtherIds?: readonly (readonly Id<'resource'>[])[]
  /** At a location when nothing is said. */
  readonly format?: LessonFormat
  readonly locationId?: Id<'location'> | null
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  /** Buffers of teachers who need longer ones than the offering. */
  readonly ownBuffers?: ReadonlyMap<Id<'person'>, Buffers>
  /** The same time at other locations, for when somebody is faster here. */
  readonly elsewhere?: readonly BookableTime[]
  /** Set where limits or ways must be looked at again when it is taken: no constraint holds them. */
  readonly limitedBy?: BookableOffering
}

export interface Buffers {
  readonly before: number
  readonly after: number
}

export interface WantedTime {
  readonly offeringId: Id<'offering'>
  readonly startsAt: Temporal.Instant
  readonly teacherId?: Id<'person'> | undefined
  readonly roomId?: Id<'resource'> | undefined
  /** What is wished for beside the room. */
  readonly resourceIds?: readonly Id<'resource'>[] | undefined
  readonly locationId?: Id<'location'> | undefined
  readonly format?: LessonFormat | undefined
  readonly lessonId?: Id<'lesson'> | undefined
  readonly studentIds?: readonly Id<'person'>[]
  readonly ignored?: Ignored | undefined
  readonly overruled?: SearchOptions['overruled']
  /** The office is not bound by notice, furthest day and grid, and may plan a new lesson of a group. */
  readonly byOffice?: boolean
  /** As long as the offering says when it is left out. */
  readonly durationMinutes?: number | undefined
}

export type Answer = { readonly time: BookableTime } | { readonly reasons: Reason[] }

/** The office is not bound by notice and grid; so far ahead anything can be planned at all. */
const officeRules = { minimumNoticeMinutes: 0, furthestDays: 1100, gridMinutes: 5 }

/** The offering as it is for the office. What protects a teacher from too much binds the office too. */
export function forOffice(offering: BookableOffering): BookableOffering {
  const teachers = offering.teachers.map((teacher) => {
    if (!teacher.limits) return teacher
    const { noticeMinutes: _notice, furthestDays: _days, gridMinutes: _grid, ...limits } = teacher.limits
    return { ...teacher, limits }
  })
  return { ...offering, teachers, rules: { ...offering.rules, ...officeRules } }
}

/** Whether a time can be taken, by the same engine that lists the free ones; if not, why. */
export async function findBookableTime(ctx: Ctx, wanted: WantedTime): Promise<Answer> {
  const from = instantOf(epochMinute(wanted.startsAt))
  const to = from.add({ minutes: 1 })
  const found = await readBookableOffering(ctx, wanted.offeringId, from, to)
  if (!found || (!found.isActive && !wanted.byOffice)) return { reasons: [reason('offering_inactive')] }
  const bound = wanted.byOffice ? forOffice(found) : found
  const { durationMinutes = bound.rules.durationMinutes } = wanted
  const offering = { ...bound, rules: { ...bound.rules, durationMinutes } }

  const isPlace = wanted.lessonId !== undefined || (offering.places > 1 && !wanted.byOffice)
  if (isPlace) return findPlace(ctx, offering, wanted)
  const { chosen, refused } = chooseResources(offering, wanted)
  if (refused) return { reasons: [refused] }
  const searches = await openSearches(ctx, offering, { ...wanted, from, to, chosen })
  return answerOf(ctx, { offering, searches }, wanted.startsAt)
}

/** What is wished for, or why it cannot be had at all. */
export function chooseResources(
  offering: BookableOffering,
  { teacherId, roomId, resourceIds = [], format = offering.format }: Partial<WantedTime>,
): { readonly chosen: readonly Id<'resource'>[]; readonly refused?: Reason } {
  if (teacherId && !offering.teachers.some(({ id }) => id === teacherId))
    return { chosen: [], refused: reason('no_teacher') }
  if (format === 'online' && offering.format !== 'online') return { chosen: [] }
  const chosen = [...new Set([...(roomId ? [roomId] : []), ...resourceIds])]
  const [unfitting] = findUnfitting(offering, chosen)
  if (unfitting === undefined) return { chosen }
  if (unfitting === roomId) return { chosen, refused: reason('no_room') }
  throw wrongField(`resourceIds.${resourceIds.indexOf(unfitting)}`, 'not_fitting')
}

interface Searched {
  readonly offering: BookableOffering
  readonly searches: readonly OpenSearch[]
}

/** Every search must reach over the start. Of several locations the first that has it free answers, or else the one with the fewest reasons. */
export function answerOf(ctx: Ctx, { offering, searches }: Searched, startsAt: Temporal.Instant): Answer {
  const start = instantOf(epochMinute(startsAt))
  const times: BookableTime[] = []
  const refusals: Reason[][] = []
  for (const search of searches) {
    const one = { ...search, from: start, to: start.add({ minutes: 1 }) }
    const whyNot = explain(one, startsAt)
    const slot = whyNot.length === 0 ? findSlots(one)[0] : undefined
    if (slot) times.push(timeOf(offering, search, slot))
    else if (whyNot.length === 0) refusals.push([reason('off_grid')])
    else refusals.push(nameReasons(ctx, offering, search.teachers.length > 0, whyNot))
  }
  const [time, ...elsewhere] = times
  if (time) return { time: elsewhere.length > 0 ? { ...time, elsewhere } : time }
  return { reasons: refusals.toSorted((one, other) => one.length - other.length)[0] ?? [] }
}

/** A slot with the ids of who and what is free. */
function timeOf(offering: BookableOffering, { held, ...search }: OpenSearch, slot: FoundSlot): BookableTime {
  const teachers = slot.teachers.map((n) => search.teachers[n]!.id)
  const known = offering.teachers.filter(({ id }) => teachers.includes(id))
  const free = slot.resources.map((list, need) => list.map((n) => held.needs[need]!.fitting[n]!.id))
  const room = held.needs.findIndex(({ kind }) => kind === 'room')
  const { bufferBeforeMinutes, bufferAfterMinutes } = offering.rules
  const ownBuffers = new Map(
    known.flatMap(({ id, limits }): [Id<'person'>, Buffers][] => {
      const before = Math.max(bufferBeforeMinutes, limits?.bufferBeforeMinutes ?? 0)
      const after = Math.max(bufferAfterMinutes, limits?.bufferAfterMinutes ?? 0)
      return before > bufferBeforeMinutes || after > bufferAfterMinutes ? [[id, { before, after }]] : []
    }),
  )
  return {
    lessonId: null,
    startsAt: instantOf(slot.start),
    endsAt: instantOf(slot.end),
    teacherIds: slot.teachers.map((n) => search.teachers[n]!.id as Id<'person'>), // openSearches takes them from the offering
    roomIds: room < 0 ? null : free[room]!,
    furtherIds: free.filter((_, need) => need !== room),
    format: held.format,
    locationId: held.locationId ?? null,
    bufferBeforeMinutes,
    bufferAfterMinutes,
    ...(ownBuffers.size > 0 && { ownBuffers }),
    ...(known.some((teacher) => mustBeLookedAt(offering, teacher, held)) && { limitedBy: offering }),
  }
}

async function findPlace(ctx: Ctx, offering: BookableOffering, wanted: WantedTime): Promise<Answer> {
  const places = await findFreePlaces(ctx, offering, {
    from: wanted.startsAt,
    to: wanted.startsAt.add({ minutes: 1 }),
    ...wanted,
    withFull: true,
  })
  const free = places.find(({ placesLeft }) => placesLeft > 0)
  if (!free) return { reasons: [reason(places.length > 0 ? 'lesson_full' : 'no_teacher')] }
  if (Temporal.Instant.compare(free.startsAt, ctx.now) <= 0) return { reasons: [reason('in_the_past')] }
  const notice = ctx.now.add({ minutes: offering.rules.minimumNoticeMinutes })
  if (Temporal.Instant.compare(free.startsAt, notice) < 0) return { reasons: [{ ...reason('too_soon'), from: notice }] }
  const refused = wanted.studentIds?.length ? await refuseStudents(ctx, offering, wanted, free) : undefined
  return refused ? { reasons: [refused] } : { time: placeTime(free) }
}

async function refuseStudents(
  ctx: Ctx,
  offering: BookableOffering,
  { studentIds = [], ignored }: WantedTime,
  place: FreePlace,
): Promise<Reason | undefined> {
  const nobody = { ...offering, teachers: [], needs: [] }
  const options = { from: place.startsAt, to: place.endsAt, studentIds, ignored }
  const [{ students = [], studentsUntil = Infinity }] = (await openSearches(ctx, nobody, options)) as [OpenSearch]
  const [from, to] = [epochMinute(place.startsAt), epochMinute(place.endsAt)]
  if (students.some((busy) => busy.some((start, i) => i % 2 === 0 && start < to && busy[i + 1]! > from)))
    return reason('student_busy')
  return to > studentsUntil ? reason('student_left') : undefined
}

function placeTime({ lessonId, startsAt, endsAt, teacherId, roomId }: FreePlace): BookableTime {
  return {
    lessonId,
    startsAt,
    endsAt,
    teacherIds: [teacherId],
    roomIds: roomId ? [roomId] : null,
    bufferBeforeMinutes: 0,
    bufferAfterMinutes: 0,
  }
}
