import { sql } from 'kysely'
import { z } from 'zod'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { idOf, type Id } from '#platform/ids.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import type * as contract from './contract.ts'

export async function listRecord(
  ctx: Ctx,
  { studentId, ...page }: Input<typeof contract.listRecord>,
): Promise<Output<typeof contract.listRecord>> {
  const reader = await findReader(ctx, studentId)
  if (reader === null) throw notFound()
  const limit = limitOf(page)
  const before = readCursor(page.cursor, z.tuple([z.iso.datetime(), idOf('lesson')]))
  const rows = await lessonsHeld(ctx, studentId)
    .$if(before !== null, (query) =>
      query.where(sql<boolean>`(lesson.starts_at, lesson.id) < (${before![0]}::timestamptz, ${before![1]}::uuid)`),
    )
    .limit(limit + 1)
    .execute()
  const record = rows.map(({ status, minutesLate, markedAt, ...row }) => ({
    ...row,
    attendance: status === null ? null : { status, minutesLate: minutesLate ?? 0, markedAt: markedAt! },
    sharedText: reader === 'outsider' ? '' : (row.sharedText ?? ''),
    homework: reader === 'outsider' ? '' : (row.homework ?? ''),
    privateText: reader === 'staff' ? (row.privateText ?? '') : '',
  }))
  return toPage(record, limit, ({ startsAt, lessonId }) => [startsAt.toString(), lessonId])
}

function lessonsHeld(ctx: Ctx, studentId: Id<'person'>) {
  return ctx.db
    .selectFrom('scheduling.place as place')
    .innerJoin('scheduling.lesson as lesson', (join) =>
      join.onRef('lesson.orgId', '=', 'place.orgId').onRef('lesson.id', '=', 'place.lessonId'),
    )
    .innerJoin('catalogue.offering as offering', (join) =>
      join.onRef('offering.orgId', '=', 'lesson.orgId').onRef('offering.id', '=', 'lesson.offeringId'),
    )
    .innerJoin('people.person as teacher', (join) =>
      join.onRef('teacher.orgId', '=', 'lesson.orgId').onRef('teacher.id', '=', 'lesson.teacherId'),
    )
    .leftJoin('teaching.attendance as attendance', (join) =>
      join
        .onRef('attendance.orgId', '=', 'place.orgId')
        .onRef('attendance.lessonId', '=', 'place.lessonId')
        .onRef('attendance.studentId', '=', 'place.studentId'),
    )
    .leftJoin('teaching.note as note', (join) =>
      join
        .onRef('note.orgId', '=', 'place.orgId')
        .onRef('note.lessonId', '=', 'place.lessonId')
        .onRef('note.studentId', '=', 'place.studentId'),
    )
    .select(['lesson.id as lessonId', 'offering.title', 'offering.hue', 'teacher.fullName as teacherName'])
    .select(['lesson.startsAt', 'lesson.endsAt', 'attendance.status', 'attendance.minutesLate', 'attendance.markedAt'])
    .select(['note.sharedText', 'note.homework', 'note.privateText'])
    .where('place.orgId', '=', ctx.orgId)
    .where('place.studentId', '=', studentId)
    .where('place.status', '=', 'taken')
    .where('lesson.status', '=', 'planned')
    .where('lesson.startsAt', '<=', ctx.now)
    .orderBy('lesson.startsAt', 'desc')
    .orderBy('lesson.id', 'desc')
}

/**
 * As what the actor reads the record of a student: the office and who teaches the student see private parts, families do not, and a
 * guardian who may not see notes sees when the lessons were and who was there.
 */
async function findReader(ctx: Ctx, studentId: Id<'person'>): Promise<'staff' | 'family' | 'outsider' | null> {
  const me = ctx.actor.personId
  const found = await ctx.db
    .selectFrom('people.studentProfile as profile')
    .select((eb) => [
      eb
        .exists(
          eb
            .selectFrom('scheduling.lesson as lesson')
            .innerJoin('scheduling.place as place', (join) =>
              join.onRef('place.orgId', '=', 'lesson.orgId').onRef('place.lessonId', '=', 'lesson.id'),
            )
            .select('lesson.id')
            .where('lesson.orgId', '=', ctx.orgId)
            .where('lesson.teacherId', '=', me)
            .where('place.studentId', '=', studentId)
            .where('place.status', '=', 'taken'),
        )
        .as('isTaught'),
      eb
        .selectFrom('people.guardianship as guardianship')
        .select('guardianship.seesGrades')
        .where('guardianship.orgId', '=', ctx.orgId)
        .where('guardianship.guardianId', '=', me)
        .where('guardianship.studentId', '=', studentId)
        .where('guardianship.confirmedAt', 'is not', null)
        .where('guardianship.endedAt', 'is', null)
        .as('seesGrades'),
    ])
    .where('profile.orgId', '=', ctx.orgId)
    .where('profile.personId', '=', studentId)
    .executeTakeFirst()
  if (!found) return null
  if (can(ctx, 'teaching.oversee') || (can(ctx, 'teaching.teach') && found.isTaught)) return 'staff'
  if (studentId === me || found.seesGrades) return 'family'
  return found.seesGrades === false ? 'outsider' : null
}
