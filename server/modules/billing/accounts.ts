import { sql } from 'kysely'
import { getOrganisation } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { localDate } from '#platform/time.ts'
import { sumUnbilled } from './charges.ts'
import type * as contract from './contract.ts'
import { rowColumns, toInvoiceRow, visibleInvoices } from './invoices.ts'
import { familiesPaidFor } from './payers.ts'
import { listPaymentsOfFamily } from './payments.ts'

const longestAccount = 500

export async function getFamilyAccount(
  ctx: Ctx,
  { familyId }: Input<typeof contract.getFamilyAccount>,
): Promise<Output<typeof contract.getFamilyAccount>> {
  const family = await ctx.db
    .selectFrom('people.family')
    .select(['id', 'name'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', familyId)
    .executeTakeFirst()
  if (!family) throw notFound()
  const { zone } = await getOrganisation(ctx)
  return describeAccount(ctx, family, localDate(ctx.now, zone))
}

export async function getMyAccount(ctx: Ctx): Promise<Output<typeof contract.getMyAccount>> {
  const { zone, paymentInstructions } = await getOrganisation(ctx)
  const family = await findMyFamily(ctx)
  if (!family) return { account: null, paymentInstructions: '' }
  return { account: await describeAccount(ctx, family, localDate(ctx.now, zone)), paymentInstructions }
}

interface Family {
  readonly id: Id<'family'>
  readonly name: string
}

// Who pays for several families, as a guardian of children in two homes may, sees the own one first.
function findMyFamily(ctx: Ctx): Promise<Family | undefined> {
  return ctx.db
    .selectFrom('people.family as family')
    .leftJoin('people.familyMember as membership', (join) =>
      join
        .onRef('membership.orgId', '=', 'family.orgId')
        .onRef('membership.familyId', '=', 'family.id')
        .on('membership.personId', '=', ctx.actor.personId),
    )
    .select(['family.id', 'family.name'])
    .where('family.orgId', '=', ctx.orgId)
    .where('family.id', 'in', familiesPaidFor(ctx))
    .orderBy(sql`membership.person_id is null`)
    .orderBy('family.id')
    .limit(1)
    .executeTakeFirst()
}

async function describeAccount(ctx: Ctx, { id, name }: Family, today: Temporal.PlainDate) {
  const balances = await ctx.db
    .selectFrom('billing.account')
    .select(['unit as currency', 'balance as amount'])
    .where('orgId', '=', ctx.orgId)
    .where('purpose', '=', 'receivable')
    .where('familyId', '=', id)
    .orderBy('unit')
    .execute()
  const invoices = await visibleInvoices(ctx)
    .select(rowColumns)
    .where('invoice.familyId', '=', id)
    .orderBy('invoice.id', 'desc')
    .limit(longestAccount)
    .execute()
  const payments = await listPaymentsOfFamily(ctx, id, longestAccount)
  return {
    familyId: id,
    familyName: name,
    balances,
    unbilled: await sumUnbilled(ctx, id),
    invoices: invoices.map((row) => toInvoiceRow(row, today)),
    payments,
  }
}

export async function getMoneySummary(ctx: Ctx): Promise<Output<typeof contract.getMoneySummary>> {
  const { zone, currency } = await getOrganisation(ctx)
  const today = localDate(ctx.now, zone)
  const unbilled = await sumUnbilled(ctx)
  const { owed, overdue } = await ctx.db
    .selectFrom('billing.invoice as invoice')
    .leftJoin(
      ctx.db
        .selectFrom('billing.allocation')
        .select(['invoiceId', sql<bigint>`sum(amount)::bigint`.as('paid')])
        .where('orgId', '=', ctx.orgId)
        .groupBy('invoiceId')
        .as('sums'),
      (join) => join.onRef('sums.invoiceId', '=', 'invoice.id'),
    )
    .select([
      sql<bigint>`coalesce(sum(invoice.total - coalesce(sums.paid, 0)), 0)::bigint`.as('owed'),
      sql<bigint>`coalesce(sum(invoice.total - coalesce(sums.paid, 0)) filter (where invoice.due_on < ${today}::date), 0)::bigint`.as(
        'overdue',
      ),
    ])
    .where('invoice.orgId', '=', ctx.orgId)
    .where('invoice.currency', '=', currency)
    .where('invoice.issuedAt', 'is not', null)
    .executeTakeFirstOrThrow()
  const { received } = await ctx.db
    .selectFrom('billing.payment')
    .select(sql<bigint>`coalesce(sum(amount), 0)::bigint`.as('received'))
    .where('orgId', '=', ctx.orgId)
    .where('currency', '=', currency)
    .where('receivedOn', '>=', today.with({ day: 1 }))
    .where('receivedOn', '<=', today)
    .executeTakeFirstOrThrow()
  return {
    unbilled: unbilled.find((sum) => sum.currency === currency) ?? { amount: 0n, currency },
    owed: { amount: owed, currency },
    overdue: { amount: overdue, currency },
    receivedThisMonth: { amount: received, currency },
  }
}
