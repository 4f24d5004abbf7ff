import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { newId, type Id } from '#platform/ids.ts'

export interface ImportedHold {
  readonly id: Id<'hold'>
  readonly expiresAt: Temporal.Instant
  readonly choices: readonly {
    /** A place in a lesson that stands already; teacher and room are claimed otherwise. */
    readonly lessonId: Id<'lesson'> | null
    readonly teacherId: Id<'person'>
    readonly roomId: Id<'resource'> | null
    readonly startsAt: Temporal.Instant
    readonly endsAt: Temporal.Instant
  }[]
}

/**
 * Keeps the times of requests that an older system left open. An older system may have promised one time to several: the first in the list
 * holds it, and gives back for how many choices nothing was left to hold.
 */
export async function importHolds(ctx: Ctx, holds: readonly ImportedHold[]): Promise<number> {
  let unheld = 0
  for (const hold of holds) {
    const added = await ctx.db
      .insertInto('scheduling.hold')
      .values({ orgId: ctx.orgId, id: hold.id, createdAt: ctx.now, expiresAt: hold.expiresAt })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!added) continue
    for (const choice of hold.choices) {
      const held = choice.lessonId ? await holdPlace(ctx, hold, choice.lessonId) : await holdTime(ctx, hold, choice)
      if (!held) unheld++
    }
  }
  return unheld
}

async function holdPlace(ctx: Ctx, hold: ImportedHold, lessonId: Id<'lesson'>): Promise<boolean> {
  const { rows } = await sql`
    insert into scheduling.place (org_id, id, lesson_id, status, held_until, hold_id, created_at)
    select org_id, ${newId('place')}::uuid, id, 'held', ${hold.expiresAt}::timestamptz, ${hold.id}::uuid, ${ctx.now}::timestamptz
    from scheduling.lesson
    where org_id = ${ctx.orgId} and id = ${lessonId} and capacity > (
      select count(*) from scheduling.place taken
      where taken.org_id = ${ctx.orgId} and taken.lesson_id = ${lessonId} and taken.status <> 'cancelled'
        and (taken.held_until is null or taken.held_until > ${ctx.now}))
    returning id`.execute(ctx.db)
  return rows.length > 0
}

async function holdTime(ctx: Ctx, hold: ImportedHold, choice: ImportedHold['choices'][number]): Promise<boolean> {
  const claims = [
    { personId: choice.teacherId, resourceId: null, asWhat: 'teacher' as const },
    ...(choice.roomId ? [{ personId: null, resourceId: choice.roomId, asWhat: 'resource' as const }] : []),
  ]
  const made = await ctx.db
    .insertInto('scheduling.reservation')
    .values(
      claims.map((claim) => ({
        orgId: ctx.orgId,
        id: newId('reservation'),
        ...claim,
        during: `[${choice.startsAt.toString()},${choice.endsAt.toString()})`,
        heldUntil: hold.expiresAt,
        holdId: hold.id,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return made.length === claims.length
}
