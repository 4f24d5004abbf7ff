import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import type * as contract from './contract.ts'

export async function addClosure(
  ctx: Ctx,
  { fromDate, toDate, name }: Input<typeof contract.addClosure>,
): Promise<Output<typeof contract.addClosure>> {
  if (Temporal.PlainDate.compare(fromDate, toDate) > 0) throw wrongField('toDate', 'before_first_day')
  const closure = { id: newId('closure'), fromDate, toDate, name }
  await ctx.db
    .insertInto('organisations.closure')
    .values({ ...closure, orgId: ctx.orgId })
    .execute()
  await emit(ctx, 'organisations.closure_added', { kind: 'closure', id: closure.id }, { fromDate, toDate, name })
  return closure
}

export async function removeClosure(
  ctx: Ctx,
  { closureId }: Input<typeof contract.removeClosure>,
): Promise<Output<typeof contract.removeClosure>> {
  const removed = await ctx.db
    .deleteFrom('organisations.closure')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', closureId)
    .returning(['fromDate', 'toDate', 'name'])
    .executeTakeFirst()
  if (!removed) throw notFound()
  await emit(ctx, 'organisations.closure_removed', { kind: 'closure', id: closureId }, removed)
  return {}
}
