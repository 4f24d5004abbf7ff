import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'

/** How many lessons a teacher has had with a student. */
export type LessonsTogether = (teacherId: Id<'person'>, studentId: Id<'person'>) => number

export interface TeachersAndStudents {
  readonly teacherIds: readonly Id<'person'>[]
  readonly studentIds: readonly Id<'person'>[]
}

export async function countLessonsTogether(
  ctx: Ctx,
  { teacherIds, studentIds }: TeachersAndStudents,
): Promise<LessonsTogether> {
  const rows = await ctx.db
    .selectFrom('scheduling.place as place')
    .innerJoin('scheduling.lesson as lesson', (join) =>
      join.onRef('lesson.orgId', '=', 'place.orgId').onRef('lesson.id', '=', 'place.lessonId'),
    )
    .select(['lesson.teacherId', 'place.studentId'])
    .select(sql<number>`count(*)::int`.as('lessons'))
    .where('place.orgId', '=', ctx.orgId)
    .where(sql<boolean>`place.student_id = any(${[...new Set(studentIds)]}::uuid[])`)
    .where(sql<boolean>`lesson.teacher_id = any(${[...new Set(teacherIds)]}::uuid[])`)
    .where('place.status', '=', 'taken')
    .where('lesson.status', '=', 'planned')
    .where('lesson.startsAt', '<', ctx.now)
    .groupBy(['lesson.teacherId', 'place.studentId'])
    .execute()
  const counted = new Map(rows.map(({ teacherId, studentId, lessons }) => [`${teacherId} ${studentId}`, lessons]))
  return (teacherId, studentId) => counted.get(`${teacherId} ${studentId}`) ?? 0
}
