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
  const id = newId('event')
  await ctx.db
    .insertInto('platform.event')
    .values({
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
      payload: JSON.stringify(payload),
    })
    .execute()
  await sendReactions(ctx, name, id)
  const notice = JSON.stringify({ org: ctx.orgId, name, kind: subject.kind, id: subject.id })
  await sql`select pg_notify('lessonry_live', ${notice})`.execute(ctx.db)
}
