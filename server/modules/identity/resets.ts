import { setTimeout as wait } from 'node:timers/promises'
import type { InstallCtx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { Problem } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import type { Before } from '#platform/serve.ts'
import { countAttempt, forgetAttempts } from './attempts.ts'
import type * as contract from './contract.ts'
import { linkUsed, tooManyTries } from './errors.ts'
import { consumeLink, expireLinks, openLink, storeLink } from './links.ts'
import { mailReset } from './mails.ts'
import { refuseCommonPassword } from './password-rules.ts'
import { hashPassword } from './passwords.ts'
import { enterLogin, enterOrganisation, leaveLogin } from './scope.ts'
import { endAllSessions, startSession } from './sessions.ts'

/** Longer than the work for an address that has a login, so that both answers take the same time. */
const answerMilliseconds = 250
/** Mails to one address in the time that tries are counted. */
const mailsOfMailbox = 3

/** Everything happens before the request's own transaction, and no connection is held while the answer waits for its time. */
export async function sendResetInTime(
  { email }: Input<typeof contract.requestPasswordReset>,
  before: Before,
): Promise<void> {
  const answerAt = performance.now() + answerMilliseconds
  if (await mayAsk(email, before)) await before((ctx) => sendReset(ctx, email))
  await wait(Math.max(0, answerAt - performance.now()))
}

/** The answer is the same whether there is a login or not. */
export async function requestPasswordReset(): Promise<Output<typeof contract.requestPasswordReset>> {
  return {}
}

// Who asks too often hears nothing of it, because only a flood of one mailbox is to be prevented.
async function mayAsk(email: string, before: Before): Promise<boolean> {
  try {
    await before((ctx) => countAttempt(ctx, `reset ${email}`, mailsOfMailbox))
    return true
  } catch (error) {
    if (error instanceof Problem && error.code === tooManyTries.code) return false
    throw error
  }
}

async function sendReset(ctx: InstallCtx, email: string): Promise<void> {
  const user = await ctx.db
    .selectFrom('identity.user')
    .select(['id', 'email', 'locale'])
    .where('email', '=', email)
    .where('status', '=', 'active')
    .executeTakeFirst()
  if (!user) return
  const orgId = await firstOrganisation(ctx, user.id)
  if (orgId === null) return
  const token = await storeLink(ctx, {
    purpose: 'password-reset',
    orgId: null,
    subjectId: user.id,
    email: user.email,
    expiresAt: ctx.now.add({ hours: 1 }),
  })
  await mailReset(await enterOrganisation(ctx, orgId), { token, recipient: user.email, locale: user.locale })
}

// A mail belongs to an organisation's outbox; this one to that of the oldest membership.
async function firstOrganisation(ctx: InstallCtx, userId: Id<'user'>): Promise<Id<'organisation'> | null> {
  await enterLogin(ctx, userId)
  const oldest = await ctx.db
    .selectFrom('identity.membership')
    .select('orgId')
    .where('userId', '=', userId)
    .orderBy('createdAt')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  await leaveLogin(ctx)
  return oldest?.orgId ?? null
}

/** The hash of the new password, if the link is good for one. */
export async function prepareReset(
  { token, password }: Input<typeof contract.resetPassword>,
  before: Before,
): Promise<string> {
  const { email } = await before((ctx) => openLink(ctx, 'password-reset', token))
  refuseCommonPassword(password, [email ?? ''])
  return hashPassword(password)
}

export async function resetPassword(
  ctx: InstallCtx,
  { token }: Input<typeof contract.resetPassword>,
  passwordHash: string,
): Promise<contract.Session> {
  const link = await consumeLink(ctx, 'password-reset', token)
  const user = await ctx.db
    .updateTable('identity.user')
    .set((eb) => ({ passwordHash, emailVerifiedAt: eb.fn.coalesce('emailVerifiedAt', eb.val(ctx.now)) }))
    .where('id', '=', link.subjectId as Id<'user'>) // a link of this purpose is about a user
    .where('status', '=', 'active')
    .returning(['id', 'email'])
    .executeTakeFirst()
  if (!user) throw linkUsed()
  await expireLinks(ctx, { purpose: 'password-reset', subjectId: user.id, orgId: null })
  await endAllSessions(ctx, user.id)
  await forgetAttempts(ctx, `sign-in ${user.email}`)
  return startSession(ctx, user.id)
}
