import { lockLesson, studentsOf, type LessonRow } from '#scheduling'
import { can, type Ctx } from '#platform/context.ts'
import { notAllowed } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { notInLesson } from './errors.ts'

export interface TaughtLesson {
  readonly lesson: LessonRow
  readonly studentIds: readonly Id<'person'>[]
}

/**
 * The lesson, held until the transaction ends, for its teacher and the office. Whatever is written about a lesson goes
 * through here, so two people who mark at the same moment do it one after the other.
 */
export async function lockTaughtLesson(
  ctx: Ctx,
  lessonId: Id<'lesson'>,
  studentId: Id<'person'>,
): Promise<TaughtLesson> {
  const lesson = await lockLesson(ctx, lessonId)
  if (lesson.teacherId !== ctx.actor.personId && !can(ctx, 'teaching.oversee')) throw notAllowed()
  const students = (await studentsOf(ctx, [lessonId])).get(lessonId) ?? []
  const studentIds = students.map(({ id }) => id)
  if (lesson.status === 'cancelled' || !studentIds.includes(studentId)) throw notInLesson()
  return { lesson, studentIds }
}
