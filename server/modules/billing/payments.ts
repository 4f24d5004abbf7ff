import { z } from 'zod'
import { getOrganisation } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { idOf, newId, type Id } from '#platform/ids.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import { localDate } from '#platform/time.ts'
import { allocate, listOpen, paymentsWithUse } from './allocations.ts'
import type * as contract from './contract.ts'
import { mustExist } from './drafting.ts'
import { amountNotPositive, inTheFuture, moreThanLeft, otherCurrency, stillDraft } from './errors.ts'
import { lockReceivable, post } from './ledger.ts'
import { canRefund, inOrderOfPayment, leftOf, movementsOfPayment, movementsOfRefund, pour } from './money-rules.ts'

export async function recordPayment(
  ctx: Ctx,
  { familyId, invoiceId, method, received, receivedOn, reference }: Input<typeof contract.recordPayment>,
): Promise<Output<typeof contract.recordPayment>> {
  const { amount, currency } = received
  if (amount <= 0n) throw amountNotPositive({ errors: [tooSmall('received.amount')] })
  await mustNotBeInTheFuture(ctx, receivedOn, 'receivedOn')
  await mustExist(ctx, familyId)
  await mustTake(ctx, familyId, currency)
  await lockReceivable(ctx, familyId, currency)
  if (invoiceId) await mustBePayable(ctx, { invoiceId, familyId, currency })

  const id = newId('payment')
  await ctx.db
    .insertInto('billing.payment')
    .values({
      orgId: ctx.orgId,
      id,
      familyId,
      method,
      amount,
      currency,
      receivedOn,
      reference,
      recordedBy: ctx.actor.personId,
      recordedAt: ctx.now,
    })
    .execute()
  await post(ctx, {
    cause: 'payment',
    subjectId: id,
    happenedOn: receivedOn,
    transfers: movementsOfPayment({ familyId, amount, currency }, method),
  })
  const parts = pour(amount, inOrderOfPayment(await listOpen(ctx, familyId, currency), invoiceId))
  await allocate(
    ctx,
    parts.map((part) => ({ paymentId: id, invoiceId: part.id, amount: part.amount })),
  )
  await emit(
    ctx,
    'billing.payment_recorded',
    { kind: 'payment', id },
    {
      familyId,
      method,
      amount: String(amount),
      currency,
      receivedOn: receivedOn.toString(),
      invoices: parts.map((part) => ({ invoiceId: part.id, amount: String(part.amount) })),
    },
  )
  return getPayment(ctx, id)
}

export async function refundPayment(
  ctx: Ctx,
  { paymentId, amount, method, refundedOn, reason }: Input<typeof contract.refundPayment>,
): Promise<Output<typeof contract.refundPayment>> {
  if (amount <= 0n) throw amountNotPositive({ errors: [tooSmall('amount')] })
  await mustNotBeInTheFuture(ctx, refundedOn, 'refundedOn')
  const { familyId, received } = await getPayment(ctx, paymentId)
  const { currency } = received
  await lockReceivable(ctx, familyId, currency)
  const { left } = await getPayment(ctx, paymentId)
  if (!canRefund(left.amount, amount)) throw moreThanLeft()

  const id = newId('refund')
  await ctx.db
    .insertInto('billing.refund')
    .values({
      orgId: ctx.orgId,
      id,
      paymentId,
      amount,
      currency,
      method,
      refundedOn,
      reason,
      recordedBy: ctx.actor.personId,
      recordedAt: ctx.now,
    })
    .execute()
  await post(ctx, {
    cause: 'refund',
    subjectId: id,
    happenedOn: refundedOn,
    transfers: movementsOfRefund({ familyId, amount, currency }, method),
  })
  await emit(
    ctx,
    'billing.payment_refunded',
    { kind: 'payment', id: paymentId },
    { refundId: id, familyId, method, amount: String(amount), currency, refundedOn: refundedOn.toString(), reason },
  )
  return getPayment(ctx, paymentId)
}

