import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { findBookableTime } from './bookable-time.ts'
import type { Reason } from './contract.ts'
import { everyLesson, withNames } from './lesson.ts'
import { changeLessons } from './many-lessons.ts'
import { reason } from './reasons.ts'

export interface OwnMove {
  readonly lessonId: Id<'lesson'>
  readonly studentId: Id<'person'>
  readonly startsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
}

/**
 * Moves a lesson that a student has alone to a time that anybody could book: with notice, on the grid, as far ahead as the offering goes.
 * Whoever calls has checked that the student may; none of the reasons that come back means that it moved.
 */
export async function moveOwnLesson(
  ctx: Ctx,
  { lessonId, studentId, startsAt, teacherId }: OwnMove,
): Promise<readonly Reason[]> {
  const lesson = await withNames(everyLesson(ctx))
    .where('lesson.id', '=', lessonId)
    .where('lesson.status', '=', 'planned')
    .forNoKeyUpdate('lesson')
    .executeTakeFirst()
  if (!lesson) throw notFound()
  if (await hasOthers(ctx, lessonId, studentId)) return [reason('lesson_full')]
  const { offeringId } = lesson
  const studentIds = [studentId]
  const answer = await findBookableTime(ctx, { offeringId, startsAt, teacherId, studentIds, ignored: { lessonId } })
  if ('reasons' in answer) return answer.reasons
  if (answer.time.lessonId) return [reason('lesson_full')]
  const nothingNew = { offeringId, capacity: 1, times: [], studentIds: [], ends: [], reason: '' }
  const moved = await changeLessons(ctx, {
    ...nothingNew,
    moves: [{ lesson: { ...lesson, studentIds }, time: answer.time }],
  })
  if (!('lost' in moved)) return []
  return [reason(moved.lost.lost === 'student' ? 'student_busy' : 'teacher_busy')]
}

async function hasOthers(ctx: Ctx, lessonId: Id<'lesson'>, studentId: Id<'person'>): Promise<boolean> {
  const { rows } = await sql`
    select from scheduling.place where org_id = ${ctx.orgId} and lesson_id = ${lessonId} and status = 'taken'
      and student_id <> ${studentId}`.execute(ctx.db)
  return rows.length > 0
}
