import { takeBack } from '#platform/changes.ts'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { emit } from '#platform/events.ts'
import { listUndos } from '#platform/jobs.ts'
import type * as contract from './contract.ts'

export async function undoChange(
  ctx: Ctx,
  { changeId }: Input<typeof contract.undoChange>,
): Promise<Output<typeof contract.undoChange>> {
  const change = await takeBack(ctx, changeId, listUndos())
  await emit(ctx, 'audit.change_undone', { kind: 'change', id: changeId }, { change })
  return {}
}
