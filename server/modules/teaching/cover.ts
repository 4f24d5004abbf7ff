import { listOfferingsByIds } from '#catalogue'
import { getOrganisation } from '#organisations'
import { listLessonsAway, mostLessonsAway, openCoverSearch, type LessonWithStudents } from '#scheduling'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notAllowed, notFound, wrongField } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import type { LessonAway } from './contract.ts'
import { tooManyLessons } from './errors.ts'
import { countLessonsTogether, type LessonsTogether } from './lessons-together.ts'

export async function findCover(
  ctx: Ctx,
  absence: Input<typeof contract.findCover>,
): Promise<Output<typeof contract.findCover>> {
  const { teacherName } = await checkAbsence(ctx, absence)
  const { zone } = await getOrganisation(ctx)
  const away = { teacherId: absence.teacherId, from: absence.startsAt, to: absence.endsAt }
  const lessons = await listLessonsAway(ctx, away)
  if (lessons.length > mostLessonsAway) throw tooManyLessons({ args: { maximum: mostLessonsAway } })
  const search = await openCoverSearch(ctx, away, lessons)
  const covers = new Map(lessons.map((lesson) => [lesson.id, search.covers(lesson)]))
  const together = await countLessonsTogether(ctx, {
    teacherIds: [...covers.values()].flat().map(({ id }) => id),
    studentIds: lessons.flatMap(({ studentIds }) => studentIds),
  })
  const online = await listPossibleOnline(ctx, lessons)
  return {
    teacherName,
    zone,
    lessons: lessons.map((lesson) => {
      const ranked = rankCovers(covers.get(lesson.id)!, lesson, together)
      const first = ranked[0]
      return {
        id: lesson.id,
        title: lesson.title,
        hue: lesson.hue,
        startsAt: lesson.startsAt,
        endsAt: lesson.endsAt,
        roomName: lesson.roomName,
        format: lesson.format,
        studentNames: lesson.students.map(({ name }) => name),
        covers: ranked,
        canBeOnline: online.has(lesson.id),
        otherTimes: search.otherTimes(lesson).map(({ startsAt, endsAt }) => ({ startsAt, endsAt })),
        proposed: first ? { change: 'cover', teacherId: first.teacherId } : { change: 'make_up', teacherId: null },
      }
    }),
  }
}

/** Who asks may, the teacher is one, and the stretch is one that can be dealt with. */
export async function checkAbsence(
  ctx: Ctx,
  { teacherId, startsAt, endsAt }: Input<typeof contract.findCover>,
): Promise<{ teacherName: string }> {
  if (Temporal.Instant.compare(startsAt, endsAt) >= 0) throw wrongField('endsAt', 'not_after_start')
  if (Temporal.Instant.compare(endsAt, ctx.now) <= 0) throw wrongField('endsAt', 'in_the_past')
  if (Temporal.Instant.compare(endsAt, startsAt.add({ hours: longestDays * 24 })) > 0)
    throw wrongField('endsAt', 'range_too_long', { maximum: longestDays })
  const teacher = await ctx.db
    .selectFrom('people.teacherProfile as profile')
    .innerJoin('people.person as person', (join) =>
      join.onRef('person.orgId', '=', 'profile.orgId').onRef('person.id', '=', 'profile.personId'),
    )
    .select('person.fullName')
    .where('profile.orgId', '=', ctx.orgId)
    .where('profile.personId', '=', teacherId)
    .executeTakeFirst()
  if (!teacher) throw notFound()
  if (teacherId !== ctx.actor.personId && !can(ctx, 'timetable.manage')) throw notAllowed()
  return { teacherName: teacher.fullName }
}

const longestDays = 92

function rankCovers(
  teachers: readonly { readonly id: Id<'person'>; readonly name: string }[],
  { studentIds }: LessonWithStudents,
  together: LessonsTogether,
): LessonAway['covers'] {
  return teachers
    .map(({ id, name }) => ({
      teacherId: id,
      name,
      lessonsTogether: Math.max(0, ...studentIds.map((studentId) => together(id, studentId))),
    }))
    .toSorted((one, other) => other.lessonsTogether - one.lessonsTogether || one.name.localeCompare(other.name))
}

/** Lessons at the school that need nothing that cannot be had at home: a room at most. */
export async function listPossibleOnline(
  ctx: Ctx,
  lessons: readonly LessonWithStudents[],
): Promise<ReadonlySet<Id<'lesson'>>> {
  const offerings = await listOfferingsByIds(
    ctx,
    lessons.map(({ offeringId }) => offeringId),
  )
  return new Set(
    lessons
      .filter(({ format }) => format === 'in_person')
      .filter(({ offeringId }) => offerings.get(offeringId)?.needs.every(({ kind }) => kind === 'room'))
      .map(({ id }) => id),
  )
}
