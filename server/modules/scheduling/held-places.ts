import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { claim } from './claims.ts'

interface NewTime {
  readonly id: Id<'lesson'>
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

interface HeldPlace {
  readonly holdId: Id<'hold'>
  readonly heldUntil: Temporal.Instant
  readonly studentId: Id<'person'>
  readonly oldStart: Temporal.Instant
  readonly oldEnd: Temporal.Instant
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

/**
 * Places that are kept in lessons go with them to a new time; call it before the lessons have it. The student's own time is kept there instead
 * of where the lesson was. Where the student is busy then, only the place is kept: whoever takes it is told why it cannot be had.
 */
export async function followHeldPlaces(ctx: Ctx, lessons: readonly NewTime[]): Promise<void> {
  if (lessons.length === 0) return
  const { rows } = await sql<HeldPlace>`
    select p.hold_id, p.held_until, p.student_id, l.starts_at as old_start, l.ends_at as old_end, moved.starts_at, moved.ends_at
    from unnest(${lessons.map(({ id }) => id)}::uuid[], ${lessons.map(({ startsAt }) => startsAt.toString())}::timestamptz[],
      ${lessons.map(({ endsAt }) => endsAt.toString())}::timestamptz[]) as moved (id, starts_at, ends_at)
    join scheduling.lesson l on l.org_id = ${ctx.orgId} and l.id = moved.id
    join scheduling.place p on p.org_id = l.org_id and p.lesson_id = l.id
    where p.status = 'held' and p.held_until > ${ctx.now} and p.hold_id is not null and p.student_id is not null
      and (l.starts_at, l.ends_at) <> (moved.starts_at, moved.ends_at)
    order by p.student_id`.execute(ctx.db)
  for (const { holdId, heldUntil, studentId, oldStart, oldEnd, startsAt, endsAt } of rows) {
    await sql`
      delete from scheduling.reservation
      where org_id = ${ctx.orgId} and hold_id = ${holdId} and person_id = ${studentId} and as_what = 'student'
        and during = tstzrange(${oldStart}, ${oldEnd})`.execute(ctx.db)
    const wanted = { asWhat: 'student', claimantId: studentId, from: startsAt, to: endsAt } as const
    await claim(ctx, { holdId, heldUntil }, [wanted])
  }
}
