import type { Ctx } from '#platform/context.ts'
import { newId, type Id } from '#platform/ids.ts'

export interface FamilyName {
  readonly id: Id<'family'>
  readonly name: string
}

/** The family that a person belongs to, whoever asks; null for those in none. */
export async function familyOf(ctx: Ctx, personId: Id<'person'>): Promise<FamilyName | null> {
  const family = await ctx.db
    .selectFrom('people.familyMember as member')
    .innerJoin('people.family as family', (join) =>
      join.onRef('family.orgId', '=', 'member.orgId').onRef('family.id', '=', 'member.familyId'),
    )
    .select(['family.id', 'family.name'])
    .where('member.orgId', '=', ctx.orgId)
    .where('member.personId', '=', personId)
    .executeTakeFirst()
  return family ?? null
}

export async function createFamily(ctx: Ctx, name: string): Promise<Id<'family'>> {
  const id = newId('family')
  await ctx.db.insertInto('people.family').values({ orgId: ctx.orgId, id, name, createdAt: ctx.now }).execute()
  return id
}

/** Puts a person who is in no family yet into one. */
export async function joinFamily(ctx: Ctx, familyId: Id<'family'>, personId: Id<'person'>): Promise<void> {
  await ctx.db
    .insertInto('people.familyMember')
    .values({ orgId: ctx.orgId, familyId, personId })
    .onConflict((conflict) => conflict.columns(['orgId', 'personId']).doNothing())
    .execute()
}
