import { sql } from 'kysely'
import { can, type Ctx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { ownStudents, visibleLessons } from './lesson.ts'

/**
 * Whether the reader may know when these students are somewhere else: the office of all, teachers of those they teach, families of their own.
 */
export async function mustSeeStudents(ctx: Ctx, studentIds: readonly Id<'person'>[]): Promise<void> {
  const wanted = [...new Set(studentIds)]
  if (wanted.length === 0) return
  let students = ctx.db
    .selectFrom('people.studentProfile as student')
    .select('student.personId')
    .where('student.orgId', '=', ctx.orgId)
    .where('student.personId', 'in', wanted)
  if (!can(ctx, 'timetable.manage')) {
    students = students.where((eb) =>
      eb.or([
        eb('student.personId', 'in', ownStudents(ctx)),
        eb.exists(
          visibleLessons(ctx)
            .innerJoin('scheduling.place as seat', (join) =>
              join.onRef('seat.orgId', '=', 'lesson.orgId').onRef('seat.lessonId', '=', 'lesson.id'),
            )
            .select('lesson.id')
            .where('lesson.teacherId', '=', ctx.actor.personId)
            .where(sql<boolean>`seat.student_id = student.person_id`),
        ),
      ]),
    )
  }
  if ((await students.execute()).length < wanted.length) throw notFound()
}
