import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { newId, type Id } from '#platform/ids.ts'
import { leftOf } from './money-rules.ts'

export interface Allocation {
  readonly paymentId: Id<'payment'>
  readonly invoiceId: Id<'invoice'>
  readonly amount: bigint
}

/** Puts parts of payments on invoices. The family's receivable is locked by whoever worked the parts out. */
export async function allocate(ctx: Ctx, allocations: readonly Allocation[]): Promise<void> {
  if (allocations.length === 0) return
  await ctx.db
    .insertInto('billing.allocation')
    .values(allocations.map((part) => ({ ...part, orgId: ctx.orgId, id: newId('allocation'), createdAt: ctx.now })))
    .execute()
}

/** Payments with what is on invoices and what was given back. */
export function paymentsWithUse(ctx: Ctx) {
  return ctx.db
    .selectFrom('billing.payment as payment')
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('billing.allocation as allocation')
          .select(sql<bigint>`coalesce(sum(allocation.amount), 0)::bigint`.as('allocated'))
          .whereRef('allocation.orgId', '=', 'payment.orgId')
          .whereRef('allocation.paymentId', '=', 'payment.id')
          .as('onInvoices'),
      (join) => join.onTrue(),
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('billing.refund as refund')
          .select(sql<bigint>`coalesce(sum(refund.amount), 0)::bigint`.as('refunded'))
          .whereRef('refund.orgId', '=', 'payment.orgId')
          .whereRef('refund.paymentId', '=', 'payment.id')
          .as('givenBack'),
      (join) => join.onTrue(),
    )
    .where('payment.orgId', '=', ctx.orgId)
}

/** The family's payments of which something is left, oldest first: what it has paid in advance. */
export async function listLeft(ctx: Ctx, familyId: Id<'family'>, currency: string) {
  const rows = await paymentsWithUse(ctx)
    .select(['payment.id', 'payment.amount', 'payment.method', 'payment.receivedOn'])
    .select(['onInvoices.allocated', 'givenBack.refunded'])
    .where('payment.familyId', '=', familyId)
    .where('payment.currency', '=', currency)
    .whereRef('payment.amount', '>', sql<bigint>`on_invoices.allocated + given_back.refunded`)
    .orderBy('payment.receivedOn')
    .orderBy('payment.id')
    .execute()
  return rows.map((row) => ({ id: row.id, method: row.method, receivedOn: row.receivedOn, left: leftOf(row) }))
}

/** The family's issued invoices that are not paid in full. */
export async function listOpen(ctx: Ctx, familyId: Id<'family'>, currency: string) {
  const rows = await ctx.db
    .selectFrom('billing.invoice as invoice')
    .leftJoin('billing.allocation as allocation', (join) =>
      join.onRef('allocation.orgId', '=', 'invoice.orgId').onRef('allocation.invoiceId', '=', 'invoice.id'),
    )
    .select(['invoice.id', 'invoice.dueOn', 'invoice.total'])
    .select(sql<bigint>`coalesce(sum(allocation.amount), 0)::bigint`.as('paid'))
    .where('invoice.orgId', '=', ctx.orgId)
    .where('invoice.familyId', '=', familyId)
    .where('invoice.currency', '=', currency)
    .where('invoice.issuedAt', 'is not', null)
    .groupBy(['invoice.orgId', 'invoice.id'])
    .having(sql<boolean>`coalesce(sum(allocation.amount), 0) < invoice.total`)
    .execute()
  return rows.map(({ id, dueOn, total, paid }) => ({ id, dueOn: dueOn!, room: total - paid }))
}
