import { sql } from 'kysely'
import { priceAt } from '#catalogue'
import { ensureFamily } from '#people'
import type { Ctx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { decideCharge, type AttendanceStatus, type Decision } from './charge-rules.ts'
import { alreadyInvoiced } from './errors.ts'

export interface LessonAttended {
  readonly lessonId: Id<'lesson'>
  readonly studentId: Id<'person'>
  readonly status: AttendanceStatus
}

/**
 * Decides what a lesson costs a student by how it was attended, in the transaction that records the attendance. Deciding
 * the same again changes nothing; another amount replaces the charge, also on a draft, but never on an issued invoice.
 */
export async function chargeLesson(ctx: Ctx, { lessonId, studentId, status }: LessonAttended): Promise<void> {
  const lesson = await getLessonFacts(ctx, lessonId)
  const price = await priceAt(ctx, lesson.offeringId, lesson.startsAt)
  const decision = decideCharge(status, price, lesson.currency)
  const charge = await lockCharge(ctx, lessonId, studentId)
  if (charge ? isSame(charge, decision) : decision === null) return

  const draft = charge && (await lockDraftOf(ctx, charge.id))
  if (charge) await withdraw(ctx, charge)
  const replacement = decision && (await insertCharge(ctx, { lessonId, studentId, decision }))
  if (draft) await changeDraft(ctx, { line: draft, replacement, decision })
}

interface ActiveCharge {
  readonly id: Id<'charge'>
  readonly amount: bigint
  readonly currency: string
}

function isSame(charge: ActiveCharge, decision: Decision | null): boolean {
  return decision !== null && charge.amount === decision.amount && charge.currency === decision.currency
}

async function getLessonFacts(ctx: Ctx, lessonId: Id<'lesson'>) {
  const lesson = await ctx.db
    .selectFrom('scheduling.lesson as lesson')
    .innerJoin('organisations.organisation as organisation', 'organisation.id', 'lesson.orgId')
    .select(['lesson.offeringId', 'lesson.startsAt', 'organisation.currency'])
    .where('lesson.orgId', '=', ctx.orgId)
    .where('lesson.id', '=', lessonId)
    .executeTakeFirst()
  if (!lesson) throw notFound()
  return lesson
}

function lockCharge(ctx: Ctx, lessonId: Id<'lesson'>, studentId: Id<'person'>): Promise<ActiveCharge | undefined> {
  return ctx.db
    .selectFrom('billing.charge')
    .select(['id', 'amount', 'currency'])
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', '=', lessonId)
    .where('studentId', '=', studentId)
    .where('withdrawnAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
}

interface DraftLine {
  readonly lineId: Id<'invoice_line'>
  readonly invoiceId: Id<'invoice'>
  readonly currency: string
}

async function lockDraftOf(ctx: Ctx, chargeId: Id<'charge'>): Promise<DraftLine | null> {
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
    .select('currency')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', line.invoiceId)
    .where('issuedAt', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (draft) return { lineId: line.id, invoiceId: line.invoiceId, currency: draft.currency }
  throw alreadyInvoiced({ extra: { invoiceId: line.invoiceId } })
}

async function withdraw(ctx: Ctx, charge: ActiveCharge): Promise<void> {
  await ctx.db
    .updateTable('billing.charge')
    .set({ withdrawnAt: ctx.now })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', charge.id)
    .execute()
  const { amount, currency } = charge
  await emit(ctx, 'billing.charge_withdrawn', { kind: 'charge', id: charge.id }, { amount: String(amount), currency })
}

async function insertCharge(
  ctx: Ctx,
  { lessonId, studentId, decision }: Omit<LessonAttended, 'status'> & { decision: Decision },
): Promise<Id<'charge'>> {
  const id = newId('charge')
  const { amount, currency, why } = decision
  await ctx.db
    .insertInto('billing.charge')
    .values({
      orgId: ctx.orgId,
      id,
      familyId: await ensureFamily(ctx, studentId),
      studentId,
      lessonId,
      amount,
      currency,
      decision: JSON.stringify(why),
      createdAt: ctx.now,
    })
    .execute()
  await emit(
    ctx,
    'billing.lesson_charged',
    { kind: 'charge', id },
    { lessonId, studentId, amount: String(amount), currency, ...why },
  )
  return id
}

interface DraftChange {
  readonly line: DraftLine
  readonly replacement: Id<'charge'> | null
  readonly decision: Decision | null
}

// The line follows its charge; where the new one is in another currency, or there is none, the line goes.
async function changeDraft(ctx: Ctx, { line, replacement, decision }: DraftChange): Promise<void> {
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
