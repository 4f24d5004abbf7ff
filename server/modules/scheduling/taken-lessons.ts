import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import type { TakenLesson } from './holding.ts'

export interface PlacedLesson extends TakenLesson {
  readonly id: Id<'lesson'>
}

/** Writes what lessons took: their times, teachers, rooms and whatever else. */
export async function writeTaken(ctx: Ctx, lessons: readonly PlacedLesson[]): Promise<void> {
  if (lessons.length === 0) return
  const column = (of: (lesson: PlacedLesson) => string | null) => lessons.map(of)
  const ids = column(({ id }) => id)
  await sql`
    update scheduling.lesson l
    set starts_at = at.starts_at, ends_at = at.ends_at, teacher_id = at.teacher_id, room_id = at.room_id,
      format = at.format, location_id = at.location_id
    from unnest(${ids}::uuid[], ${column(({ startsAt }) => startsAt.toString())}::timestamptz[],
      ${column(({ endsAt }) => endsAt.toString())}::timestamptz[], ${column(({ teacherId }) => teacherId)}::uuid[],
      ${column(({ roomId }) => roomId)}::uuid[], ${column(({ format }) => format)}::text[],
      ${column(({ locationId }) => locationId)}::uuid[]) as at (id, starts_at, ends_at, teacher_id, room_id, format, location_id)
    where l.org_id = ${ctx.orgId} and l.id = at.id`.execute(ctx.db)
  const further = lessons.flatMap(({ id, furtherIds }) => furtherIds.map((resourceId) => ({ id, resourceId })))
  await sql`
    with gone as (
      delete from scheduling.lesson_resource where org_id = ${ctx.orgId} and lesson_id = any(${ids}::uuid[])
        and (lesson_id, resource_id) not in (select * from unnest(${further.map(({ id }) => id)}::uuid[],
          ${further.map(({ resourceId }) => resourceId)}::uuid[])))
    insert into scheduling.lesson_resource (org_id, lesson_id, resource_id)
    select ${ctx.orgId}::uuid, lesson_id, resource_id
    from unnest(${further.map(({ id }) => id)}::uuid[], ${further.map(({ resourceId }) => resourceId)}::uuid[])
      as taken (lesson_id, resource_id)
    on conflict do nothing`.execute(ctx.db)
}
