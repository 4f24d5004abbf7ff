import { sql } from 'kysely'
import { can, type Ctx } from '#platform/context.ts'
import { notAllowed, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import type { Overrule } from './contract.ts'
import type { Overruled } from './holding.ts'

interface Named {
  readonly roomId?: Id<'resource'> | undefined
  readonly resourceIds?: readonly Id<'resource'>[] | undefined
}

/** Which clashes a person lets pass. A resource's only for those that are named, so that nobody overrules by accident. */
export function readOverruled(
  ctx: Ctx,
  overrule: Overrule | undefined,
  { roomId, resourceIds = [] }: Named,
): Overruled | undefined {
  if (!overrule) return undefined
  const { personId } = ctx.actor
  if (!can(ctx, 'timetable.override') || personId === null) throw notAllowed()
  const { reasons, why } = overrule
  const named = [...(roomId ? [roomId] : []), ...resourceIds]
  if (reasons.includes('room_busy') && named.length === 0) throw wrongField('roomId', 'required')
  return {
    students: reasons.includes('student_busy'),
    resourceIds: new Set(reasons.includes('room_busy') ? named : []),
    by: personId,
    why,
  }
}

/** Says who let which clashes pass, and why; nothing when there was none. */
export async function recordOverruled(ctx: Ctx, lessonId: Id<'lesson'>, { why }: Overrule): Promise<void> {
  const { rows } = await sql<{ asWhat: string; claimantId: string }>`
    select as_what, claimant_id from scheduling.reservation
    where org_id = ${ctx.orgId} and lesson_id = ${lessonId} and not exclusive order by claimant_id`.execute(ctx.db)
  if (rows.length === 0) return
  await emit(ctx, 'scheduling.clash_overruled', { kind: 'lesson', id: lessonId }, { clashes: rows, why })
}
