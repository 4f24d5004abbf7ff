import { findLogo, getOrganisation, getPolicy, nextNumber } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { localDate } from '#platform/time.ts'
import { allocate, listLeft } from './allocations.ts'
import type * as contract from './contract.ts'
import { lockDraft } from './drafting.ts'
import { nothingToBill } from './errors.ts'
import { getInvoice, listLines } from './invoices.ts'
import { lockReceivable, post } from './ledger.ts'
import { movementsOfIssue, numberOf, pour, total, type Part } from './money-rules.ts'
import { describeParties } from './parties.ts'

/**
 * Turns a draft into an invoice, once: its number, the parties as they are today, its booking, and what the family has
 * paid in advance. The number is the last thing that others wait for, so it is taken after the family's own lock.
 */
export async function issueInvoice(
  ctx: Ctx,
  { invoiceId }: Input<typeof contract.issueInvoice>,
): Promise<Output<typeof contract.issueInvoice>> {
  const draft = await lockDraft(ctx, invoiceId)
  const lines = await listLines(ctx, invoiceId)
  if (lines.length === 0) throw nothingToBill()
  const amount = total(lines)
  const { familyId, currency } = draft
  await lockReceivable(ctx, familyId, currency)

  const organisation = await getOrganisation(ctx)
  const issuedOn = localDate(ctx.now, organisation.zone)
  const prepaid = await listLeft(ctx, familyId, currency)
  const parts = pour(
    amount,
    prepaid.map(({ id, left }) => ({ id, room: left })),
  )
  const parties = await describeParties(ctx, organisation, {
    familyId,
    prepaid: parts.map((part) => ({ ...prepaid.find(({ id }) => id === part.id)!, amount: part.amount })),
  })
  const { terms } = await getPolicy(ctx, 'invoicing')
  const dueOn = laterOf(draft.dueOn ?? issuedOn.add({ days: terms.dueDays }), issuedOn)
  const number = await takeNumber(ctx, terms.prefix, issuedOn.year)
  await ctx.db
    .updateTable('billing.invoice')
    .set({
      number,
      total: amount,
      issuedOn,
      dueOn,
      issuedAt: ctx.now,
      issuedBy: ctx.actor.personId,
      parties: JSON.stringify(parties),
      logoId: await findLogo(ctx),
    })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', invoiceId)
    .execute()
  await post(ctx, {
    cause: 'invoice',
    subjectId: invoiceId,
    happenedOn: issuedOn,
    transfers: movementsOfIssue({ familyId, amount, currency }),
  })
  await allocate(ctx, allocationsOf(parts, invoiceId))
  await emit(
    ctx,
    'billing.invoice_issued',
    { kind: 'invoice', id: invoiceId },
    { number, familyId, total: String(amount), currency, dueOn: dueOn.toString(), prepaid: String(total(parts)) },
  )
  return getInvoice(ctx, { invoiceId })
}

function allocationsOf(parts: readonly Part<Id<'payment'>>[], invoiceId: Id<'invoice'>) {
  return parts.map(({ id, amount }) => ({ paymentId: id, invoiceId, amount }))
}

async function takeNumber(ctx: Ctx, prefix: string, year: number): Promise<string> {
  return numberOf(prefix, year, await nextNumber(ctx, `invoice ${prefix} ${year}`))
}

function laterOf(one: Temporal.PlainDate, other: Temporal.PlainDate): Temporal.PlainDate {
  return Temporal.PlainDate.compare(one, other) < 0 ? other : one
}
