import { sql } from 'kysely'
import { ensureFamily } from '#people'
import type { Ctx } from '#platform/context.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import type { Decision } from './charge-rules.ts'
import { alreadyInvoiced } from './errors.ts'

export interface ActiveCharge {
  readonly id: Id<'charge'>
  readonly amount: bigint
  readonly currency: string
}

export interface NewCharge {
  readonly lessonId: Id<'lesson'>
  readonly studentId: Id<'person'>
  /** The booking that was cancelled too late; null for a lesson that was held. */
  readonly cancelled: Id<'booking'> | null
  readonly decision: Decision
}

/** Charges that are in force, locked. */
export function activeCharges(ctx: Ctx) {
  return ctx.db
    .selectFrom('billing.charge')
    .select(['id', 'amount', 'currency'])
    .where('orgId', '=', ctx.orgId)
    .where('withdrawnAt', 'is', null)
    .forUpdate()
}

/** Null when the same cancellation is charged already. */
export async function insertCharge(
  ctx: Ctx,
  { lessonId, studentId, cancelled, decision }: NewCharge,
): Promise<Id<'charge'> | null> {
  const id = newId('charge')
  const { amount, currency, why } = decision
  const kind = cancelled ? ('cancellation' as const) : ('lesson' as const)
  const inserted = await ctx.db
    .insertInto('billing.charge')
    .values({
      orgId: ctx.orgId,
      id,
      familyId: await ensureFamily(ctx, studentId),
      studentId,
      lessonId,
      kind,
      bookingId: cancelled,
      amount,
      currency,
      decision: JSON.stringify(why),
      createdAt: ctx.now,
    })
    .$if(cancelled !== null, (query) => query.onConflict((conflict) => conflict.doNothing()))
    .returning('id')
    .executeTakeFirst()
  if (!inserted) return null
  const name = cancelled ? 'billing.cancellation_charged' : 'billing.lesson_charged'
  await emit(
    ctx,
    name,
    { kind: 'charge', id },
    { lessonId, studentId, bookingId: cancelled, amount: String(amount), currency, ...why },
  )
  return id
}

/** Takes a charge back; a draft that it stands on is changed by `changeDraft`. */
export async function withdraw(ctx: Ctx, charge: ActiveCharge): Promise<void> {
  await ctx.db
    .updateTable('billing.charge')
    .set({ withdrawnAt: ctx.now })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', charge.id)
    .execute()
  const { amount, currency } = charge
  await emit(ctx, 'billing.charge_withdrawn', { kind: 'charge', id: charge.id }, { amount: String(amount), currency })
}

export interface DraftLine {
  readonly lineId: Id<'invoice_line'>
  readonly invoiceId: Id<'invoice'>
  readonly familyId: Id<'family'>
  readonly currency: string
}

/** The line of a draft that a charge stands on; a charge on an issued invoice stays as it is. */
export async function lockDraftOf(ctx: Ctx, chargeId: Id<'charge'>): Promise<DraftLine | null> {
  const line = await ctx.db
    .selectFrom('billing.invoiceLine')
    .select(['id', 'invoiceId'])
    .where('orgId', '=', ctx.orgId)
    .where('chargeId', '=', chargeId)
    .executeTakeFirst()
  if (!line) return null
  // Row security leaves issued invoices out of whatever is locked for a change.
  const draft = await ctx.db
    .selectFrom('billing.invoice')
    .select(['currency', 'familyId'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', line.invoiceId)
    .where('issuedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (draft) return { lineId: line.id, invoiceId: line.invoiceId, ...draft }
  throw alreadyInvoiced({ extra: { invoiceId: line.invoiceId } })
}

export interface DraftChange {
  readonly line: DraftLine
  readonly replacement: Id<'charge'> | null
  readonly decision: Decision | null
}

/** The line follows its charge; where the new one is in another currency, or there is none, the line goes, and with the last line the draft. */
export async function changeDraft(ctx: Ctx, { line, replacement, decision }: DraftChange): Promise<void> {
  if (replacement && decision?.currency === line.currency) {
    await ctx.db
      .updateTable('billing.invoiceLine')
      .set({ chargeId: replacement, unitAmount: decision.amount, amount: decision.amount, quantity: 1 })
      .where('orgId', '=', ctx.orgId)
      .where('id', '=', line.lineId)
      .execute()
  } else {
    await ctx.db
      .deleteFrom('billing.invoiceLine')
      .where('orgId', '=', ctx.orgId)
      .where('id', '=', line.lineId)
      .execute()
    if (await removeEmptyDraft(ctx, line)) return
  }
  await ctx.db
    .updateTable('billing.invoice')
    .set((eb) => ({
      total: eb
        .selectFrom('billing.invoiceLine as kept')
        .select(sql<bigint>`coalesce(sum(kept.amount), 0)::bigint`.as('total'))
        .where('kept.orgId', '=', ctx.orgId)
        .where('kept.invoiceId', '=', line.invoiceId),
    }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', line.invoiceId)
    .execute()
}

async function removeEmptyDraft(ctx: Ctx, { invoiceId, familyId, currency }: DraftLine): Promise<boolean> {
  const removed = await ctx.db
    .deleteFrom('billing.invoice')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', invoiceId)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('billing.invoiceLine as line')
            .select('line.id')
            .where('line.orgId', '=', ctx.orgId)
            .where('line.invoiceId', '=', invoiceId),
        ),
      ),
    )
    .returning('id')
    .executeTakeFirst()
  if (!removed) return false
  const payload = { familyId, total: '0', currency }
  await emit(ctx, 'billing.draft_discarded', { kind: 'invoice', id: invoiceId }, payload)
  return true
}
