import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type * as contract from './contract.ts'
import type { Role } from './contract.ts'
import { lastOwner } from './errors.ts'

/** The reader; roles and permissions are those of this request, which the database was just asked for. */
export async function getMe(ctx: Ctx): Promise<Output<typeof contract.getMe>> {
  const { userId, personId, name, roles, permissions } = ctx.actor
  if (userId === null) throw notFound()
  const { email } = await ctx.db
    .selectFrom('identity.user')
    .select('email')
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  return { personId, name, email, roles: roles as Role[], permissions: [...permissions].toSorted() } // a check constraint
}

/** Changes roles or suspends. Whoever changes an owner first locks all owners, so two who leave at once leave one. */
export async function changeMembership(ctx: Ctx, input: Input<typeof contract.changeMember>): Promise<void> {
  const { membershipId } = input
  const owners = await ctx.db
    .selectFrom('identity.membership')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('status', '=', 'active')
    .where((eb) => eb('roles', '@>', eb.val(['owner'])))
    .orderBy('id')
    .forUpdate()
    .execute()
  const before = await ctx.db
    .selectFrom('identity.membership')
    .select(['id', 'userId', 'roles', 'status'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', membershipId)
    .forUpdate()
    .executeTakeFirst()
  if (!before) throw notFound()
  const after = {
    roles: input.roles === undefined ? before.roles : [...new Set(input.roles)],
    status: input.status ?? before.status,
  }
  const staysOwner = after.status === 'active' && after.roles.includes('owner')
  if (!staysOwner && owners.length === 1 && owners[0]!.id === membershipId) throw lastOwner()
  await ctx.db
    .updateTable('identity.membership')
    .set(after)
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', membershipId)
    .execute()
  await emit(
    ctx,
    'identity.member_changed',
    { kind: 'membership', id: membershipId },
    { userId: before.userId, old: { roles: before.roles, status: before.status }, new: after },
  )
}
