import { sql, type SqlBool } from 'kysely'
import { z } from 'zod'
import {
  alreadyMember,
  changeMembership,
  createInvitation,
  demonstrationEmail,
  enterDemonstrationOrganisation,
  noEmail,
  recordAcceptance,
  startSession,
  useInvitation,
  type acceptInvitation as acceptInvitationEndpoint,
  type changeMember as changeMemberEndpoint,
  type getDemonstration as getDemonstrationEndpoint,
  type Invitation,
  type Joining,
  type invitePerson as invitePersonEndpoint,
  type listMembers as listMembersEndpoint,
  type Role,
} from '#identity'
import { getOrganisation } from '#organisations'
import { mustBeAllowed, type Ctx, type InstallCtx } from '#platform/context.ts'
import type { Input, Locale, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import { createPerson } from './people.ts'

/** Roles that only an owner gives, because they open the whole organisation. */
const officeRoles: readonly Role[] = ['owner', 'office']

export async function invitePerson(
  ctx: Ctx,
  { personId, roles, note }: Input<typeof invitePersonEndpoint>,
): Promise<Output<typeof invitePersonEndpoint>> {
  if (roles.some((role) => officeRoles.includes(role))) mustBeAllowed(ctx, 'identity.manage')
  const person = await ctx.db
    .selectFrom('people.person')
    .select(['fullName', 'email', 'locale', 'userId'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', personId)
    .executeTakeFirst()
  if (!person) throw notFound()
  if (person.userId !== null) throw alreadyMember()
  if (person.email === null) throw noEmail()
  const { expiresAt } = await createInvitation(ctx, {
    personId,
    email: person.email,
    roles: [...new Set(roles)],
    locale: person.locale ?? (await getOrganisation(ctx)).locale,
    name: person.fullName,
    ...(note !== undefined && { note }),
  })
  return { expiresAt }
}

export interface FirstOwner {
  readonly fullName: string
  readonly email: string
  readonly locale: Locale
}

/** Adds the person who will own a new organisation, and invites them. */
export async function inviteOwner(ctx: Ctx, { fullName, email, locale }: FirstOwner): Promise<Invitation> {
  const { id } = await createPerson(ctx, { fullName, email, locale, isStaff: true })
  return createInvitation(ctx, { personId: id, email, roles: ['owner'], locale, name: fullName })
}

export async function acceptInvitation(
  ctx: InstallCtx,
  input: Input<typeof acceptInvitationEndpoint>,
  joining: Joining,
): Promise<Output<typeof acceptInvitationEndpoint>> {
  const accepted = await useInvitation(ctx, input, joining)
  const name = await linkLogin(accepted.inside, accepted.personId, accepted.userId)
  await recordAcceptance(accepted, name)
  return startSession(ctx, accepted.userId)
}

/** Joins a login to a person of this organisation and gives their name. A person has one login at most, and it is never exchanged. */
export async function linkLogin(ctx: Ctx, personId: Id<'person'>, userId: Id<'user'>): Promise<string> {
  const linked = await ctx.db
    .updateTable('people.person')
    .set({ userId })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', personId)
    .where('userId', 'is', null)
    .returning('fullName')
    .executeTakeFirst()
  if (!linked) throw alreadyMember()
  return linked.fullName
}

type Member = Output<typeof changeMemberEndpoint>

export async function listMembers(
  ctx: Ctx,
  input: Input<typeof listMembersEndpoint>,
): Promise<Output<typeof listMembersEndpoint>> {
  const limit = limitOf(input)
  const after = readCursor(input.cursor, z.tuple([z.string(), z.uuid()]))
  const rows = await memberRows(ctx)
    .$if(after !== null, (query) =>
      query.where(
        sql<SqlBool>`(coalesce(person.full_name, "user".email::text), membership.id) > (${after?.[0]}, ${after?.[1]}::uuid)`,
      ),
    )
    .orderBy(sql`coalesce(person.full_name, "user".email::text)`)
    .orderBy('membership.id')
    .limit(limit + 1)
    .execute()
  return toPage(rows.map(toMember), limit, ({ name, id }) => [name, id])
}

export async function changeMember(ctx: Ctx, input: Input<typeof changeMemberEndpoint>): Promise<Member> {
  await changeMembership(ctx, input)
  return toMember(await memberRows(ctx).where('membership.id', '=', input.membershipId).executeTakeFirstOrThrow())
}

export async function getDemonstration(ctx: InstallCtx): Promise<Output<typeof getDemonstrationEndpoint>> {
  const inside = await enterDemonstrationOrganisation(ctx)
  const { slug, name } = await getOrganisation(inside)
  const rows = await memberRows(inside)
    .where('membership.status', '=', 'active')
    .where('user.email', 'like', '%@demo.lessonry.example')
    .orderBy('membership.id')
    .execute()
  const logins = rows.flatMap((row) => {
    const { email, name: person, roles } = toMember(row)
    const role = roles.find((each) => email === demonstrationEmail(each))
    return role === undefined ? [] : [{ role, name: person, email }]
  })
  return { slug, name, logins }
}

// A login that belongs to no person is called by its address.
function memberRows(ctx: Ctx) {
  return ctx.db
    .selectFrom('identity.membership as membership')
    .innerJoin('identity.user as user', 'user.id', 'membership.userId')
    .leftJoin('people.person as person', (join) =>
      join.onRef('person.orgId', '=', 'membership.orgId').onRef('person.userId', '=', 'membership.userId'),
    )
    .select((eb) => [
      'membership.id',
      'person.id as personId',
      eb.fn.coalesce('person.fullName', 'user.email').as('name'),
      'user.email',
      'membership.roles',
      'membership.status',
    ])
    .where('membership.orgId', '=', ctx.orgId)
}

function toMember<R extends { roles: string[] }>(row: R): Omit<R, 'roles'> & { roles: Role[] } {
  return { ...row, roles: row.roles as Role[] } // a check constraint
}
