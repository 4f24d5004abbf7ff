import { sql } from 'kysely'
import { getOrganisation } from '#organisations'
import { namesOf } from '#people'
import { listLessonsOfTeacher, studentsOf } from '#scheduling'
import { actingPerson, can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notAllowed, notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { dayBounds, localDate } from '#platform/time.ts'
import type * as contract from './contract.ts'
import { noteColumns, notes } from './notes.ts'
import { unmarkedLessons } from './unmarked-lessons.ts'

const mostUnmarked = 50

export async function getTeachingDay(
  ctx: Ctx,
  input: Input<typeof contract.getTeachingDay>,
): Promise<Output<typeof contract.getTeachingDay>> {
  const teacherId = input.teacherId ?? actingPerson(ctx)
  if (teacherId !== ctx.actor.personId && !can(ctx, 'teaching.oversee')) throw notAllowed()
  const teacherName = (await namesOf(ctx, [teacherId])).get(teacherId)
  if (teacherName === undefined) throw notFound()

  const { zone } = await getOrganisation(ctx)
  const date = input.date ?? localDate(ctx.now, zone)
  const { start, end } = dayBounds(date, zone)
  const lessons = await listLessonsOfTeacher(ctx, teacherId, start, end)
  const ids = lessons.map(({ id }) => id)
  const students = await studentsOf(ctx, ids)
  const written = await readWritten(ctx, ids)
  const unmarked = await unmarkedLessons(ctx)
    .select(['lesson.id', 'offering.title', 'lesson.startsAt'])
    .where('lesson.teacherId', '=', teacherId)
    .where('lesson.startsAt', '<', start)
    .orderBy('lesson.startsAt')
    .orderBy('lesson.id')
    .limit(mostUnmarked)
    .execute()
  return {
    date,
    zone,
    teacherName,
    unmarked,
    lessons: lessons.map(({ id, title, hue, roomName, startsAt, endsAt, capacity, markedAt }) => ({
      id,
      title,
      hue,
      roomName,
      startsAt,
      endsAt,
      capacity,
      isMarked: markedAt !== null,
      students: (students.get(id) ?? []).map((student) => ({
        id: student.id,
        name: student.name,
        attendance: written.attendance.get(keyOf(id, student.id)) ?? null,
        note: written.notes.get(keyOf(id, student.id)) ?? null,
        lastNote: written.lastNotes.get(keyOf(id, student.id)) ?? null,
      })),
    })),
  }
}

async function readWritten(ctx: Ctx, lessonIds: readonly Id<'lesson'>[]) {
  const attendance = await ctx.db
    .selectFrom('teaching.attendance')
    .select(['lessonId', 'studentId', 'status', 'minutesLate', 'markedAt'])
    .where('orgId', '=', ctx.orgId)
    .where(isOneOf('lesson_id', lessonIds))
    .execute()
  const ofToday = await notes(ctx)
    .select(['note.lessonId', 'note.studentId'])
    .where(isOneOf('note.lesson_id', lessonIds))
    .execute()
  const ofBefore = await listLastNotes(ctx, lessonIds)
  return {
    attendance: byLessonAndStudent(attendance),
    notes: byLessonAndStudent(ofToday),
    lastNotes: byLessonAndStudent(ofBefore),
  }
}

// A day without lessons is an empty list, which `in` does not take.
function isOneOf(column: string, ids: readonly string[]) {
  return sql<boolean>`${sql.ref(column)} = any(${[...ids]}::uuid[])`
}

interface OfStudent {
  readonly lessonId: Id<'lesson'>
  readonly studentId: Id<'person'>
}

function byLessonAndStudent<Row extends OfStudent>(rows: readonly Row[]) {
  return new Map(rows.map(({ lessonId, studentId, ...row }) => [keyOf(lessonId, studentId), row]))
}

function keyOf(lessonId: Id<'lesson'>, studentId: Id<'person'>): string {
  return `${lessonId} ${studentId}`
}

/** For each student of these lessons the last note of an earlier lesson of the same offering. */
function listLastNotes(ctx: Ctx, lessonIds: readonly Id<'lesson'>[]) {
  return ctx.db
    .selectFrom('scheduling.lesson as lesson')
    .innerJoin('scheduling.place as place', (join) =>
      join
        .onRef('place.orgId', '=', 'lesson.orgId')
        .onRef('place.lessonId', '=', 'lesson.id')
        .on('place.status', '=', 'taken'),
    )
    .innerJoinLateral(
      (eb) =>
        eb
          .selectFrom('teaching.note as note')
          .innerJoin('scheduling.lesson as earlier', (join) =>
            join.onRef('earlier.orgId', '=', 'note.orgId').onRef('earlier.id', '=', 'note.lessonId'),
          )
          .innerJoin('people.person as writer', (join) =>
            join.onRef('writer.orgId', '=', 'note.orgId').onRef('writer.id', '=', 'note.writtenBy'),
          )
          .select([...noteColumns, 'note.studentId', 'earlier.startsAt as lessonAt'])
          .where('note.orgId', '=', ctx.orgId)
          .whereRef('note.studentId', '=', 'place.studentId')
          .whereRef('earlier.offeringId', '=', 'lesson.offeringId')
          .whereRef('earlier.startsAt', '<', 'lesson.startsAt')
          .orderBy('earlier.startsAt', 'desc')
          .limit(1)
          .as('last'),
      (join) => join.onTrue(),
    )
    .select(['lesson.id as lessonId', 'last.studentId', 'last.lessonAt', 'last.sharedText', 'last.privateText'])
    .select(['last.homework', 'last.writtenAt', 'last.writtenByName'])
    .where('lesson.orgId', '=', ctx.orgId)
    .where(isOneOf('lesson.id', lessonIds))
    .execute()
}
