import { sql } from 'kysely'
import { z } from 'zod'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import { likeText, plainText } from './contact-data.ts'
import type * as contract from './contract.ts'
import { listGuardianships } from './guardianships.ts'
import { personRows, toPersonRow } from './people-list.ts'
import { visiblePeople } from './visibility.ts'

/** Families with a member whom the reader may see; the office sees those without members too. */
function visibleFamilies(ctx: Ctx) {
  const families = ctx.db.selectFrom('people.family as family').where('family.orgId', '=', ctx.orgId)
  if (can(ctx, 'people.manage')) return families
  return families.where('family.id', 'in', (eb) =>
    eb
      .selectFrom('people.familyMember as member')
      .select('member.familyId')
      .where('member.orgId', '=', ctx.orgId)
      .where('member.personId', 'in', visiblePeople(ctx).select('person.id')),
  )
}

export async function listFamilies(
  ctx: Ctx,
  input: Input<typeof contract.listFamilies>,
): Promise<Output<typeof contract.listFamilies>> {
  const limit = limitOf(input)
  const after = readCursor(input.cursor, z.tuple([z.string(), z.uuid()]))
  const words = plainText(input.search ?? '')
  const rows = await visibleFamilies(ctx)
    .select(['family.id', 'family.name'])
    .select((eb) =>
      eb
        .selectFrom('people.familyMember as member')
        .innerJoin(visiblePeople(ctx).select(['person.id', 'person.fullName']).as('person'), (join) =>
          join.onRef('person.id', '=', 'member.personId'),
        )
        .select(sql<string[]>`coalesce(array_agg(person.full_name order by person.full_name), '{}')`.as('names'))
        .where('member.orgId', '=', ctx.orgId)
        .whereRef('member.familyId', '=', 'family.id')
        .as('memberNames'),
    )
    .$if(words !== '', (query) =>
      query.where((eb) =>
        eb.or([
          eb('family.name', 'ilike', `%${likeText(input.search!.trim())}%`),
          eb(
            'family.id',
            'in',
            eb
              .selectFrom('people.familyMember as member')
              .innerJoin(visiblePeople(ctx).select(['person.id', 'person.searchText']).as('person'), (join) =>
                join.onRef('person.id', '=', 'member.personId'),
              )
              .select('member.familyId')
              .where('member.orgId', '=', ctx.orgId)
              .where('person.searchText', 'like', `%${likeText(words)}%`),
          ),
        ]),
      ),
    )
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(family.name, family.id) > (${after?.[0]}, ${after?.[1]})`),
    )
    .orderBy('family.name')
    .orderBy('family.id')
    .limit(limit + 1)
    .execute()
  const families = rows.map(({ memberNames, ...row }) => ({ ...row, memberNames: memberNames ?? [] }))
  return toPage(families, limit, ({ name, id }) => [name, id])
}

export async function getFamily(
  ctx: Ctx,
  { familyId }: Input<typeof contract.getFamily>,
): Promise<Output<typeof contract.getFamily>> {
  const family = await visibleFamilies(ctx)
    .select(['family.id', 'family.name'])
    .where('family.id', '=', familyId)
    .executeTakeFirst()
  if (!family) throw notFound()
  const members = await personRows(ctx)
    .where('family.id', '=', familyId)
    .orderBy('person.fullName')
    .orderBy('person.id')
    .execute()
  const memberIds = members.map(({ id }) => id)
  return {
    ...family,
    members: members.map((member) => toPersonRow(ctx, member)),
    guardianships: await listGuardianships(ctx, memberIds),
  }
}
