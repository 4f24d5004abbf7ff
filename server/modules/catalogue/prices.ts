import { getOrganisation } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import type { Money } from '#platform/money.ts'

/** The price of one lesson for one student, and since when it has been that. */
export interface PriceInForce extends Money {
  readonly priceId: Id<'price'>
  readonly validFrom: Temporal.Instant
}

/** The price that was or is in force at an instant; null when there was none yet. */
export async function priceAt(
  ctx: Ctx,
  offeringId: Id<'offering'>,
  instant: Temporal.Instant,
): Promise<PriceInForce | null> {
  const price = await ctx.db
    .selectFrom('catalogue.price')
    .select(['id as priceId', 'amount', 'currency', 'validFrom'])
    .where('orgId', '=', ctx.orgId)
    .where('offeringId', '=', offeringId)
    .where('validFrom', '<=', instant)
    .orderBy('validFrom', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  return price ?? null
}

/** Starts a price from now on, unless it is the one in force; older prices stay as they were. */
export async function setPrice(ctx: Ctx, offeringId: Id<'offering'>, amount: bigint): Promise<void> {
  const { currency } = await getOrganisation(ctx)
  const old = await priceAt(ctx, offeringId, ctx.now)
  if (old?.amount === amount && old.currency === currency) return
  await ctx.db
    .insertInto('catalogue.price')
    .values({ orgId: ctx.orgId, id: newId('price'), offeringId, amount, currency, validFrom: ctx.now })
    .execute()
  if (!old) return
  await emit(
    ctx,
    'catalogue.price_changed',
    { kind: 'offering', id: offeringId },
    { old: { amount: String(old.amount), currency: old.currency }, new: { amount: String(amount), currency } },
  )
}
