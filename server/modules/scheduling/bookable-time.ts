import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import { can } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { epochMinute, instantOf } from '#platform/time.ts'
import { explain, findSlots, nearestSlots, type WhyNot } from '#slots'
import { type BookableOffering, type Ignored, openSearch, readBookableOffering } from './candidates.ts'
import { Reason, Slot } from './contract.ts'
import { findFreePlaces, type FreePlace } from './free-places.ts'

/** A time that can be taken: who could teach and where, in the order in which they are tried; or a place in a lesson that stands. */
export interface BookableTime {
  readonly lessonId: Id<'lesson'> | null
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly teacherIds: readonly Id<'person'>[]
  /** Null when no room is needed. */
  readonly roomIds: readonly Id<'resource'>[] | null
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
}

export interface WantedTime {
  readonly offeringId: Id<'offering'>
  readonly startsAt: Temporal.Instant
  readonly teacherId?: Id<'person'> | undefined
  readonly roomId?: Id<'resource'> | undefined
  readonly lessonId?: Id<'lesson'> | undefined
  readonly studentIds?: readonly Id<'person'>[]
  readonly ignored?: Ignored | undefined
  /** The office is not bound by notice, furthest day and grid, and may plan a new lesson of a group. */
  readonly byOffice?: boolean
  /** As long as the offering says when it is left out. */
  readonly durationMinutes?: number | undefined
}

export type Answer = { readonly time: BookableTime } | { readonly reasons: Reason[] }

/** The office is not bound by notice and grid; so far ahead anything can be planned at all. */
export const officeRules = { minimumNoticeMinutes: 0, furthestDays: 1100, gridMinutes: 5 }

/** Whether a time can be taken, by the same engine that lists the free ones; if not, why. */
export async function findBookableTime(ctx: Ctx, wanted: WantedTime): Promise<Answer> {
  const from = instantOf(epochMinute(wanted.startsAt))
  const to = from.add({ minutes: 1 })
  const found = await readBookableOffering(ctx, wanted.offeringId, from, to)
  if (!found || (!found.isActive && !wanted.byOffice)) return { reasons: [reason('offering_inactive')] }
  const { durationMinutes: length = found.rules.durationMinutes } = wanted
  const rules = { ...found.rules, ...(wanted.byOffice && officeRules), durationMinutes: length }
  const offering = { ...found, rules }

  const isPlace = wanted.lessonId !== undefined || (offering.places > 1 && !wanted.byOffice)
  if (isPlace) return findPlace(ctx, offering, wanted)
  if (wanted.teacherId && !offering.teachers.some(({ id }) => id === wanted.teacherId))
    return { reasons: [reason('no_teacher')] }
  if (wanted.roomId && !offering.rooms.some(({ id }) => id === wanted.roomId)) return { reasons: [reason('no_room')] }

  const search = await openSearch(ctx, narrowToRoom(offering, wanted.roomId), { ...wanted, from, to })
  const whyNot = explain(search, wanted.startsAt)
  if (whyNot.length > 0) return { reasons: nameReasons(ctx, offering, search.teachers.length > 0, whyNot) }
  const slot = findSlots(search)[0]
  if (!slot) return { reasons: [reason('off_grid')] }
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = offering.rules
  return {
    time: {
      lessonId: null,
      startsAt: wanted.startsAt,
      endsAt: wanted.startsAt.add({ minutes: durationMinutes }),
      teacherIds: slot.teachers.map((n) => search.teachers[n]!.id as Id<'person'>),
      roomIds: search.rooms && slot.rooms.map((n) => search.rooms![n]!.id as Id<'resource'>),
      bufferBeforeMinutes,
      bufferAfterMinutes,
    },
  }
}

export function narrowToRoom(offering: BookableOffering, roomId: Id<'resource'> | undefined): BookableOffering {
  if (!roomId) return offering
  return { ...offering, needsRoom: true, rooms: offering.rooms.filter(({ id }) => id === roomId) }
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
  if (wanted.studentIds?.length) {
    const busy = await studentsBusy(ctx, offering, wanted, free)
    if (busy) return { reasons: [reason('student_busy')] }
  }
  return { time: placeTime(free) }
}

