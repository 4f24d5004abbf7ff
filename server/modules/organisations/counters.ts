import type { Ctx } from '#platform/context.ts'

/**
 * The next number of a series of this organisation, from 1. Its row stays locked until the transaction ends, so a number
 * whose transaction fails is given again: no gaps, and whoever asks at the same moment waits.
 */
export async function nextNumber(ctx: Pick<Ctx, 'db' | 'orgId'>, name: string): Promise<bigint> {
  const { value } = await ctx.db
    .insertInto('organisations.counter')
    .values({ orgId: ctx.orgId, name, value: 1n })
    .onConflict((conflict) =>
      conflict.columns(['orgId', 'name']).doUpdateSet((eb) => ({ value: eb('organisations.counter.value', '+', 1n) })),
    )
    .returning('value')
    .executeTakeFirstOrThrow()
  return value
}
