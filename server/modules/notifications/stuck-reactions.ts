import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { emit } from '#platform/events.ts'
import { idOf } from '#platform/ids.ts'
import { listStuck, retryStuck, takeStuck } from '#platform/stuck-reactions.ts'
import type * as contract from './contract.ts'

const ReactionId = idOf('stuck_reaction')

export async function listStuckReactions(ctx: Ctx): Promise<Output<typeof contract.listStuckReactions>> {
  const rows = await listStuck(ctx)
  return { rows: rows.map(({ id, name, ...row }) => ({ ...row, id: ReactionId.parse(id), event: name })) }
}

export async function retryStuckReaction(
  ctx: Ctx,
  { reactionId }: Input<typeof contract.retryStuckReaction>,
): Promise<Output<typeof contract.retryStuckReaction>> {
  await retryStuck(ctx, reactionId)
  return {}
}

export async function dropStuckReaction(
  ctx: Ctx,
  { reactionId }: Input<typeof contract.dropStuckReaction>,
): Promise<Output<typeof contract.dropStuckReaction>> {
  const { job, eventId } = await takeStuck(ctx, reactionId)
  await emit(ctx, 'notifications.reaction_dropped', { kind: 'event', id: eventId }, { job })
  return {}
}
