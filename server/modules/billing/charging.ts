import { sql } from 'kysely'
import { priceAt } from '#catalogue'
import type { Ctx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { activeCharges, changeDraft, insertCharge, lockDraftOf, withdraw, type ActiveCharge } from './charge-record.ts'
import { advanceRules, decideCharge, type AgreedPrice, type AttendanceStatus, type Decision } from './charge-rules.ts'

export interface LessonAttended {
  readonly lessonId: Id<'lesson'>
  readonly studentId: Id<'person'>
  readonly status: AttendanceStatus
  /** What the booking of this place agreed to; null when there was none. */
  readonly agreed: AgreedPrice | null
}

/**
 * Decides what a lesson costs a student by how it was attended, in the transaction that records the attendance. Deciding
 * the same again changes nothing; another amount replaces the charge, also on a draft, but never on an issued invoice.
 * What was charged in advance stays as it was agreed.
 */
export async function chargeLesson(ctx: Ctx, { lessonId, studentId, status, agreed }: LessonAttended): Promise<void> {
  const lesson = await getLessonFacts(ctx, lessonId)
  const listed = agreed ? null : await priceAt(ctx, lesson.offeringId, lesson.startsAt)
  const decision = decideCharge(status, { agreed, listed, currency: lesson.currency })
  const charge = await activeCharges(ctx)
    .select(sql<boolean>`decision ->> 'rule' = any(${[...advanceRules]}::text[])`.as('isInAdvance'))
    .where('kind', '=', 'lesson')
    .where('lessonId', '=', lessonId)
    .where('studentId', '=', studentId)
    .executeTakeFirst()
  if (charge?.isInAdvance) return
  if (charge ? isSame(charge, decision) : decision === null) return

  const draft = charge && (await lockDraftOf(ctx, charge.id))
  if (charge) await withdraw(ctx, charge)
  const replacement = decision && (await insertCharge(ctx, { lessonId, studentId, cancelled: null, decision }))
  if (draft) await changeDraft(ctx, { line: draft, replacement, decision })
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
