import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { idOf, type Id } from '#platform/ids.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import type * as contract from './contract.ts'

export async function listCharges(
  ctx: Ctx,
  { familyId, unbilled, ...page }: Input<typeof contract.listCharges>,
): Promise<Output<typeof contract.listCharges>> {
  const limit = limitOf(page)
  const after = readCursor(page.cursor, z.tuple([idOf('charge')]))
  let query = activeCharges(ctx)
    .innerJoin('people.family as family', (join) =>
      join.onRef('family.orgId', '=', 'charge.orgId').onRef('family.id', '=', 'charge.familyId'),
    )
    .innerJoin('people.person as student', (join) =>
      join.onRef('student.orgId', '=', 'charge.orgId').onRef('student.id', '=', 'charge.studentId'),
    )
    .innerJoin('scheduling.lesson as lesson', (join) =>
      join.onRef('lesson.orgId', '=', 'charge.orgId').onRef('lesson.id', '=', 'charge.lessonId'),
    )
    .innerJoin('catalogue.offering as offering', (join) =>
      join.onRef('offering.orgId', '=', 'lesson.orgId').onRef('offering.id', '=', 'lesson.offeringId'),
    )
    .select([
      'charge.id',
      'charge.kind',
      'charge.familyId',
      'family.name as familyName',
      'charge.studentId',
      'charge.lessonId',
    ])
    .select(['student.fullName as studentName', 'offering.title', 'lesson.startsAt'])
    .select(['charge.amount', 'charge.currency', 'line.invoiceId'])
  if (familyId) query = query.where('charge.familyId', '=', familyId)
  if (unbilled) query = query.where('line.id', 'is', null)
  if (after) query = query.where('charge.id', '>', after[0])
  const rows = await query
    .orderBy('charge.id')
    .limit(limit + 1)
    .execute()
  const charges = rows.map(({ amount, currency, ...row }) => ({ ...row, price: { amount, currency } }))
  return toPage(charges, limit, ({ id }) => [id])
}

/** What is on no invoice yet, in each currency; of one family, or of everybody. */
export async function sumUnbilled(ctx: Ctx, familyId?: Id<'family'>) {
  let query = activeCharges(ctx)
    .select('charge.currency')
    .select(sql<bigint>`sum(charge.amount)::bigint`.as('amount'))
    .where('line.id', 'is', null)
  if (familyId) query = query.where('charge.familyId', '=', familyId)
  return query.groupBy('charge.currency').orderBy('charge.currency').execute()
}

function activeCharges(ctx: Ctx) {
  return ctx.db
    .selectFrom('billing.charge as charge')
    .leftJoin('billing.invoiceLine as line', (join) =>
      join.onRef('line.orgId', '=', 'charge.orgId').onRef('line.chargeId', '=', 'charge.id'),
    )
    .where('charge.orgId', '=', ctx.orgId)
    .where('charge.withdrawnAt', 'is', null)
}
