import { sql } from 'kysely'
import { inBatches } from '#platform/batches.ts'
import type { Ctx } from '#platform/context.ts'
import { newId, type Id } from '#platform/ids.ts'

export interface ImportedHold {
  readonly id: Id<'hold'>
  readonly expiresAt: Temporal.Instant
  readonly choices: readonly ImportedHoldChoice[]
}

export interface ImportedHoldChoice {
  readonly id: Id<'choice'>
  /** A place in a lesson that stands already; teacher and room are claimed otherwise. */
  readonly lessonId: Id<'lesson'> | null
  readonly teacherId: Id<'person'>
  readonly roomId: Id<'resource'> | null
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

type WantedChoice = ImportedHoldChoice & { readonly holdId: Id<'hold'>; readonly expiresAt: Temporal.Instant }

/**
 * Keeps the times of requests that an older system left open. It may have promised one time to several: the first in the list holds it.
 * Gives the ids of choices that nothing was left to hold for.
 */
export async function importHolds(ctx: Ctx, holds: readonly ImportedHold[]): Promise<Set<string>> {
  const unheld = new Set<string>()
  for (const batch of inBatches(holds)) {
    await ctx.db
      .insertInto('scheduling.hold')
      .values(batch.map(({ id, expiresAt }) => ({ orgId: ctx.orgId, id, createdAt: ctx.now, expiresAt })))
      .execute()
    const choices = batch.flatMap((hold) =>
      hold.choices.map((choice): WantedChoice => ({ ...choice, holdId: hold.id, expiresAt: hold.expiresAt })),
    )
    const held = new Set([
      ...(await holdPlaces(
        ctx,
        choices.filter(({ lessonId }) => lessonId !== null),
      )),
      ...(await holdTimes(
        ctx,
        choices.filter(({ lessonId }) => lessonId === null),
      )),
    ])
    for (const { id } of choices) if (!held.has(id)) unheld.add(id)
  }
  return unheld
}

// One statement for all: of those who want a place in a lesson, as many as it has free get one, in their order.
async function holdPlaces(ctx: Ctx, choices: readonly WantedChoice[]): Promise<string[]> {
  if (choices.length === 0) return []
  const ids = choices.map(({ id }) => ({ id, placeId: newId('place') }))
  const { rows } = await sql<{ placeId: string }>`
    insert into scheduling.place (org_id, id, lesson_id, status, held_until, hold_id, created_at)
    select ${ctx.orgId}::uuid, wanted.id, wanted.lesson_id, 'held', wanted.expires_at, wanted.hold_id, ${ctx.now}::timestamptz
    from (
      select *, row_number() over (partition by lesson_id order by position) as turn
      from unnest(${ids.map(({ placeId }) => placeId)}::uuid[], ${choices.map(({ lessonId }) => lessonId)}::uuid[],
        ${choices.map(({ holdId }) => holdId)}::uuid[], ${choices.map(({ expiresAt }) => expiresAt.toString())}::timestamptz[])
        with ordinality as listed (id, lesson_id, hold_id, expires_at, position)) wanted
    join scheduling.lesson lesson on lesson.org_id = ${ctx.orgId} and lesson.id = wanted.lesson_id and lesson.status = 'planned'
    where wanted.turn <= lesson.capacity - (
      select count(*) from scheduling.place taken
      where taken.org_id = ${ctx.orgId} and taken.lesson_id = wanted.lesson_id and taken.status <> 'cancelled'
        and (taken.held_until is null or taken.held_until > ${ctx.now}))
    returning id as "placeId"`.execute(ctx.db)
  const made = new Set(rows.map(({ placeId }) => placeId))
  return ids.filter(({ placeId }) => made.has(placeId)).map(({ id }) => id)
}

/** A choice is held when everything it needs is; what only a part of one had taken is given back. */
async function holdTimes(ctx: Ctx, choices: readonly WantedChoice[]): Promise<string[]> {
  if (choices.length === 0) return []
  const claims = choices.flatMap((choice) => [
    { ...claimOf(ctx, choice), personId: choice.teacherId, resourceId: null, asWhat: 'teacher' as const },
    ...(choice.roomId
      ? [{ ...claimOf(ctx, choice), personId: null, resourceId: choice.roomId, asWhat: 'resource' as const }]
      : []),
  ])
  const added = await ctx.db
    .insertInto('scheduling.reservation')
    .values(claims.map(({ choiceId: _, ...claim }) => claim))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  const made = new Set<string>(added.map(({ id }) => id))
  const broken = new Set(claims.filter(({ id }) => !made.has(id)).map(({ choiceId }) => choiceId))
  const halves = claims.filter(({ id, choiceId }) => made.has(id) && broken.has(choiceId)).map(({ id }) => id)
  if (halves.length > 0)
    await ctx.db.deleteFrom('scheduling.reservation').where('orgId', '=', ctx.orgId).where('id', 'in', halves).execute()
  return choices.filter(({ id }) => !broken.has(id)).map(({ id }) => id)
}

function claimOf(ctx: Ctx, { id, holdId, expiresAt, startsAt, endsAt }: WantedChoice) {
  const during = `[${startsAt.toString()},${endsAt.toString()})`
  return { orgId: ctx.orgId, id: newId('reservation'), choiceId: id, during, heldUntil: expiresAt, holdId }
}
