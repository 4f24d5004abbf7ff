import { sql } from 'kysely'
import { ensureFamily } from '#people'
import type { Ctx } from '#platform/context.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { changeDraft, lockDraftOf, withdraw } from './charge-record.ts'
import { advanceRules, type AdvanceRule } from './charge-rules.ts'

export interface AdvanceCharges {
  readonly studentId: Id<'person'>
  readonly currency: string
  readonly lessons: readonly { readonly lessonId: Id<'lesson'>; readonly amount: bigint }[]
  /** The answer to "why this much?": the rule, its version, its inputs. */
  readonly why: {
    readonly rule: AdvanceRule
    readonly version: number
    readonly inputs: Readonly<Record<string, string | number | null>>
  }
}

/** Charges lessons before they are held, each with its own amount; a lesson that is charged already stays as it is. */
export async function chargeInAdvance(ctx: Ctx, { studentId, currency, lessons, why }: AdvanceCharges): Promise<void> {
  if (lessons.length === 0) return
  const familyId = await ensureFamily(ctx, studentId)
  const { rows } = await sql<{ lessonId: Id<'lesson'>; amount: bigint }>`
    insert into billing.charge (org_id, id, family_id, student_id, lesson_id, amount, currency, decision, created_at)
    select ${ctx.orgId}::uuid, id, ${familyId}::uuid, ${studentId}::uuid, lesson_id, amount, ${currency}, ${JSON.stringify(why)}::jsonb, ${ctx.now}
    from unnest(${lessons.map(() => newId('charge'))}::uuid[], ${lessons.map(({ lessonId }) => lessonId)}::uuid[],
      ${lessons.map(({ amount }) => String(amount))}::bigint[]) as wanted (id, lesson_id, amount)
    on conflict do nothing
    returning lesson_id, amount`.execute(ctx.db)
  if (rows.length === 0) return
  await emit(
    ctx,
    'billing.charged_in_advance',
    { kind: 'family', id: familyId },
    {
      studentId,
      lessonIds: rows.map(({ lessonId }) => lessonId),
      amount: String(rows.reduce((sum, { amount }) => sum + amount, 0n)),
      currency,
      ...why,
    },
  )
}

/**
 * Takes back what was charged in advance for these lessons, of one student or of everybody, also from drafts. What is on an issued invoice stays;
 * the ids of those lessons are given.
 */
export async function withdrawAdvance(
  ctx: Ctx,
  { lessonIds, studentId }: { readonly lessonIds: readonly Id<'lesson'>[]; readonly studentId?: Id<'person'> },
): Promise<Id<'lesson'>[]> {
  if (lessonIds.length === 0) return []
  const { rows } = await sql<Advance>`
    select c.id, c.lesson_id, c.amount, c.currency, exists (
      select from billing.invoice_line line join billing.invoice invoice on invoice.org_id = line.org_id and invoice.id = line.invoice_id
      where line.org_id = c.org_id and line.charge_id = c.id and invoice.issued_at is not null) as is_issued
    from billing.charge c
    where c.org_id = ${ctx.orgId} and c.lesson_id = any(${[...lessonIds]}::uuid[]) and c.withdrawn_at is null
      and c.decision ->> 'rule' = any(${[...advanceRules]}::text[])
      ${studentId ? sql`and c.student_id = ${studentId}` : sql``}
    order by c.id
    for update of c`.execute(ctx.db)
  for (const charge of rows.filter(({ isIssued }) => !isIssued)) {
    const line = await lockDraftOf(ctx, charge.id)
    await withdraw(ctx, charge)
    if (line) await changeDraft(ctx, { line, replacement: null, decision: null })
  }
  return rows.filter(({ isIssued }) => isIssued).map(({ lessonId }) => lessonId)
}

interface Advance {
  readonly id: Id<'charge'>
  readonly lessonId: Id<'lesson'>
  readonly amount: bigint
  readonly currency: string
  readonly isIssued: boolean
}

/** What a lesson costs a student, if that was decided. */
export async function findCharge(
  ctx: Ctx,
  { lessonId, studentId }: { readonly lessonId: Id<'lesson'>; readonly studentId: Id<'person'> },
): Promise<{ readonly amount: bigint; readonly currency: string } | undefined> {
  return ctx.db
    .selectFrom('billing.charge')
    .select(['amount', 'currency'])
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', '=', lessonId)
    .where('studentId', '=', studentId)
    .where('withdrawnAt', 'is', null)
    .where(sql<boolean>`decision ->> 'rule' <> 'late-cancellation'`)
    .executeTakeFirst()
}
