import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import { defineError, notFound } from './errors.ts'
import { newId, type Id } from './ids.ts'

/** How long a change can be taken back. Whatever is told because of it waits as long. */
export const undoSeconds = 10

/** It is told already, or it was taken back before. */
export const undoTooLate = defineError('undo_too_late', 409)
/** Somebody changed the same thing afterwards. */
export const changedSince = defineError('changed_since', 409)

/** Something that can be taken back: `run` is given what `keepChange` was, and puts everything back as it was or refuses. */
export interface Undo {
  readonly kind: 'undo'
  readonly name: string
  readonly run: (ctx: Ctx, memory: unknown) => Promise<void>
}

export function undo(change: string, run: Undo['run']): Undo {
  return { kind: 'undo', name: change, run }
}

/** A context in which every event belongs to one change: what reacts to it waits until the change can no longer be taken back. */
export interface ChangeCtx extends Ctx {
  readonly change: Id<'change'>
}

export function isChange(ctx: Ctx): ctx is ChangeCtx {
  return ctx.change !== undefined
}

export function openChange(ctx: Ctx): ChangeCtx {
  return { ...ctx, change: newId('change') }
}

/** Keeps what taking the change back needs, and offers that to whoever made it. */
export async function keepChange(ctx: ChangeCtx, name: string, memory: unknown): Promise<void> {
  await ctx.db
    .insertInto('platform.change')
    .values({
      orgId: ctx.orgId,
      id: ctx.change,
      name,
      actorKind: ctx.actor.kind,
      actorId: ctx.actor.personId,
      madeAt: ctx.now,
      memory: JSON.stringify(memory),
    })
    .execute()
  ctx.request.offerUndo?.(ctx.change)
}

/** Whether an event of this change may be told now. The first who asks decides: from then on it cannot be taken back. */
export async function settleChange(ctx: Ctx, change: Id<'change'>): Promise<boolean> {
  const { rows } = await sql<{ mayTell: boolean }>`
    with told as (
      update platform.change set told_at = coalesce(told_at, ${ctx.now})
      where org_id = ${ctx.orgId} and id = ${change} and undone_at is null
      returning id
    )
    select exists (select from told)
      or not exists (select from platform.change where org_id = ${ctx.orgId} and id = ${change}) as may_tell`.execute(
    ctx.db,
  )
  return rows[0]!.mayTell
}

/** Takes a change back, for the one who made it, while nothing of it is told. */
export async function takeBack(ctx: Ctx, change: Id<'change'>, undos: readonly Undo[]): Promise<string> {
  const mine = ctx.db
    .selectFrom('platform.change')
    .select(['id'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', change)
    .where('actorKind', '=', ctx.actor.kind)
    .where('actorId', 'is not distinct from', ctx.actor.personId)
  const taken = await ctx.db
    .updateTable('platform.change')
    .set({ undoneAt: ctx.now })
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', mine)
    .where('madeAt', '>', ctx.now.subtract({ seconds: undoSeconds }))
    .where('undoneAt', 'is', null)
    .where('toldAt', 'is', null)
    .returning(['name', 'memory'])
    .executeTakeFirst()
  if (!taken) throw (await mine.executeTakeFirst()) ? undoTooLate() : notFound()
  const found = undos.find(({ name }) => name === taken.name)
  if (!found) throw new Error(`Nobody knows how to take back ${taken.name}.`)
  await found.run(ctx, taken.memory)
  return taken.name
}

const [memoryHours, changeDays] = [1, 30]

/** Forgets what taking back needed, once nobody can; what was taken back is known for longer, in case its reactions still wait. */
export async function forgetChanges(ctx: Ctx): Promise<void> {
  const old = ctx.now.subtract({ hours: memoryHours })
  await ctx.db
    .updateTable('platform.change')
    .set({ memory: null })
    .where('orgId', '=', ctx.orgId)
    .where('madeAt', '<', old)
    .where('memory', 'is not', null)
    .execute()
  await ctx.db
    .deleteFrom('platform.change')
    .where('orgId', '=', ctx.orgId)
    .where('madeAt', '<', ctx.now.subtract({ hours: changeDays * 24 }))
    .execute()
}
