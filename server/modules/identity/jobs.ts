import type { Ctx } from '#platform/context.ts'
import { forgetKeys } from '#platform/idempotency.ts'
import { every, type Job } from '#platform/jobs.ts'

const attemptHours = 24
const linkHours = 24 * 90
const keyHours = 24 * 7

/** Sessions, tries, links and kept answers belong to no organisation; the first organisation's turn clears them, the others find nothing. */
export async function forgetOldTraces(ctx: Ctx): Promise<void> {
  await ctx.db.deleteFrom('identity.session').where('expiresAt', '<', ctx.now).execute()
  await ctx.db
    .deleteFrom('identity.signInAttempt')
    .where('happenedAt', '<', ctx.now.subtract({ hours: attemptHours }))
    .execute()
  await ctx.db
    .deleteFrom('identity.link')
    .where('expiresAt', '<', ctx.now.subtract({ hours: linkHours }))
    .execute()
  await forgetKeys(ctx.db, ctx.now.subtract({ hours: keyHours }))
}

export const jobs: readonly Job[] = [every('17 3 * * *', forgetOldTraces)]