export async function listPayments(
  ctx: Ctx,
  { familyId, ...page }: Input<typeof contract.listPayments>,
): Promise<Output<typeof contract.listPayments>> {
  const limit = limitOf(page)
  const before = readCursor(page.cursor, z.tuple([idOf('payment')]))
  let query = paymentRows(ctx)
  if (familyId) query = query.where('payment.familyId', '=', familyId)
  if (before) query = query.where('payment.id', '<', before[0])
  const rows = await query
    .orderBy('payment.id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(await withAllocations(ctx, rows), limit, ({ id }) => [id])
}

/** Payments of one family, newest first; the caller has seen to it that the reader may see them. */
export async function listPaymentsOfFamily(
  ctx: Ctx,
  familyId: Id<'family'>,
  limit: number,
): Promise<contract.Payment[]> {
  const rows = await paymentRows(ctx)
    .where('payment.familyId', '=', familyId)
    .orderBy('payment.receivedOn', 'desc')
    .orderBy('payment.id', 'desc')
    .limit(limit)
    .execute()
  return withAllocations(ctx, rows)
}

async function getPayment(ctx: Ctx, paymentId: Id<'payment'>): Promise<contract.Payment> {
  const rows = await paymentRows(ctx).where('payment.id', '=', paymentId).execute()
  const [payment] = await withAllocations(ctx, rows)
  if (!payment) throw notFound()
  return payment
}

function paymentRows(ctx: Ctx) {
  return paymentsWithUse(ctx)
    .innerJoin('people.family as family', (join) =>
      join.onRef('family.orgId', '=', 'payment.orgId').onRef('family.id', '=', 'payment.familyId'),
    )
    .select(['payment.id', 'payment.familyId', 'family.name as familyName', 'payment.method', 'payment.amount'])
    .select(['payment.currency', 'payment.receivedOn', 'payment.reference'])
    .select(['onInvoices.allocated', 'givenBack.refunded'])
}

type StoredPayment = Awaited<ReturnType<ReturnType<typeof paymentRows>['execute']>>[number]

async function withAllocations(ctx: Ctx, rows: readonly StoredPayment[]): Promise<contract.Payment[]> {
  if (rows.length === 0) return []
  const allocations = await ctx.db
    .selectFrom('billing.allocation as allocation')
    .innerJoin('billing.invoice as invoice', (join) =>
      join.onRef('invoice.orgId', '=', 'allocation.orgId').onRef('invoice.id', '=', 'allocation.invoiceId'),
    )
    .select(['allocation.paymentId', 'allocation.invoiceId', 'allocation.amount', 'invoice.number'])
    .where('allocation.orgId', '=', ctx.orgId)
    .where(
      'allocation.paymentId',
      'in',
      rows.map(({ id }) => id),
    )
    .orderBy('allocation.id')
    .execute()
  const byPayment = Map.groupBy(allocations, ({ paymentId }) => paymentId)
  return rows.map(({ amount, currency, allocated, refunded, ...row }) => ({
    ...row,
    received: { amount, currency },
    allocations: (byPayment.get(row.id) ?? []).map((part) => ({
      invoiceId: part.invoiceId,
      number: part.number ?? '',
      amount: part.amount,
    })),
    refunded: { amount: refunded, currency },
    left: { amount: leftOf({ amount, allocated, refunded }), currency },
  }))
}

async function mustNotBeInTheFuture(ctx: Ctx, day: Temporal.PlainDate, path: string): Promise<void> {
  const { zone } = await getOrganisation(ctx)
  if (Temporal.PlainDate.compare(day, localDate(ctx.now, zone)) > 0) {
    throw inTheFuture({ errors: [{ path, code: 'in_the_future' }] })
  }
}

// Money comes in the currency of the organisation, or in one in which the family was billed.
async function mustTake(ctx: Ctx, familyId: Id<'family'>, currency: string): Promise<void> {
  if (currency === (await getOrganisation(ctx)).currency) return
  const billed = await ctx.db
    .selectFrom('billing.invoice')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('familyId', '=', familyId)
    .where('currency', '=', currency)
    .where('issuedAt', 'is not', null)
    .limit(1)
    .executeTakeFirst()
  if (!billed) throw otherCurrency({ errors: [{ path: 'received.currency', code: 'invalid' }] })
}

interface NamedInvoice {
  readonly invoiceId: Id<'invoice'>
  readonly familyId: Id<'family'>
  readonly currency: string
}

async function mustBePayable(ctx: Ctx, { invoiceId, familyId, currency }: NamedInvoice): Promise<void> {
  const invoice = await ctx.db
    .selectFrom('billing.invoice')
    .select(['currency', 'issuedAt'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', invoiceId)
    .where('familyId', '=', familyId)
    .executeTakeFirst()
  if (!invoice) throw notFound()
  if (invoice.issuedAt === null) throw stillDraft()
  if (invoice.currency !== currency) throw otherCurrency({ errors: [{ path: 'received.currency', code: 'invalid' }] })
}

function tooSmall(path: string) {
  return { path, code: 'too_small', args: { minimum: 1 } }
}
