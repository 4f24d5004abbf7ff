import type { Ctx } from './context.ts'
import { notFound } from './errors.ts'
import { sendReaction } from './jobs.ts'

/** What was given up, with the event it should have followed from; the latest first. */
export async function listStuck(ctx: Ctx) {
  return ctx.db
    .selectFrom('platform.stuckReaction as stuck')
    .innerJoin('platform.event as event', (join) =>
      join.onRef('event.orgId', '=', 'stuck.orgId').onRef('event.id', '=', 'stuck.eventId'),
    )
    .select(['stuck.id', 'stuck.reason', 'stuck.failedAt'])
    .select(['event.name', 'event.subjectKind', 'event.subjectId', 'event.happenedAt'])
    .where('stuck.orgId', '=', ctx.orgId)
    .orderBy('stuck.failedAt', 'desc')
    .orderBy('stuck.id', 'desc')
    .limit(200)
    .execute()
}

/** Has it tried again, from the first try on. */
export async function retryStuck(ctx: Ctx, id: string): Promise<void> {
  const { job, eventId } = await takeStuck(ctx, id)
  await sendReaction(ctx, { job, orgId: ctx.orgId, eventId })
}

/** Lets it go; gives what it was. */
export async function takeStuck(ctx: Ctx, id: string): Promise<{ job: string; eventId: string }> {
  const stuck = await ctx.db
    .deleteFrom('platform.stuckReaction')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .returning(['job', 'eventId'])
    .executeTakeFirst()
  if (!stuck) throw notFound()
  return stuck
}
