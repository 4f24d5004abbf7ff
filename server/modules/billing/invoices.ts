import { sql, type RawBuilder, type SqlBool } from 'kysely'
import { z } from 'zod'
import { getOrganisation } from '#organisations'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { idOf, type Id } from '#platform/ids.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import { localDate } from '#platform/time.ts'
import type * as contract from './contract.ts'
import { stateOf } from './money-rules.ts'
import { familiesPaidFor } from './payers.ts'

/** Every invoice for the office; for whoever pays for a family its issued ones; for everybody else none. */
export function visibleInvoices(ctx: Ctx) {
  const all = ctx.db
    .selectFrom('billing.invoice as invoice')
    .innerJoin('people.family as family', (join) =>
      join.onRef('family.orgId', '=', 'invoice.orgId').onRef('family.id', '=', 'invoice.familyId'),
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('billing.allocation as allocation')
          .select(sql<bigint>`coalesce(sum(allocation.amount), 0)::bigint`.as('paid'))
          .whereRef('allocation.orgId', '=', 'invoice.orgId')
          .whereRef('allocation.invoiceId', '=', 'invoice.id')
          .as('sums'),
      (join) => join.onTrue(),
    )
    .where('invoice.orgId', '=', ctx.orgId)
  if (can(ctx, 'billing.manage')) return all
  return all.where('invoice.issuedAt', 'is not', null).where('invoice.familyId', 'in', familiesPaidFor(ctx))
}

export const rowColumns = [
  'invoice.id',
  'invoice.number',
  'invoice.familyId',
  'family.name as familyName',
  'invoice.issuedOn',
  'invoice.dueOn',
  'invoice.issuedAt',
  'invoice.total',
  'invoice.currency',
  'sums.paid',
] as const

interface StoredRow {
  readonly id: Id<'invoice'>
  readonly number: string | null
  readonly familyId: Id<'family'>
  readonly familyName: string
  readonly issuedOn: Temporal.PlainDate | null
  readonly dueOn: Temporal.PlainDate | null
  readonly issuedAt: Temporal.Instant | null
  readonly total: bigint
  readonly currency: string
  readonly paid: bigint
}

export function toInvoiceRow(row: StoredRow, today: Temporal.PlainDate): contract.InvoiceRow {
  const { id, number, familyId, familyName, issuedOn, dueOn, currency, total, paid } = row
  return {
    id,
    number,
    familyId,
    familyName,
    issuedOn,
    dueOn,
    total: { amount: total, currency },
    paid: { amount: paid, currency },
    balance: { amount: total - paid, currency },
    state: stateOf(row, today),
  }
}

export async function listInvoices(
  ctx: Ctx,
  { state, familyId, search, ...page }: Input<typeof contract.listInvoices>,
): Promise<Output<typeof contract.listInvoices>> {
  const { zone } = await getOrganisation(ctx)
  const today = localDate(ctx.now, zone)
  const limit = limitOf(page)
  const before = readCursor(page.cursor, z.tuple([idOf('invoice')]))
  let query = visibleInvoices(ctx).select(rowColumns)
  if (state) query = query.where(isInState(state, today))
  if (familyId) query = query.where('invoice.familyId', '=', familyId)
  if (search) query = query.where('invoice.number', 'ilike', `%${search.trim().replace(/[\\%_]/g, String.raw`\$&`)}%`)
  if (before) query = query.where('invoice.id', '<', before[0])
  const rows = await query
    .orderBy('invoice.id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(
    rows.map((row) => toInvoiceRow(row, today)),
    limit,
    ({ id }) => [id],
  )
}

// The same cases as stateOf(), for rows that are not read yet.
function isInState(state: contract.InvoiceState, today: Temporal.PlainDate) {
  const late = sql<SqlBool>`coalesce(invoice.due_on < ${today}::date, false)`
  const cases: Record<contract.InvoiceState, RawBuilder<SqlBool>> = {
    draft: sql`invoice.issued_at is null`,
    paid: sql`sums.paid >= invoice.total`,
    overdue: sql`sums.paid < invoice.total and ${late}`,
    part_paid: sql`sums.paid > 0 and sums.paid < invoice.total and not ${late}`,
    open: sql`sums.paid = 0 and invoice.total > 0 and not ${late}`,
  }
  return state === 'draft' ? cases.draft : sql<SqlBool>`(invoice.issued_at is not null and ${cases[state]})`
}

export async function getInvoice(
  ctx: Ctx,
  { invoiceId }: Input<typeof contract.getInvoice>,
): Promise<Output<typeof contract.getInvoice>> {
  const { zone } = await getOrganisation(ctx)
  const found = await visibleInvoices(ctx)
    .select([...rowColumns, 'invoice.locale'])
    .where('invoice.id', '=', invoiceId)
    .executeTakeFirst()
  if (!found) throw notFound()
  const row = toInvoiceRow(found, localDate(ctx.now, zone))
  const manages = can(ctx, 'billing.manage')
  return {
    ...row,
    locale: found.locale,
    lines: await listLines(ctx, invoiceId),
    payments: await listPaymentsOf(ctx, invoiceId),
    can: {
      issue: manages && row.state === 'draft',
      discard: manages && row.state === 'draft',
      recordPayment: manages && row.state !== 'draft' && row.balance.amount > 0n,
    },
  }
}

export function listLines(ctx: Ctx, invoiceId: Id<'invoice'>) {
  return ctx.db
    .selectFrom('billing.invoiceLine')
    .select(['id', 'description', 'studentName', 'happenedAt', 'quantity', 'unitAmount', 'amount'])
    .where('orgId', '=', ctx.orgId)
    .where('invoiceId', '=', invoiceId)
    .orderBy('position')
    .execute()
}

function listPaymentsOf(ctx: Ctx, invoiceId: Id<'invoice'>) {
  return ctx.db
    .selectFrom('billing.allocation as allocation')
    .innerJoin('billing.payment as payment', (join) =>
      join.onRef('payment.orgId', '=', 'allocation.orgId').onRef('payment.id', '=', 'allocation.paymentId'),
    )
    .select([
      'payment.id as paymentId',
      'payment.receivedOn',
      'payment.method',
      'payment.reference',
      'allocation.amount',
    ])
    .where('allocation.orgId', '=', ctx.orgId)
    .where('allocation.invoiceId', '=', invoiceId)
    .orderBy('payment.receivedOn')
    .orderBy('allocation.id')
    .execute()
}
