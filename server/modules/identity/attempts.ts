import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { InstallCtx } from '#platform/context.ts'
import { newId, type Id } from '#platform/ids.ts'
import { networkOf } from '#platform/rate-limit.ts'
import { tooManyTries } from './errors.ts'

const windowMinutes = 15
const triesOfAccount = 10
const triesOfAddress = 100

export type AttemptId = Id<'sign_in_attempt'>

/**
 * Counts a try before it is made, and refuses it when there were too many of this account or from this network. It belongs
 * into a transaction before that of the request, because the refusal of a wrong password undoes everything in the latter.
 * The locks make tries that come together count one by one; account before address in every caller, so they cannot block
 * each other.
 */
export async function countAttempt(
  ctx: InstallCtx,
  account: string,
  maximum: number = triesOfAccount,
): Promise<AttemptId> {
  const accountKey = keyOf(account)
  const addressKey = networkOf(ctx.request.address)
  for (const key of [accountKey, addressKey])
    await sql`select pg_advisory_xact_lock(hashtextextended(${`attempt ${key}`}, 0))`.execute(ctx.db)
  const since = ctx.now.subtract({ minutes: windowMinutes })
  const { ofAccount, ofAddress, earliest } = await ctx.db
    .selectFrom('identity.signInAttempt')
    .select((eb) => [
      eb.fn.countAll<bigint>().filterWhere('accountKey', '=', accountKey).as('ofAccount'),
      eb.fn.countAll<bigint>().filterWhere('addressKey', '=', addressKey).as('ofAddress'),
      eb.fn.min('happenedAt').as('earliest'),
    ])
    .where('happenedAt', '>', since)
    .where((eb) => eb.or([eb('accountKey', '=', accountKey), eb('addressKey', '=', addressKey)]))
    .executeTakeFirstOrThrow()
  if (ofAccount >= maximum || ofAddress >= triesOfAddress) throw refusal(ctx.now, earliest)
  const id = newId('sign_in_attempt')
  await ctx.db
    .insertInto('identity.signInAttempt')
    .values({ id, accountKey, addressKey, happenedAt: ctx.now })
    .execute()
  return id
}

/** A right password is no guess: somebody who signs in often is not locked out. */
export async function forgetAttempt(ctx: InstallCtx, id: AttemptId): Promise<void> {
  await ctx.db.deleteFrom('identity.signInAttempt').where('id', '=', id).execute()
}

/** Whoever proved to own the mailbox begins anew. */
export async function forgetAttempts(ctx: InstallCtx, account: string): Promise<void> {
  await ctx.db.deleteFrom('identity.signInAttempt').where('accountKey', '=', keyOf(account)).execute()
}

function refusal(now: Temporal.Instant, earliest: Temporal.Instant | null) {
  const free = (earliest ?? now).add({ minutes: windowMinutes })
  const seconds = Math.max(1, Math.ceil(now.until(free).total('seconds')))
  return tooManyTries({
    args: { minutes: Math.ceil(seconds / 60) },
    headers: { 'retry-after': String(seconds) },
  })
}

// Hashed, so that the addresses of people who only mistyped are not collected.
function keyOf(account: string): string {
  return createHash('sha256').update(account.toLowerCase()).digest('base64url')
}
