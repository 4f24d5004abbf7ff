import { listPeopleAmong } from '#people'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'

/** Whoever ever had a place in a lesson of the reader; the same people whose record the reader may open. */
export function listTaughtStudents(
  ctx: Ctx,
  input: Input<typeof contract.listTaughtStudents>,
): Promise<Output<typeof contract.listTaughtStudents>> {
  const taught = ctx.db
    .selectFrom('scheduling.lesson as lesson')
    .innerJoin('scheduling.place as place', (join) =>
      join.onRef('place.orgId', '=', 'lesson.orgId').onRef('place.lessonId', '=', 'lesson.id'),
    )
    .select('place.studentId')
    .where('lesson.orgId', '=', ctx.orgId)
    .where('lesson.teacherId', '=', ctx.actor.personId)
    .where('place.status', '=', 'taken')
    .where('place.studentId', 'is not', null)
    .$narrowType<{ studentId: Id<'person'> }>()
  return listPeopleAmong(ctx, { ...input, kind: 'student' }, taught)
}
