import { getOrganisation } from '#organisations'
import type { Ctx, InstallCtx } from '#platform/context.ts'
import type { Input } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { newId, type Id } from '#platform/ids.ts'
import { demonstrationPassword } from './config.ts'
import type * as contract from './contract.ts'
import type { Role } from './contract.ts'
import { addMembership } from './invitations.ts'
import { hashPassword } from './passwords.ts'
import { enterOrganisation } from './scope.ts'
import { startSession } from './sessions.ts'

/** The transaction inside the demonstration organisation; refused like something that does not exist where there is none. */
export async function enterDemonstrationOrganisation(ctx: InstallCtx): Promise<Ctx> {
  if (demonstrationPassword() === null) throw notFound()
  const organisation = await ctx.db
    .selectFrom('organisations.organisation')
    .select('id')
    .where('isDemonstration', '=', true)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  if (!organisation) throw notFound()
  return enterOrganisation(ctx, organisation.id)
}

export async function enterDemonstration(
  ctx: InstallCtx,
  { role }: Input<typeof contract.enterDemonstration>,
): Promise<contract.Session> {
  const inside = await enterDemonstrationOrganisation(ctx)
  const login = await inside.db
    .selectFrom('identity.membership as membership')
    .innerJoin('identity.user as user', 'user.id', 'membership.userId')
    .select('user.id')
    .where('membership.orgId', '=', inside.orgId)
    .where('membership.status', '=', 'active')
    .where('user.status', '=', 'active')
    .where('user.email', '=', demonstrationEmail(role))
    .executeTakeFirst()
  if (!login) throw notFound()
  return startSession(ctx, login.id)
}

/** Makes the demonstration login of a role in this organisation; joining it to a person is the caller's. */
export async function createDemonstrationLogin(ctx: Ctx, { role }: { readonly role: Role }): Promise<Id<'user'>> {
  const password = demonstrationPassword()
  const { isDemonstration, locale } = await getOrganisation(ctx)
  if (password === null || !isDemonstration) throw new Error('Only a demonstration has demonstration logins.')
  const email = demonstrationEmail(role)
  await ctx.db
    .insertInto('identity.user')
    .values({
      id: newId('user'),
      email,
      passwordHash: await hashPassword(password),
      locale,
      emailVerifiedAt: ctx.now,
      createdAt: ctx.now,
    })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .execute()
  const { id } = await ctx.db
    .selectFrom('identity.user')
    .select('id')
    .where('email', '=', email)
    .executeTakeFirstOrThrow()
  await addMembership(ctx, id, [role])
  return id
}

export function demonstrationEmail(role: Role): string {
  return `${role}@demo.lessonry.example`
}
