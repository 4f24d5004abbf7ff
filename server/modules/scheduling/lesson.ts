import { sql } from 'kysely'
import { can, type Ctx } from '#platform/context.ts'
import type { Input } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import type { Lesson, LessonBlock } from './contract.ts'

/** A lesson with the names of what it is, who teaches it and where. */
export interface LessonRow {
  readonly id: Id<'lesson'>
  readonly offeringId: Id<'offering'>
  readonly title: string
  readonly hue: number
  readonly teacherId: Id<'person'>
  readonly teacherName: string
  readonly roomId: Id<'resource'> | null
  readonly roomName: string | null
  readonly format: 'in_person' | 'online'
  readonly locationId: Id<'location'> | null
  /** Beside the room. */
  readonly resourceIds: Id<'resource'>[]
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly capacity: number
  readonly placesTaken: number
  readonly status: 'planned' | 'cancelled'
  readonly markedAt: Temporal.Instant | null
}

export interface StudentInLesson {
  readonly placeId: Id<'place'>
  readonly id: Id<'person'>
  readonly name: string
}

/** Students the reader may see in lessons: oneself, and those whose confirmed guardian one is; everybody for office and teachers. */
export function ownStudents(ctx: Ctx) {
  return sql<Id<'person'>>`(
    select ${ctx.actor.personId}::uuid
    union all
    select g.student_id from people.guardianship g
    where g.org_id = ${ctx.orgId} and g.guardian_id = ${ctx.actor.personId}::uuid and g.confirmed_at is not null and g.ended_at is null)`
}

/** Every lesson, whoever asks: for a timetable that says only that somebody is busy. */
export function everyLesson(ctx: Ctx) {
  return ctx.db.selectFrom('scheduling.lesson as lesson').where('lesson.orgId', '=', ctx.orgId)
}

/** Every lesson for the office; for others those they teach, and those they or their students are in. */
export function visibleLessons(ctx: Ctx) {
  const all = everyLesson(ctx)
  if (can(ctx, 'timetable.manage')) return all
  return all.where((eb) =>
    eb.or([
      eb('lesson.teacherId', '=', ctx.actor.personId),
      eb.exists(
        eb
          .selectFrom('scheduling.place as place')
          .select('place.id')
          .where('place.orgId', '=', ctx.orgId)
          .whereRef('place.lessonId', '=', 'lesson.id')
          .where('place.status', '=', 'taken')
          .where('place.studentId', 'in', ownStudents(ctx)),
      ),
    ]),
  )
}

/** Lessons with offering, teacher and room. */
export function withNames(lessons: ReturnType<typeof everyLesson>) {
  return lessons
    .innerJoin('catalogue.offering as offering', (join) =>
      join.onRef('offering.orgId', '=', 'lesson.orgId').onRef('offering.id', '=', 'lesson.offeringId'),
    )
    .innerJoin('people.person as teacher', (join) =>
      join.onRef('teacher.orgId', '=', 'lesson.orgId').onRef('teacher.id', '=', 'lesson.teacherId'),
    )
    .leftJoin('resources.resource as room', (join) =>
      join.onRef('room.orgId', '=', 'lesson.orgId').onRef('room.id', '=', 'lesson.roomId'),
    )
    .select([
      'lesson.id',
      'lesson.offeringId',
      'offering.title',
      'offering.hue',
      'lesson.teacherId',
      'teacher.fullName as teacherName',
      'lesson.roomId',
      'room.name as roomName',
      'lesson.format',
      'lesson.locationId',
      'lesson.startsAt',
      'lesson.endsAt',
      'lesson.capacity',
      'lesson.placesTaken',
      'lesson.status',
      'lesson.markedAt',
    ])
    .select(
      sql<Id<'resource'>[]>`array(
        select further.resource_id from scheduling.lesson_resource further
        where further.org_id = lesson.org_id and further.lesson_id = lesson.id order by further.resource_id
      )`.as('resourceIds'),
    )
}

