import { actingPerson, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { getResource } from '#resources'
import { publicAddress } from './config.ts'
import type * as contract from './contract.ts'
import type { FeedState } from './contract.ts'
import { hashSecret, newFeedSecret } from './feed-secret.ts'

type Owner = { readonly personId: Id<'person'> } | { readonly resourceId: Id<'resource'> }

function feedOf(ctx: Ctx, owner: Owner) {
  const feeds = ctx.db.selectFrom('calendars.feed').where('orgId', '=', ctx.orgId)
  return 'personId' in owner
    ? feeds.where('personId', '=', owner.personId)
    : feeds.where('resourceId', '=', owner.resourceId)
}

async function readState(ctx: Ctx, owner: Owner): Promise<FeedState> {
  const feed = await feedOf(ctx, owner).select(['createdAt', 'lastReadAt']).executeTakeFirst()
  return { feed: feed ?? null }
}

function subjectOf(owner: Owner) {
  return 'personId' in owner ? { kind: 'person', id: owner.personId } : { kind: 'resource', id: owner.resourceId }
}

/** Makes the address, or another one in its place: the old one is dead when this is committed. */
async function renew(ctx: Ctx, owner: Owner): Promise<Output<typeof contract.renewMyFeed>> {
  const secret = newFeedSecret(ctx.orgId)
  const fresh = {
    secretHash: hashSecret(secret),
    createdBy: actingPerson(ctx),
    createdAt: ctx.now,
    lastReadAt: null,
    contentHash: null,
    contentChangedAt: null,
  }
  await ctx.db
    .insertInto('calendars.feed')
    .values({ ...fresh, ...owner, orgId: ctx.orgId, id: newId('feed') })
    .onConflict((conflict) =>
      conflict.columns(['orgId', 'personId' in owner ? 'personId' : 'resourceId']).doUpdateSet(fresh),
    )
    .execute()
  await emit(ctx, 'calendars.feed_renewed', subjectOf(owner))
  return { address: publicAddress(`/calendars/${secret}.ics`), feed: { createdAt: ctx.now, lastReadAt: null } }
}

async function revoke(ctx: Ctx, owner: Owner): Promise<Record<string, never>> {
  const feed = await feedOf(ctx, owner).select('id').executeTakeFirst()
  if (!feed) throw notFound()
  await ctx.db.deleteFrom('calendars.feed').where('orgId', '=', ctx.orgId).where('id', '=', feed.id).execute()
  await emit(ctx, 'calendars.feed_revoked', subjectOf(owner))
  return {}
}

const mine = (ctx: Ctx): Owner => ({ personId: actingPerson(ctx) })

export const getMyFeed = async (ctx: Ctx): Promise<FeedState> => readState(ctx, mine(ctx))
export const renewMyFeed = async (ctx: Ctx) => renew(ctx, mine(ctx))
export const revokeMyFeed = async (ctx: Ctx) => revoke(ctx, mine(ctx))

async function resourceOwner(ctx: Ctx, { resourceId }: { resourceId: Id<'resource'> }): Promise<Owner> {
  await getResource(ctx, resourceId)
  return { resourceId }
}

export async function getResourceFeed(ctx: Ctx, input: Input<typeof contract.getResourceFeed>): Promise<FeedState> {
  return readState(ctx, await resourceOwner(ctx, input))
}

export async function renewResourceFeed(ctx: Ctx, input: Input<typeof contract.renewResourceFeed>) {
  return renew(ctx, await resourceOwner(ctx, input))
}

export async function revokeResourceFeed(ctx: Ctx, input: Input<typeof contract.revokeResourceFeed>) {
  return revoke(ctx, await resourceOwner(ctx, input))
}
