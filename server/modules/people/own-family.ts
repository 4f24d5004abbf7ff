import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { createFamily, familyOf, joinFamily } from './family-members.ts'

/** The family that pays for a person; a person without one gets a family of their own, under their name. */
export async function ensureFamily(ctx: Ctx, personId: Id<'person'>): Promise<Id<'family'>> {
  const family = await familyOf(ctx, personId)
  if (family) return family.id
  // Two lessons of one student may be marked at the same moment: the second waits here and then finds the family.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`family of ${personId}`}, 0))`.execute(ctx.db)
  const founded = await familyOf(ctx, personId)
  if (founded) return founded.id
  const person = await ctx.db
    .selectFrom('people.person')
    .select('fullName')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', personId)
    .executeTakeFirst()
  if (!person) throw notFound()
  const id = await createFamily(ctx, person.fullName)
  await joinFamily(ctx, id, personId)
  return id
}
