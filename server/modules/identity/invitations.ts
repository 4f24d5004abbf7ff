import { sql } from 'kysely'
import { getOrganisation } from '#organisations'
import type { Actor, Ctx, InstallCtx } from '#platform/context.ts'
import type { Input, Locale, Output } from '#platform/contract.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import type { Before } from '#platform/serve.ts'
import type * as contract from './contract.ts'
import type { Role } from './contract.ts'
import { alreadyMember, wrongCredentials } from './errors.ts'
import { consumeLink, expireLinks, openLink, storeLink } from './links.ts'
import { mailInvitation } from './mails.ts'
import { refuseCommonPassword } from './password-rules.ts'
import { hashPassword } from './passwords.ts'
import { permissionsOf } from './permissions.ts'
import { enterOrganisation } from './scope.ts'
import { checkCredentials, useCredentials, type CheckedLogin } from './sessions.ts'

const invitationDays = 14

export interface NewInvitation {
  readonly personId: Id<'person'>
  readonly email: string
  readonly roles: readonly Role[]
  readonly locale: Locale
  /** For the greeting of the mail. */
  readonly name?: string
  /** What the office wants to say besides. */
  readonly note?: string
}

export interface Invitation {
  readonly url: string
  readonly expiresAt: Temporal.Instant
}

/**
 * Makes a link by which a person gets a login here, queues its mail, and ends an earlier link of that person. Whether the
 * person has a login already is for the caller to know.
 */
export async function createInvitation(ctx: Ctx, invitation: NewInvitation): Promise<Invitation> {
  const { personId, email, roles, locale, name = '', note = '' } = invitation
  await sql`select pg_advisory_xact_lock(hashtextextended(${`invitation ${personId}`}, 0))`.execute(ctx.db)
  await expireLinks(ctx, { purpose: 'invitation', subjectId: personId, orgId: ctx.orgId })
  const expiresAt = ctx.now.add({ hours: 24 * invitationDays })
  const { orgId } = ctx
  const token = await storeLink(ctx, { purpose: 'invitation', orgId, subjectId: personId, email, roles, expiresAt })
  const url = await mailInvitation(ctx, {
    token,
    organisation: await getOrganisation(ctx),
    recipient: email,
    recipientName: name,
    locale,
    note,
    expiresAt,
    isPrivate: roles.includes('owner'),
  })
  await emit(ctx, 'identity.invited', { kind: 'person', id: personId }, { email, roles, expiresAt: String(expiresAt) })
  return { url, expiresAt }
}

export async function getInvitation(
  ctx: InstallCtx,
  { token }: Input<typeof contract.getInvitation>,
): Promise<Output<typeof contract.getInvitation>> {
  const { orgId, email, expiresAt } = await openInvitation(ctx, token)
  const { slug, name, accentHue, accentChroma } = await getOrganisation({ db: ctx.db, orgId })
  const login = await findLogin(ctx, email)
  return { organisation: { slug, name, accentHue, accentChroma }, email, hasLogin: login !== undefined, expiresAt }
}

/** The login that will join: one that proved itself by its password, or the hash of a new one's. */
export type Joining =
  | { readonly kind: 'known'; readonly login: CheckedLogin }
  | { readonly kind: 'new'; readonly passwordHash: string }

/** An existing login proves itself by its password; a new one is given the chosen password. */
export async function prepareJoining(
  { token, password }: Input<typeof contract.acceptInvitation>,
  before: Before,
): Promise<Joining> {
  const { email, organisation } = await before(async (ctx) => {
    const { email, orgId } = await openInvitation(ctx, token)
    const isKnown = (await findLogin(ctx, email)) !== undefined
    return { email, organisation: isKnown ? null : await getOrganisation({ db: ctx.db, orgId }) }
  })
  if (organisation === null) return { kind: 'known', login: await checkCredentials({ email, password }, before) }
  refuseCommonPassword(password, [email, organisation.name])
  return { kind: 'new', passwordHash: await hashPassword(password) }
}

export interface AcceptedInvitation {
  /** The same transaction, inside the organisation. */
  readonly inside: Ctx
  readonly personId: Id<'person'>
  readonly userId: Id<'user'>
  readonly roles: readonly Role[]
}

/**
 * Uses an invitation up and makes the membership; joining the login to the person, and then `recordAcceptance`, are the
 * caller's. An existing login keeps everything it has: an invitation can be sent to any address.
 */
export async function useInvitation(
  ctx: InstallCtx,
  { token, locale }: Input<typeof contract.acceptInvitation>,
  joining: Joining,
): Promise<AcceptedInvitation> {
  const { email, orgId } = await openInvitation(ctx, token)
  const userId =
    joining.kind === 'known'
      ? await useCredentials(ctx, joining.login)
      : await createLogin(ctx, {
          email,
          passwordHash: joining.passwordHash,
          locale: locale ?? (await getOrganisation({ db: ctx.db, orgId })).locale,
        })
  const { roles, subjectId } = await consumeLink(ctx, 'invitation', token)
  const inside = await enterOrganisation(ctx, orgId)
  await addMembership(inside, userId, roles)
  return { inside, personId: subjectId as Id<'person'>, userId, roles } // a link of this purpose is about a person
}

/** Records who joined, in the name of that person. */
export async function recordAcceptance(
  { inside, personId, userId, roles }: AcceptedInvitation,
  name: string,
): Promise<void> {
  const actor: Actor = { kind: 'person', personId, userId, name, roles, permissions: permissionsOf(roles) }
  await emit({ ...inside, actor }, 'identity.invitation_accepted', { kind: 'person', id: personId }, { userId, roles })
}

interface NewLogin {
  readonly email: string
  readonly passwordHash: string
  readonly locale: Locale
}

// Somebody else may have made this login a moment ago: then it is theirs, and stays as it is.
async function createLogin(ctx: InstallCtx, { email, passwordHash, locale }: NewLogin): Promise<Id<'user'>> {
  const created = await ctx.db
    .insertInto('identity.user')
    .values({ id: newId('user'), email, passwordHash, locale, emailVerifiedAt: ctx.now, createdAt: ctx.now })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!created) throw wrongCredentials()
  return created.id
}

export async function addMembership(
  ctx: Pick<Ctx, 'db' | 'orgId' | 'now'>,
  userId: Id<'user'>,
  roles: readonly Role[],
): Promise<void> {
  const created = await ctx.db
    .insertInto('identity.membership')
    .values({ orgId: ctx.orgId, id: newId('membership'), userId, roles: [...roles], createdAt: ctx.now })
    .onConflict((conflict) => conflict.columns(['orgId', 'userId']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!created) throw alreadyMember()
}

async function openInvitation(ctx: InstallCtx, token: string) {
  const { orgId, email, expiresAt } = await openLink(ctx, 'invitation', token)
  if (orgId === null || email === null) throw new Error('An invitation without an organisation or address.')
  return { orgId, email, expiresAt }
}

function findLogin(ctx: InstallCtx, email: string): Promise<{ id: Id<'user'> } | undefined> {
  return ctx.db.selectFrom('identity.user').select('id').where('email', '=', email).executeTakeFirst()
}
