import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { instantOf } from '#platform/time.ts'
import { findSlots, nearestSlots } from '#slots'
import { readBookableOffering } from './bookable-offering.ts'
import type { Slot } from './contract.ts'
import { findFreePlaces, type FreePlace } from './free-places.ts'
import { type OpenSearch, openSearches } from './searches.ts'

export interface Nearby {
  readonly offeringId: Id<'offering'>
  readonly startsAt: Temporal.Instant
  readonly teacherId?: Id<'person'> | undefined
  readonly studentIds?: readonly Id<'person'>[]
  readonly locationId?: Id<'location'> | undefined
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
    const searches = await openSearches(ctx, offering, { from, to, ...who })
    places.push(...mergeSlots(searches, (search) => nearestSlots(search, startsAt, nearestCount)))
  }
  return places
    .toSorted((one, other) => distance(one) - distance(other))
    .slice(0, nearestCount)
    .toSorted((one, other) => Temporal.Instant.compare(one.startsAt, other.startsAt))
}

/** All free times of several locations, in order: one slot for each time, with whoever is free at one of them. */
export function mergeSlots(searches: readonly OpenSearch[], find: typeof findSlots = findSlots): Slot[] {
  if (searches.length === 1) return slotsOf(searches[0]!, find)
  const slots = new Map<number, Slot>()
  for (const search of searches) {
    for (const slot of slotsOf(search, find)) {
      const start = slot.startsAt.epochMilliseconds
      const known = slots.get(start)
      slots.set(start, known ? joinSlots(known, slot) : slot)
    }
  }
  return [...slots.values()].toSorted((one, other) => Temporal.Instant.compare(one.startsAt, other.startsAt))
}

function slotsOf(search: OpenSearch, find: typeof findSlots): Slot[] {
  const ids = search.teachers.map(({ id }) => id as Id<'person'>) // openSearches takes them from the offering
  const { locationId } = search.held
  const at = search.isOneOfSeveral && locationId ? { locationIds: [locationId] } : {}
  return find(search).map(({ start, end, teachers }) => ({
    startsAt: instantOf(start),
    endsAt: instantOf(end),
    teacherIds: teachers.map((n) => ids[n]!),
    ...at,
    lessonId: null,
    placesLeft: null,
  }))
}

function joinSlots(one: Slot, other: Slot): Slot {
  return {
    ...one,
    teacherIds: [...new Set([...one.teacherIds, ...other.teacherIds])],
    locationIds: [...(one.locationIds ?? []), ...(other.locationIds ?? [])],
  }
}

export function toSlot({ startsAt, endsAt, teacherId, lessonId, placesLeft }: FreePlace): Slot {
  return { startsAt, endsAt, teacherIds: [teacherId], lessonId, placesLeft }
}
