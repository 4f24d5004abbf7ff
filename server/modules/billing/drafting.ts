import { getOrganisation } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { translatorFor } from '#platform/texts.ts'
import { localDate } from '#platform/time.ts'
import type * as contract from './contract.ts'
import { alreadyInvoiced, alreadyIssued, mixedCurrencies, nothingToBill } from './errors.ts'
import { getInvoice } from './invoices.ts'
import { total } from './money-rules.ts'
import { listPayers } from './payers.ts'

const longestInvoice = 1000

export async function draftInvoice(
  ctx: Ctx,
  { familyId, chargeIds, dueOn, locale }: Input<typeof contract.draftInvoice>,
): Promise<Output<typeof contract.draftInvoice>> {
  const organisation = await getOrganisation(ctx)
  if (dueOn && Temporal.PlainDate.compare(dueOn, localDate(ctx.now, organisation.zone)) < 0) {
    throw wrongField('dueOn', 'in_the_past')
  }
  await mustExist(ctx, familyId)
  const charges = await lockFreeCharges(ctx, familyId, chargeIds)
  if (charges.length === 0) throw nothingToBill()
  const [currency, ...others] = new Set(charges.map((charge) => charge.currency))
  if (currency === undefined || others.length > 0) throw mixedCurrencies()

  const payers = await listPayers(ctx, familyId)
  const id = newId('invoice')
  const sum = total(charges)
  const spoken = locale ?? payers.find((payer) => payer.locale !== null)?.locale ?? organisation.locale
  const t = translatorFor(spoken)
  await ctx.db
    .insertInto('billing.invoice')
    .values({
      orgId: ctx.orgId,
      id,
      familyId,
      locale: spoken,
      currency,
      total: sum,
      dueOn: dueOn ?? null,
      createdAt: ctx.now,
    })
    .execute()
  await ctx.db
    .insertInto('billing.invoiceLine')
    .values(
      charges.map((charge, index) => ({
        orgId: ctx.orgId,
        id: newId('invoice_line'),
        invoiceId: id,
        position: index + 1,
        chargeId: charge.id,
        description:
          charge.kind === 'cancellation' ? t('invoice.late_cancellation', { title: charge.title }) : charge.title,
        studentName: charge.studentName,
        happenedAt: charge.startsAt,
        unitAmount: charge.amount,
        amount: charge.amount,
      })),
    )
    .execute()
  await emit(
    ctx,
    'billing.invoice_drafted',
    { kind: 'invoice', id },
    { familyId, total: String(sum), currency, lines: charges.length },
  )
  return getInvoice(ctx, { invoiceId: id })
}

/** Throws a draft away: nothing of it was ever valid, so nothing of it is kept but the event. */
export async function discardDraft(
  ctx: Ctx,
  { invoiceId }: Input<typeof contract.discardDraft>,
): Promise<Output<typeof contract.discardDraft>> {
  const draft = await lockDraft(ctx, invoiceId)
  await ctx.db.deleteFrom('billing.invoice').where('orgId', '=', ctx.orgId).where('id', '=', invoiceId).execute()
  const { familyId, currency } = draft
  await emit(
    ctx,
    'billing.draft_discarded',
    { kind: 'invoice', id: invoiceId },
    { familyId, total: String(draft.total), currency },
  )
  return {}
}

/** Holds a draft until the transaction ends; an issued invoice cannot be held for a change, which row security sees to. */
export async function lockDraft(ctx: Ctx, invoiceId: Id<'invoice'>) {
  const draft = await ctx.db
    .selectFrom('billing.invoice')
    .select(['id', 'familyId', 'currency', 'total', 'dueOn', 'locale'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', invoiceId)
    .where('issuedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (draft) return draft
  const issued = await ctx.db
    .selectFrom('billing.invoice')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', invoiceId)
    .executeTakeFirst()
  throw issued ? alreadyIssued() : notFound()
}

export async function mustExist(ctx: Ctx, familyId: Id<'family'>): Promise<void> {
  const family = await ctx.db
    .selectFrom('people.family')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', familyId)
    .executeTakeFirst()
  if (!family) throw notFound()
}

// A charge that two drafts want is decided by its lock; whether it is on a line is asked only after the lock is there.
async function lockFreeCharges(ctx: Ctx, familyId: Id<'family'>, named: readonly Id<'charge'>[] | undefined) {
  if (named?.length === 0) throw nothingToBill()
  let query = ctx.db
    .selectFrom('billing.charge')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('familyId', '=', familyId)
    .where('withdrawnAt', 'is', null)
  query = named
    ? query.where('id', 'in', named)
    : query.where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom('billing.invoiceLine as line')
              .select('line.id')
              .whereRef('line.orgId', '=', 'billing.charge.orgId')
              .whereRef('line.chargeId', '=', 'billing.charge.id'),
          ),
        ),
      )
  const locked = await query.orderBy('id').limit(longestInvoice).forUpdate().execute()
  if (named && locked.length !== new Set(named).size) throw notFound()
  if (locked.length === 0) return []
  const charges = await readCharges(
    ctx,
    locked.map((charge) => charge.id),
  )
  if (named && charges.some((charge) => charge.lineId !== null)) throw alreadyInvoiced()
  return charges.filter((charge) => charge.lineId === null)
}

function readCharges(ctx: Ctx, ids: readonly Id<'charge'>[]) {
  return ctx.db
    .selectFrom('billing.charge as charge')
    .innerJoin('scheduling.lesson as lesson', (join) =>
      join.onRef('lesson.orgId', '=', 'charge.orgId').onRef('lesson.id', '=', 'charge.lessonId'),
    )
    .innerJoin('catalogue.offering as offering', (join) =>
      join.onRef('offering.orgId', '=', 'lesson.orgId').onRef('offering.id', '=', 'lesson.offeringId'),
    )
    .innerJoin('people.person as student', (join) =>
      join.onRef('student.orgId', '=', 'charge.orgId').onRef('student.id', '=', 'charge.studentId'),
    )
    .leftJoin('billing.invoiceLine as line', (join) =>
      join.onRef('line.orgId', '=', 'charge.orgId').onRef('line.chargeId', '=', 'charge.id'),
    )
    .select([
      'charge.id',
      'charge.kind',
      'charge.amount',
      'charge.currency',
      'offering.title',
      'student.fullName as studentName',
      'lesson.startsAt',
      'line.id as lineId',
    ])
    .where('charge.orgId', '=', ctx.orgId)
    .where('charge.id', 'in', ids)
    .where('charge.withdrawnAt', 'is', null)
    .orderBy('lesson.startsAt')
    .orderBy('charge.id')
    .execute()
}