async function studentsBusy(
  ctx: Ctx,
  offering: BookableOffering,
  wanted: WantedTime,
  place: FreePlace,
): Promise<boolean> {
  const { students = [] } = await openSearch(
    ctx,
    { ...offering, teachers: [], rooms: [] },
    { from: place.startsAt, to: place.endsAt, studentIds: wanted.studentIds ?? [], ignored: wanted.ignored },
  )
  const [from, to] = [epochMinute(place.startsAt), epochMinute(place.endsAt)]
  return students.some((busy) => busy.some((start, i) => i % 2 === 0 && start < to && busy[i + 1]! > from))
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

export function reason(code: Reason['code']): Reason {
  return { code, subjectName: null, from: null, to: null }
}

// Whose lesson stands in the way, and until when, is for the people who work here.
export function nameReasons(
  ctx: Ctx,
  offering: BookableOffering,
  hasTeachers: boolean,
  whyNot: readonly WhyNot[],
): Reason[] {
  if (!hasTeachers) return [reason('no_teacher')]
  const isStaff = can(ctx, 'timetable.read')
  const names = new Map([...offering.teachers, ...offering.rooms].map(({ id, name }): [string, string] => [id, name]))
  return whyNot.map(({ code, subjectId, from, to, label }) => {
    const isPrivate = subjectId !== undefined || code === 'student_busy'
    const subjectName =
      code === 'closure' ? (label ?? null) : isStaff && subjectId ? (names.get(subjectId) ?? null) : null
    const time = (minute: number | undefined) =>
      minute === undefined || (isPrivate && !isStaff) ? null : instantOf(minute)
    return { code, subjectName, from: time(from), to: time(to) }
  })
}

export interface Nearby {
  readonly offeringId: Id<'offering'>
  readonly startsAt: Temporal.Instant
  readonly teacherId?: Id<'person'> | undefined
  readonly studentIds?: readonly Id<'person'>[]
}

const nearestCount = 3

/** The three free times nearest to one that cannot be had, at most two weeks away from it. */
export async function findNearestTimes(ctx: Ctx, { offeringId, startsAt, ...who }: Nearby): Promise<Slot[]> {
  const asked = startsAt.subtract({ hours: 14 * 24 })
  const from = Temporal.Instant.compare(asked, ctx.now) < 0 ? ctx.now : asked
  const to = (Temporal.Instant.compare(startsAt, ctx.now) < 0 ? ctx.now : startsAt).add({ hours: 14 * 24 })
  const offering = await readBookableOffering(ctx, offeringId, from, to)
  if (!offering?.isActive || Temporal.Instant.compare(from, to) >= 0) return []
  const places = (await findFreePlaces(ctx, offering, { from, to, ...who })).map(toSlot)
  const distance = (slot: Slot) => Math.abs(slot.startsAt.epochMilliseconds - startsAt.epochMilliseconds)
  if (offering.places === 1) {
    const search = await openSearch(ctx, offering, { from, to, ...who })
    places.push(
      ...nearestSlots(search, startsAt, nearestCount).map((slot) => ({
        startsAt: instantOf(slot.start),
        endsAt: instantOf(slot.end),
        teacherIds: slot.teachers.map((n) => search.teachers[n]!.id as Id<'person'>),
        lessonId: null,
        placesLeft: null,
      })),
    )
  }
  return places
    .toSorted((one, other) => distance(one) - distance(other))
    .slice(0, nearestCount)
    .toSorted((one, other) => Temporal.Instant.compare(one.startsAt, other.startsAt))
}

export function toSlot({ startsAt, endsAt, teacherId, lessonId, placesLeft }: FreePlace): Slot {
  return { startsAt, endsAt, teacherIds: [teacherId], lessonId, placesLeft }
}

/** What a refusal carries beside its sentence, in wire form: why, and the nearest free times. */
export function refusal(reasons: readonly Reason[], nearest: readonly Slot[]): Record<string, unknown> {
  return { reasons: z.encode(z.array(Reason), [...reasons]), nearest: z.encode(z.array(Slot), [...nearest]) }
}
