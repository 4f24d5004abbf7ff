import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { noRanges, type Ranges, type SlotSearch, type Teacher } from '#slots'
import {
  type BookableOffering,
  endOf,
  type LessonFormat,
  type OfferedResource,
  type OfferedTeacher,
} from './bookable-offering.ts'
import { type Ignored, readBusy, readLeaving, readTaught, type TaughtTime } from './busy-times.ts'
import { travelBetween } from './travel-times.ts'

export interface SearchOptions {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly teacherId?: Id<'person'> | undefined
  /** Only these, where they may teach it. */
  readonly teacherIds?: readonly Id<'person'>[] | undefined
  readonly locationId?: Id<'location'> | undefined
  readonly format?: LessonFormat | undefined
  readonly studentIds?: readonly Id<'person'>[]
  /** Resources that are wished for: each is the only candidate for the need it fits. */
  readonly chosen?: readonly Id<'resource'>[]
  /** Whose clashes count for nothing: students', or those of the chosen resources. */
  readonly overruled?: ReadonlySet<'student_busy' | 'room_busy'> | undefined
  readonly ignored?: Ignored | undefined
}

/** How and where a lesson would be held, and what could be taken there. */
export interface LessonVenue {
  readonly format: LessonFormat
  /** Undefined is anywhere, null is no location at all. */
  readonly locationId: Id<'location'> | null | undefined
  readonly needs: readonly (BookableOffering['needs'][number] & { readonly fitting: readonly OfferedResource[] })[]
}

/** A search at one venue, and what its numbers stand for. */
export interface OpenSearch extends SlotSearch {
  readonly held: LessonVenue
  /** Whether the school has more than one place, so that it matters which. */
  readonly isOneOfSeveral: boolean
}

/** Searches for the engine with everybody's taken time: one for each location that has what the offering needs. There is always one. */
export async function openSearches(
  ctx: Ctx,
  offering: BookableOffering,
  options: SearchOptions,
): Promise<OpenSearch[]> {
  const { from, to, studentIds = [], ignored } = options
  const teachers = chooseTeachers(offering, options)
  const venues = venuesOf(offering, options)
  const buffer = (name: 'bufferBeforeMinutes' | 'bufferAfterMinutes') =>
    Math.max(offering.rules[name], ...teachers.map(({ limits }) => limits?.[name] ?? 0))
  const span = {
    from: from.subtract({ minutes: buffer('bufferBeforeMinutes') }),
    to: to.add({ minutes: offering.rules.durationMinutes + buffer('bufferAfterMinutes') }),
  }
  const resourceIds = venues.flatMap(({ needs }) => needs.flatMap(({ fitting }) => fitting.map(({ id }): string => id)))
  const ids = new Set<string>([...teachers.map(({ id }) => id), ...resourceIds, ...studentIds])
  const busy = await readBusy(ctx, [...ids], span, ignored)
  const taught = await readTaughtWhereItMatters(ctx, { offering, teachers, venues }, options)
  const leaving = await readLeaving(ctx, studentIds)
  const chosen = new Set<string>(options.overruled?.has('room_busy') ? options.chosen : [])
  const busyOf = (id: string): Ranges => (chosen.has(id) ? noRanges : (busy.get(id) ?? noRanges))
  return venues.map((held) => ({
    held,
    isOneOfSeveral: offering.locations.length > 1,
    from,
    to,
    now: ctx.now,
    zone: offering.zone,
    offering: offering.rules,
    venue: { format: held.format, ...(held.locationId !== undefined && { locationId: held.locationId }) },
    closures: offering.closures,
    teachers: teachers.map((each) =>
      toTeacher(offering, each, { held, busy: busyOf(each.id), taught: taught.get(each.id) }),
    ),
    needs: held.needs.map(({ kind, fitting }) => ({
      kind,
      candidates: fitting.map((resource) => ({ ...resource, busy: busyOf(resource.id) })),
    })),
    students: options.overruled?.has('student_busy') ? [] : studentIds.map(busyOf),
    ...(leaving && { studentsUntil: endOf(leaving.on, offering.zone) }),
  }))
}

/** Whoever left is searched only when asked for by name, to say so. */
function chooseTeachers(
  { teachers }: BookableOffering,
  { teacherId, teacherIds, from }: SearchOptions,
): readonly OfferedTeacher[] {
  if (teacherId !== undefined) return teachers.filter(({ id }) => id === teacherId)
  const here = teachers.filter(({ until }) => until === undefined || until * 60_000 > from.epochMilliseconds)
  return teacherIds === undefined ? here : here.filter(({ id }) => teacherIds.includes(id))
}

