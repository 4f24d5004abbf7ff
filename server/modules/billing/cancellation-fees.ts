import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { isZero, type Money } from '#platform/money.ts'
import { activeCharges, changeDraft, insertCharge, lockDraftOf, withdraw } from './charge-record.ts'

export interface LateCancellation {
  readonly bookingId: Id<'booking'>
  readonly lessonId: Id<'lesson'>
  readonly studentId: Id<'person'>
  readonly policyId: Id<'policy'>
  readonly price: Money
  /** What the policy says and the family agreed to. */
  readonly cost: Money
}

/** Charges what a late cancellation costs, once for a booking; nothing where it was free. It waits for an invoice as lessons do. */
export async function chargeCancellation(ctx: Ctx, cancellation: LateCancellation): Promise<void> {
  const { bookingId, lessonId, studentId, policyId, price, cost } = cancellation
  if (isZero(cost)) return
  const inputs = { bookingId, policyId, priceAmount: String(price.amount) }
  const why = { rule: 'late-cancellation', version: 1, inputs } as const
  const decision = { amount: cost.amount, currency: cost.currency, why }
  await insertCharge(ctx, { lessonId, studentId, cancelled: bookingId, decision })
}

/** Takes the fee of a cancellation back, because the cancellation was; not once it is on an issued invoice. */
export async function withdrawCancellation(ctx: Ctx, bookingId: Id<'booking'>): Promise<void> {
  const charge = await activeCharges(ctx).where('bookingId', '=', bookingId).executeTakeFirst()
  if (!charge) return
  const line = await lockDraftOf(ctx, charge.id)
  await withdraw(ctx, charge)
  if (line) await changeDraft(ctx, { line, replacement: null, decision: null })
}