/** One lesson that the reader may see. */
export async function findLesson(ctx: Ctx, lessonId: Id<'lesson'>): Promise<LessonRow> {
  const row = await withNames(visibleLessons(ctx)).where('lesson.id', '=', lessonId).executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** The same, and nobody else changes it or its places until this transaction ends. */
export async function lockLesson(ctx: Ctx, lessonId: Id<'lesson'>): Promise<LessonRow> {
  const row = await withNames(visibleLessons(ctx))
    .where('lesson.id', '=', lessonId)
    .forNoKeyUpdate('lesson')
    .executeTakeFirst()
  if (!row) throw notFound()
  return row
}

/** Planned lessons of a teacher that start between two moments, in order of time. */
export function listLessonsOfTeacher(
  ctx: Ctx,
  teacherId: Id<'person'>,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<LessonRow[]> {
  return withNames(visibleLessons(ctx))
    .where('lesson.teacherId', '=', teacherId)
    .where('lesson.status', '=', 'planned')
    .where('lesson.startsAt', '>=', from)
    .where('lesson.startsAt', '<', to)
    .orderBy('lesson.startsAt')
    .orderBy('lesson.id')
    .execute()
}

/** Who has a place in each of these lessons, by name; a lesson without students has an empty list. */
export async function studentsOf(
  ctx: Ctx,
  lessonIds: readonly Id<'lesson'>[],
): Promise<ReadonlyMap<Id<'lesson'>, readonly StudentInLesson[]>> {
  const students = new Map(lessonIds.map((id): [Id<'lesson'>, StudentInLesson[]] => [id, []]))
  if (lessonIds.length === 0) return students
  const rows = await ctx.db
    .selectFrom('scheduling.place as place')
    .innerJoin('people.person as student', (join) =>
      join.onRef('student.orgId', '=', 'place.orgId').onRef('student.id', '=', 'place.studentId'),
    )
    .select(['place.lessonId', 'place.id as placeId', 'student.id', 'student.fullName as name'])
    .where('place.orgId', '=', ctx.orgId)
    .where(sql<boolean>`place.lesson_id = any(${[...lessonIds]}::uuid[])`)
    .where('place.status', '=', 'taken')
    .orderBy('student.fullName')
    .orderBy('student.id')
    .execute()
  for (const { lessonId, ...student } of rows) students.get(lessonId)!.push(student)
  return students
}

/** Names of rooms by id, whoever asks; call it only for rooms of rows that the reader may see. */
export async function roomNamesOf(
  ctx: Ctx,
  ids: readonly Id<'resource'>[],
): Promise<ReadonlyMap<Id<'resource'>, string>> {
  if (ids.length === 0) return new Map()
  const rows = await ctx.db
    .selectFrom('resources.resource')
    .select(['id', 'name'])
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', [...new Set(ids)])
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Says when attendance of everybody in the lesson was complete, or that it no longer is. */
export async function markLessonComplete(ctx: Ctx, lessonId: Id<'lesson'>, at: Temporal.Instant | null): Promise<void> {
  await ctx.db
    .updateTable('scheduling.lesson')
    .set({ markedAt: at })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', lessonId)
    .execute()
}

export async function getLesson(ctx: Ctx, { lessonId }: Input<typeof contract.getLesson>): Promise<Lesson> {
  return describeLesson(ctx, await findLesson(ctx, lessonId))
}

export async function describeLesson(ctx: Ctx, row: LessonRow): Promise<Lesson> {
  const students = (await studentsOf(ctx, [row.id])).get(row.id)!
  const seesAll = can(ctx, 'timetable.manage') || row.teacherId === ctx.actor.personId
  const own = seesAll ? null : await listOwnStudents(ctx)
  const isOpen =
    can(ctx, 'timetable.manage') && row.status === 'planned' && Temporal.Instant.compare(row.startsAt, ctx.now) > 0
  return {
    ...blockOf(row),
    format: row.format,
    locationId: row.locationId,
    resourceIds: row.resourceIds,
    durationMinutes: Math.round(row.endsAt.since(row.startsAt).total('minutes')),
    students: students.filter(({ id }) => !own || own.has(id)),
    can: { move: isOpen, cancel: isOpen },
  }
}

/** The ids of `ownStudents`. */
export async function listOwnStudents(ctx: Ctx): Promise<ReadonlySet<Id<'person'>>> {
  const { rows } = await sql<{
    id: Id<'person'>
  }>`select id from ${ownStudents(ctx)} as own (id) where id is not null`.execute(ctx.db)
  return new Set(rows.map(({ id }) => id))
}

export function blockOf(row: LessonRow): Omit<LessonBlock, 'studentNames'> {
  const { markedAt, format: _format, locationId: _locationId, resourceIds: _resourceIds, ...block } = row
  return { ...block, isMarked: markedAt !== null }
}