/** Where it could be held. A lesson in person is where its resources are; by video a lesson that is not meant so takes nothing. */
function venuesOf(offering: BookableOffering, options: SearchOptions): LessonVenue[] {
  const { locations } = offering
  const format = options.format ?? offering.format
  const needs = needsOf(offering, options)
  if (format === 'online') {
    const online = locations.find(({ isOnline }) => isOnline)
    return [{ format, locationId: online?.id ?? null, needs: offering.format === 'online' ? needs : [] }]
  }
  if (needs.length === 0) {
    const only = locations.filter(({ isOnline }) => !isOnline)
    return [{ format, locationId: options.locationId ?? (only.length === 1 ? only[0]!.id : undefined), needs }]
  }
  const venues = locations
    .filter(({ id }) => options.locationId === undefined || options.locationId === id)
    .map(({ id: locationId }) => ({ format, locationId, needs: needs.map((need) => atLocation(need, locationId)) }))
    .filter((venue) => venue.needs.every(({ fitting }) => fitting.length > 0))
  if (venues.length > 0) return venues
  return [{ format, locationId: options.locationId, needs: needs.map((need) => ({ ...need, fitting: [] })) }]
}

type VenueNeed = LessonVenue['needs'][number]

function atLocation(need: VenueNeed, locationId: Id<'location'>): VenueNeed {
  return { ...need, fitting: need.fitting.filter((resource) => resource.locationId === locationId) }
}

/** What fits each need; a resource that is wished for is the only one for the first need that it fits. */
function needsOf({ needs, resources }: BookableOffering, { chosen = [] }: SearchOptions): VenueNeed[] {
  const left = new Set<string>(chosen)
  return needs.map((need) => {
    const fitting = resources.filter((resource) => fits(resource, need))
    const wished = fitting.find(({ id }) => left.has(id))
    if (!wished) return { ...need, fitting }
    left.delete(wished.id)
    return { ...need, fitting: [wished] }
  })
}

function fits({ kind, features }: OfferedResource, need: BookableOffering['needs'][number]): boolean {
  return kind === need.kind && need.features.every((feature) => features.includes(feature))
}

/** Resources that are wished for and fit no need that another one of them does not fill already. */
export function findUnfitting(
  offering: BookableOffering,
  chosen: readonly Id<'resource'>[],
): readonly Id<'resource'>[] {
  const filled = needsOf(offering, { chosen } as SearchOptions).map(({ fitting }) => fitting)
  return chosen.filter((id) => !filled.some((fitting) => fitting.length === 1 && fitting[0]!.id === id))
}

interface Lookup {
  readonly offering: BookableOffering
  readonly teachers: readonly OfferedTeacher[]
  readonly venues: readonly LessonVenue[]
}

/** Runs and days of a teacher reach past the search. */
const reachHours = 72

async function readTaughtWhereItMatters(
  ctx: Ctx,
  { offering, teachers, venues }: Lookup,
  { from, to, ignored }: SearchOptions,
) {
  const ids = teachers
    .filter((teacher) => venues.some((venue) => mustBeLookedAt(offering, teacher, venue)))
    .map(({ id }) => id)
  return readTaught(
    ctx,
    ids,
    { from: from.subtract({ hours: reachHours }), to: to.add({ hours: reachHours }) },
    ignored,
  )
}

/** Whether it matters what else the teacher gives that day, beside when. */
export function mustBeLookedAt(
  { locations, travel }: BookableOffering,
  { limits, travelMinutes }: OfferedTeacher,
  { format }: Pick<LessonVenue, 'format'>,
): boolean {
  if (limits?.longestRunMinutes !== undefined || limits?.mostLessons !== undefined) return true
  return format === 'in_person' && locations.length > 1 && (travelMinutes > 0 || travel.size > 0)
}

interface Known {
  readonly held: Pick<LessonVenue, 'format' | 'locationId'>
  readonly busy: Ranges
  readonly taught: readonly TaughtTime[] | undefined
}

/** The teacher as the engine knows one: limits, what is given already, and how far away that is. */
export function toTeacher(offering: BookableOffering, teacher: OfferedTeacher, { held, busy, taught }: Known): Teacher {
  if (!taught || taught.length === 0) return { ...teacher, busy }
  const elsewhere = waysFrom(offering, teacher, { held, taught })
  return {
    ...teacher,
    busy,
    lessons: Int32Array.from(taught.flatMap(({ from, to }) => [from, to])),
    ...(elsewhere.length > 0 && { elsewhere }),
  }
}

function waysFrom(
  { locations, travel }: BookableOffering,
  { travelMinutes }: OfferedTeacher,
  { held: { format, locationId: here }, taught }: Required<Pick<Known, 'held'>> & { taught: readonly TaughtTime[] },
): Ranges {
  if (format === 'online' || !here) return noRanges
  const online = new Set<string | null>(locations.filter(({ isOnline }) => isOnline).map(({ id }) => id))
  const pairs = taught.flatMap(({ from, to, locationId: there }) => {
    if (there === null || there === here || online.has(there)) return []
    const before = travelBetween(travel, here, there, travelMinutes)
    const after = travelBetween(travel, there, here, travelMinutes)
    return before + after === 0 ? [] : [[from - before, to + after] as const]
  })
  return Int32Array.from(pairs.toSorted(([one], [other]) => one - other).flat())
}
