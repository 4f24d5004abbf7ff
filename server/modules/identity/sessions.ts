import type { InstallCtx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { newId, type Id } from '#platform/ids.ts'
import type { Before } from '#platform/serve.ts'
import { countAttempt, forgetAttempt, type AttemptId } from './attempts.ts'
import type * as contract from './contract.ts'
import type { Role } from './contract.ts'
import { wrongCredentials } from './errors.ts'
import { hashPassword, isOutdated, verifyPassword } from './passwords.ts'
import { enterLogin } from './scope.ts'
import { hashToken, newToken } from './tokens.ts'

/** A session that is used goes on for so long; `server/authentication.ts` moves it. */
const sessionDays = 30

type Session = contract.Session

export async function getSession(ctx: InstallCtx): Promise<Session> {
  if (ctx.userId === null || ctx.session.token === null) return { user: null, memberships: [] }
  const session = await ctx.db
    .selectFrom('identity.session')
    .select('expiresAt')
    .where('tokenHash', '=', hashToken(ctx.session.token))
    .executeTakeFirst()
  if (session) ctx.session.set(ctx.session.token, session.expiresAt)
  return describeSession(ctx, ctx.userId)
}

export async function signIn(
  ctx: InstallCtx,
  _input: Input<typeof contract.signIn>,
  checked: CheckedLogin,
): Promise<Session> {
  return startSession(ctx, await useCredentials(ctx, checked))
}

interface Credentials {
  readonly email: string
  readonly password: string
}

/** A login whose password was right a moment ago. */
export interface CheckedLogin {
  readonly userId: Id<'user'>
  readonly attempt: AttemptId
  readonly passwordHash: string
  /** With the effort of today, when it was made with another. */
  readonly newHash: string | null
}

/** Counts the try, then compares the password while no transaction waits for it. */
export async function checkCredentials({ email, password }: Credentials, before: Before): Promise<CheckedLogin> {
  const { attempt, user } = await before(async (ctx) => ({
    attempt: await countAttempt(ctx, `sign-in ${email}`),
    user: await ctx.db
      .selectFrom('identity.user')
      .select(['id', 'passwordHash', 'status'])
      .where('email', '=', email)
      .executeTakeFirst(),
  }))
  const passwordHash = user?.passwordHash ?? null
  const fits = await verifyPassword(password, passwordHash)
  if (!user || !fits || passwordHash === null || user.status !== 'active') throw wrongCredentials()
  const newHash = isOutdated(passwordHash) ? await hashPassword(password) : null
  return { userId: user.id, attempt, passwordHash, newHash }
}

/** The login of a checked password; one that was changed since is wrong. Waits for whoever changes it right now. */
export async function useCredentials(
  ctx: InstallCtx,
  { userId, attempt, passwordHash, newHash }: CheckedLogin,
): Promise<Id<'user'>> {
  const user = await ctx.db
    .updateTable('identity.user')
    .set({ passwordHash: newHash ?? passwordHash })
    .where('id', '=', userId)
    .where('passwordHash', '=', passwordHash)
    .where('status', '=', 'active')
    .returning('id')
    .executeTakeFirst()
  if (!user) throw wrongCredentials()
  await forgetAttempt(ctx, attempt)
  return userId
}

/** Signs the browser in with a new token; the one it had before, of whomever, ends. */
export async function startSession(ctx: InstallCtx, userId: Id<'user'>): Promise<Session> {
  await endThisSession(ctx)
  const token = newToken()
  const expiresAt = ctx.now.add({ hours: 24 * sessionDays })
  await ctx.db
    .insertInto('identity.session')
    .values({
      id: newId('session'),
      userId,
      tokenHash: hashToken(token),
      createdAt: ctx.now,
      lastUsedAt: ctx.now,
      expiresAt,
      userAgent: ctx.request.userAgent,
      address: ctx.request.address,
    })
    .execute()
  ctx.session.set(token, expiresAt)
  await enterLogin(ctx, userId)
  return describeSession(ctx, userId)
}

export async function signOut(ctx: InstallCtx): Promise<Output<typeof contract.signOut>> {
  await endThisSession(ctx)
  ctx.session.clear()
  return {}
}

export async function endAllSessions(ctx: Pick<InstallCtx, 'db'>, userId: Id<'user'>): Promise<void> {
  await ctx.db.deleteFrom('identity.session').where('userId', '=', userId).execute()
}

export async function listDevices(ctx: InstallCtx): Promise<Output<typeof contract.listDevices>> {
  const { token } = ctx.session
  const rows = await ctx.db
    .selectFrom('identity.session')
    .select(['id', 'userAgent', 'address', 'createdAt', 'lastUsedAt', 'tokenHash'])
    .where('userId', '=', signedIn(ctx))
    .where('expiresAt', '>', ctx.now)
    .orderBy('lastUsedAt', 'desc')
    .orderBy('id', 'desc')
    .execute()
  const mine = token === null ? null : hashToken(token)
  return { devices: rows.map(({ tokenHash, ...row }) => ({ ...row, isThis: mine?.equals(tokenHash) ?? false })) }
}

export async function endDevice(
  ctx: InstallCtx,
  { sessionId }: Input<typeof contract.endDevice>,
): Promise<Output<typeof contract.endDevice>> {
  const ended = await ctx.db
    .deleteFrom('identity.session')
    .where('id', '=', sessionId)
    .where('userId', '=', signedIn(ctx))
    .returning('tokenHash')
    .executeTakeFirst()
  if (!ended) throw notFound()
  if (ctx.session.token !== null && hashToken(ctx.session.token).equals(ended.tokenHash)) ctx.session.clear()
  return {}
}

async function endThisSession(ctx: InstallCtx): Promise<void> {
  if (ctx.session.token === null) return
  await ctx.db.deleteFrom('identity.session').where('tokenHash', '=', hashToken(ctx.session.token)).execute()
}

// Row-level security shows memberships of the login of this transaction only.
async function describeSession(ctx: InstallCtx, userId: Id<'user'>): Promise<Session> {
  const user = await ctx.db
    .selectFrom('identity.user')
    .select(['id', 'email', 'locale'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow()
  const rows = await ctx.db
    .selectFrom('identity.membership as membership')
    .innerJoin('organisations.organisation as organisation', 'organisation.id', 'membership.orgId')
    .select(['slug', 'name', 'accentHue', 'accentChroma', 'roles'])
    .where('membership.userId', '=', userId)
    .where('membership.status', '=', 'active')
    .orderBy('name')
    .orderBy('slug')
    .execute()
  const memberships = rows.map(({ roles, ...organisation }) => ({ organisation, roles: roles as Role[] })) // a check constraint
  return { user, memberships }
}

function signedIn(ctx: InstallCtx): Id<'user'> {
  if (ctx.userId === null) throw notFound()
  return ctx.userId
}
