import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { openOffer, type GroupRecord } from './record.ts'

/** A place from one day until before another; for good when there is none. */
export interface Stay {
  readonly from: Temporal.PlainDate
  readonly until: Temporal.PlainDate | null
}

/** The most places that are taken on one day from `from` on: so many are missing to somebody who comes then and stays. */
export function mostTaken(stays: readonly Stay[], from: Temporal.PlainDate): number {
  const days = [from, ...stays.map((stay) => stay.from).filter((day) => isBefore(from, day))]
  return Math.max(
    ...days.map(
      (day) => stays.filter((stay) => !isBefore(day, stay.from) && (!stay.until || isBefore(day, stay.until))).length,
    ),
  )
}

function isBefore(one: Temporal.PlainDate, other: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(one, other) < 0
}

/** Places of members and of open offers. Call it with the group locked when something depends on it. */
export async function readStays(ctx: Ctx, groupId: Id<'group'>): Promise<Stay[]> {
  const { rows } = await sql<Stay>`
    select joined_on as "from", left_on as until from groups.member where org_id = ${ctx.orgId} and group_id = ${groupId}
    union all
    select offer.from_on, null from groups.waiting w join groups.offer on offer.org_id = w.org_id and offer.waiting_id = w.id
    where w.org_id = ${ctx.orgId} and w.group_id = ${groupId} and ${openOffer(ctx)}`.execute(ctx.db)
  return rows
}

export async function countFree(ctx: Ctx, group: GroupRecord, from: Temporal.PlainDate): Promise<number> {
  return Math.max(0, group.places - mostTaken(await readStays(ctx, group.id), from))
}

/** A lesson of the group that is still to come, as one student sees it. */
export interface LessonAhead {
  readonly lessonId: Id<'lesson'>
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly obstacle: 'lesson_full' | 'student_busy' | null
  readonly busyWith: string | null
}

/** Planned lessons of a group after a moment, in order of time, with what keeps this student out of each. */
export async function readLessonsAhead(
  ctx: Ctx,
  { groupId, studentId, after }: { groupId: Id<'group'>; studentId: Id<'person'>; after: Temporal.Instant },
): Promise<LessonAhead[]> {
  const from = Temporal.Instant.compare(after, ctx.now) < 0 ? ctx.now : after
  const { rows } = await sql<Omit<LessonAhead, 'obstacle'> & { isFull: boolean; isBusy: boolean }>`
    select l.id as lesson_id, l.starts_at, l.ends_at, busy.title as busy_with, busy.id is not null as is_busy,
      l.capacity <= l.places_taken + (select count(*) from scheduling.place p where p.org_id = ${ctx.orgId} and p.lesson_id = l.id
        and p.status = 'held' and p.held_until > ${ctx.now}) as is_full
    from groups.group_lesson gl join scheduling.lesson l on l.org_id = gl.org_id and l.id = gl.lesson_id
    left join lateral (
      select r.id, o.title from scheduling.reservation r
      left join scheduling.lesson other on other.org_id = r.org_id and other.id = r.lesson_id
      left join catalogue.offering o on o.org_id = other.org_id and o.id = other.offering_id
      where r.org_id = ${ctx.orgId} and r.claimant_id = ${studentId} and r.exclusive and r.during && tstzrange(l.starts_at, l.ends_at)
        and (r.held_until is null or r.held_until > ${ctx.now})
      limit 1
    ) busy on true
    where gl.org_id = ${ctx.orgId} and gl.group_id = ${groupId} and l.status = 'planned' and l.starts_at > ${from}
    order by l.starts_at, l.id`.execute(ctx.db)
  return rows.map(({ isFull, isBusy, ...lesson }) => ({
    ...lesson,
    obstacle: isBusy ? 'student_busy' : isFull ? 'lesson_full' : null,
  }))
}

/** Lessons of a group that are still to come, from a local day on. */
export async function listLessonsFrom(
  ctx: Ctx,
  groupId: Id<'group'>,
  from: Temporal.Instant = ctx.now,
): Promise<Id<'lesson'>[]> {
  const rows = await ctx.db
    .selectFrom('groups.groupLesson as own')
    .innerJoin('scheduling.lesson as lesson', (join) =>
      join.onRef('lesson.orgId', '=', 'own.orgId').onRef('lesson.id', '=', 'own.lessonId'),
    )
    .select('lesson.id')
    .where('own.orgId', '=', ctx.orgId)
    .where('own.groupId', '=', groupId)
    .where('lesson.status', '=', 'planned')
    .where('lesson.startsAt', '>', ctx.now)
    .where('lesson.startsAt', '>=', from)
    .orderBy('lesson.startsAt')
    .execute()
  return rows.map(({ id }) => id)
}
