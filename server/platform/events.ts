import { sql } from 'kysely'
import type { Ctx } from './context.ts'
import { newId } from './ids.ts'
import { sendReactions } from './jobs.ts'

export interface EventSubject {
  readonly kind: string
  readonly id: string
}

/** What happened, as a row: the audit page, notifications, live updates and reports all read it. */
export interface Event {
  readonly id: string
  readonly name: string
  readonly subjectKind: string
  readonly subjectId: string
  readonly payload: Readonly<Record<string, unknown>>
  /** The change it belongs to, when that could be taken back for a moment. */
  readonly changeId: string | null
}

/**
 * Records what happened, in the same transaction, and queues whatever reacts to it. `name` is past tense (`booking.confirmed`);
 * `payload` is what an auditor wants to read and a reaction needs: ids, old and new values, never a secret.
 */
export async function emit(
  ctx: Ctx,
  name: string,
  subject: EventSubject,
  payload: Record<string, unknown> = {},
): Promise<void> {
  await emitAll(ctx, [{ name, subject, payload }])
}

export interface NewEvent {
  readonly name: string
  readonly subject: EventSubject
  readonly payload: Record<string, unknown>
}

/** The same for many at once, with as many statements as for one. */
export async function emitAll(ctx: Ctx, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return
  const rows = events.map((event) => ({ id: newId('event'), ...event }))
  await ctx.db
    .insertInto('platform.event')
    .values(
      rows.map(({ id, name, subject, payload }) => ({
        orgId: ctx.orgId,
        id,
        name,
        subjectKind: subject.kind,
        subjectId: subject.id,
        actorKind: ctx.actor.kind,
        actorId: ctx.actor.personId,
        actorName: ctx.actor.name,
        happenedAt: ctx.now,
        requestId: ctx.request.id,
        address: ctx.request.address,
        changeId: ctx.change ?? null,
        payload: JSON.stringify(payload),
      })),
    )
    .execute()
  await sendReactions(ctx, rows)
  const notices = rows.map(({ name, subject }) =>
    JSON.stringify({ org: ctx.orgId, name, kind: subject.kind, id: subject.id }),
  )
  await sql`select pg_notify('lessonry_live', notice) from unnest(${notices}::text[]) as notice`.execute(ctx.db)
}
