import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import type { BookableOffering } from './bookable-offering.ts'

/** A lesson that stands already and has room for one more. */
export interface FreePlace {
  readonly lessonId: Id<'lesson'>
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
  readonly roomId: Id<'resource'> | null
  readonly placesLeft: number
}

export interface PlaceSearch {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly teacherId?: Id<'person'> | undefined
  readonly teacherIds?: readonly Id<'person'>[] | undefined
  readonly locationId?: Id<'location'> | undefined
  readonly lessonId?: Id<'lesson'> | undefined
  readonly ignored?: { readonly holdId?: Id<'hold'> | null | undefined } | undefined
  /** Full lessons too, with no place left. */
  readonly withFull?: boolean
}

/**
 * Planned lessons of an offering that start between two moments and have a free place; held places are not free until they expire. A lesson
 * of an individual offering is open only while nobody at all is in it.
 */
export async function findFreePlaces(ctx: Ctx, offering: BookableOffering, search: PlaceSearch): Promise<FreePlace[]> {
  const { rows } = await sql<FreePlace>`
    select l.id as lesson_id, l.starts_at, l.ends_at, l.teacher_id, l.room_id,
      case when ${offering.places} = 1 and l.places_taken + held.count > 0 then 0
        else greatest(0, l.capacity - l.places_taken - held.count) end::int as places_left
    from scheduling.lesson l
    cross join lateral (
      select count(*) from scheduling.place p
      where p.org_id = ${ctx.orgId} and p.lesson_id = l.id and p.status = 'held' and p.held_until > ${ctx.now}
        and p.hold_id is distinct from ${search.ignored?.holdId ?? null}::uuid
    ) held
    where l.org_id = ${ctx.orgId} and l.offering_id = ${offering.id} and l.status = 'planned'
      and l.starts_at >= ${search.from} and l.starts_at < ${search.to}
      ${search.withFull ? sql`` : sql`and l.places_taken < l.capacity`}
      ${search.teacherId ? sql`and l.teacher_id = ${search.teacherId}` : sql``}
      ${search.teacherIds ? sql`and l.teacher_id = any(${[...search.teacherIds]}::uuid[])` : sql``}
      ${search.locationId ? sql`and l.location_id = ${search.locationId}` : sql``}
      ${search.lessonId ? sql`and l.id = ${search.lessonId}` : sql``}
    order by l.starts_at, l.id`.execute(ctx.db)
  return search.withFull ? rows : rows.filter(({ placesLeft }) => placesLeft > 0)
}
