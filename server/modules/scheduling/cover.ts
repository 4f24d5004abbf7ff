import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { emitAll } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { epochMinute, instantOf } from '#platform/time.ts'
import { explain, nearestSlots, type Ranges } from '#slots'
import { answerOf, type BookableTime, forOffice } from './bookable-time.ts'
import { type BookableOffering, readBookableOffering } from './bookable-offering.ts'
import { claim, type Claim, lockClaimants } from './claims.ts'
import type { Slot } from './contract.ts'
import { everyLesson, type LessonRow, type StudentInLesson, studentsOf, visibleLessons, withNames } from './lesson.ts'
import { mergeSlots } from './nearest-times.ts'
import { type OpenSearch, openSearches } from './searches.ts'

export interface LessonWithStudents extends LessonRow {
  readonly studentIds: readonly Id<'person'>[]
}

/** A teacher who cannot be there. */
export interface TeacherAway {
  readonly teacherId: Id<'person'>
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/** What can be done about a lesson whose teacher cannot be there. */
export interface CoverSearch {
  /** Who may teach it and is free, where it is and when it is. */
  readonly covers: (lesson: LessonWithStudents) => readonly { readonly id: Id<'person'>; readonly name: string }[]
  /** The nearest times after the absence at which the same teacher, a room and all students are free. */
  readonly otherTimes: (lesson: LessonWithStudents) => readonly Slot[]
  /** A time that can be taken for it; null when it cannot. */
  readonly timeAt: (lesson: LessonWithStudents, startsAt: Temporal.Instant) => BookableTime | null
}

const [daysAfter, timesShown] = [14, 3]

/** Some queries for each offering among the lessons, however many lessons there are; everything else is the arithmetic of the slots. */
export async function openCoverSearch(
  ctx: Ctx,
  away: TeacherAway,
  lessons: readonly LessonWithStudents[],
): Promise<CoverSearch> {
  const known = new Map<string, Known>()
  for (const [offeringId, its] of Map.groupBy(lessons, ({ offeringId: id }) => id)) {
    const found = await openOne(ctx, { ...away, offeringId, lessons: its })
    if (found) known.set(offeringId, found)
  }
  return {
    covers: (lesson) => coversOf(known.get(lesson.offeringId), away, lesson),
    otherTimes: (lesson) => otherTimesOf(known.get(lesson.offeringId), away, lesson),
    timeAt: (lesson, startsAt) => timeAt(ctx, known.get(lesson.offeringId), { away, lesson, startsAt }),
  }
}

interface Known {
  /** As it is for the office. */
  readonly offering: BookableOffering
  readonly gridMinutes: number
  readonly searches: readonly OpenSearch[]
  readonly students: readonly Id<'person'>[]
}

interface Opening extends TeacherAway {
  readonly offeringId: Id<'offering'>
  readonly lessons: readonly LessonWithStudents[]
}

async function openOne(ctx: Ctx, { offeringId, lessons, to }: Opening): Promise<Known | null> {
  const from = instantOf(Math.min(...lessons.map(({ startsAt }) => epochMinute(startsAt))))
  const until = laterOf(to, ctx.now).add({ hours: 24 * daysAfter })
  const found = await readBookableOffering(ctx, offeringId, from, until)
  if (!found) return null
  const offering = forOffice(found)
  const students = [...new Set(lessons.flatMap(({ studentIds }) => studentIds))]
  const searches = await openSearches(ctx, offering, { from, to: until, studentIds: students })
  return { offering, gridMinutes: found.rules.gridMinutes ?? 15, searches, students }
}

// What is not about the teacher is as it was: the lesson stands already, with its room and its students.
const notAboutTeacher: ReadonlySet<string> = new Set([
  'too_soon',
  'too_far',
  'off_grid',
  'clock_change',
  'closure',
  'no_room',
])

function coversOf(known: Known | undefined, { teacherId }: TeacherAway, lesson: LessonWithStudents) {
  if (!known) return []
  const at = known.searches.find(({ held }) => held.locationId === lesson.locationId) ?? known.searches[0]!
  const search = { ...withLengthOf(at, lesson), needs: [], students: [], ...minuteOf(lesson.startsAt) }
  return known.offering.teachers
    .filter(({ id }) => id !== teacherId)
    .filter(({ id }) => {
      const one = { ...search, teachers: at.teachers.filter((teacher) => teacher.id === id) }
      return one.teachers.length > 0 && explain(one, lesson.startsAt).every(({ code }) => notAboutTeacher.has(code))
    })
    .map(({ id, name }) => ({ id, name }))
}

function minuteOf(startsAt: Temporal.Instant) {
  return { from: startsAt, to: startsAt.add({ minutes: 1 }) }
}

function withLengthOf(search: OpenSearch, { startsAt, endsAt }: LessonWithStudents): OpenSearch {
  const durationMinutes = Math.round(endsAt.since(startsAt).total('minutes'))
  return { ...search, offering: { ...search.offering, durationMinutes } }
}

/** The searches of an offering from the end of the absence on, for its teacher and the students of one lesson. */
function afterAbsence({ searches, students }: Known, away: TeacherAway, lesson: LessonWithStudents): OpenSearch[] {
  return searches.map((search) => ({
    ...withLengthOf(search, lesson),
    teachers: search.teachers.filter(({ id }) => id === away.teacherId),
    students: lesson.studentIds.map((id): Ranges => search.students![students.indexOf(id)]!), // all were searched for
    from: laterOf(away.to, search.now),
  }))
}

function otherTimesOf(known: Known | undefined, away: TeacherAway, lesson: LessonWithStudents): Slot[] {
  if (!known) return []
  const { gridMinutes } = known
  const searches = afterAbsence(known, away, lesson).map((search) => ({
    ...search,
    offering: { ...search.offering, gridMinutes },
  }))
  return mergeSlots(searches, (search) => nearestSlots(search, lesson.startsAt, timesShown)).slice(0, timesShown)
}

interface WantedTime {
  readonly away: TeacherAway
  readonly lesson: LessonWithStudents
  readonly startsAt: Temporal.Instant
}

function timeAt(ctx: Ctx, known: Known | undefined, { away, lesson, startsAt }: WantedTime): BookableTime | null {
  if (!known) return null
  const searches = afterAbsence(known, away, lesson)
  const { from, to } = searches[0]!
  if (Temporal.Instant.compare(startsAt, from) < 0 || Temporal.Instant.compare(startsAt, to) >= 0) return null
  const answer = answerOf(ctx, { offering: known.offering, searches }, startsAt)
  return 'time' in answer ? answer.time : null
}

function laterOf(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) < 0 ? other : one
}

export interface Covered {
  readonly lesson: LessonWithStudents
  readonly teacherId: Id<'person'>
}

/** Gives lessons to other teachers, all or none: rooms and students stay claimed as they are. Names the lessons whose teacher is taken. */
export async function coverLessons(
  ctx: Ctx,
  covered: readonly Covered[],
  absenceId: Id<'absence'>,
): Promise<readonly Id<'lesson'>[]> {
  if (covered.length === 0) return []
  const ids = covered.map(({ lesson }) => lesson.id)
  const before = await readTeacherClaims(ctx, ids)
  const wanted = before.map((each) => ({
    ...each,
    claimantId: covered.find(({ lesson }) => lesson.id === each.lessonId)!.teacherId,
  }))
  await lockClaimants(ctx, [...before, ...wanted])
  const release = () => deleteTeacherClaims(ctx, ids)
  const lost = await claim(ctx, { holder: 'several lessons' }, wanted, release)
  if (lost.length > 0) return lost.map(({ lessonId }) => lessonId!)
  await sql`
    update scheduling.lesson l set teacher_id = by.teacher_id
    from unnest(${ids}::uuid[], ${covered.map(({ teacherId }) => teacherId)}::uuid[]) as by (id, teacher_id)
    where l.org_id = ${ctx.orgId} and l.id = by.id`.execute(ctx.db)
  await emitAll(
    ctx,
    covered.map(({ lesson, teacherId }) => movedEvent(lesson, { ...timeOf(lesson), teacherId }, absenceId)),
  )
  return []
}

async function readTeacherClaims(ctx: Ctx, ids: readonly Id<'lesson'>[]): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    select as_what, claimant_id, starts_at as "from", ends_at as "to", lesson_id from scheduling.reservation
    where org_id = ${ctx.orgId} and lesson_id = any(${[...ids]}::uuid[]) and as_what = 'teacher'`.execute(ctx.db)
  return rows
}

async function deleteTeacherClaims(ctx: Ctx, ids: readonly Id<'lesson'>[]): Promise<void> {
  await ctx.db
    .deleteFrom('scheduling.reservation')
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', 'in', [...ids])
    .where('asWhat', '=', 'teacher')
    .execute()
}

/** Holds lessons online, at the same time with the same teacher: their rooms are free. */
export async function putOnline(
  ctx: Ctx,
  lessons: readonly LessonWithStudents[],
  absenceId: Id<'absence'>,
): Promise<void> {
  if (lessons.length === 0) return
  const ids = lessons.map(({ id }) => id)
  await ctx.db
    .deleteFrom('scheduling.reservation')
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', 'in', ids)
    .where('asWhat', '=', 'resource')
    .execute()
  await ctx.db
    .deleteFrom('scheduling.lessonResource')
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', 'in', ids)
    .execute()
  await ctx.db
    .updateTable('scheduling.lesson')
    .set({ format: 'online', roomId: null, locationId: null })
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', ids)
    .execute()
  await emitAll(
    ctx,
    lessons.map((lesson) => movedEvent(lesson, { ...timeOf(lesson), roomId: null, format: 'online' }, absenceId)),
  )
}

function timeOf({ startsAt, endsAt, teacherId, roomId }: LessonRow) {
  return { startsAt, endsAt, teacherId, roomId }
}

function movedEvent(lesson: LessonWithStudents, to: Record<string, unknown>, absenceId: Id<'absence'>) {
  return {
    name: 'scheduling.lesson_moved',
    subject: { kind: 'lesson', id: lesson.id },
    payload: { from: timeOf(lesson), to, studentIds: lesson.studentIds, absenceId },
  }
}

/** More are not dealt with in one act. */
export const mostLessonsAway = 300

export interface LessonAway extends LessonWithStudents {
  readonly students: readonly StudentInLesson[]
}

/** Planned lessons of a teacher that overlap a stretch of time and have not begun, in order of time, with who is in them; one more than can be dealt with. */
export async function listLessonsAway(ctx: Ctx, { teacherId, from, to }: TeacherAway): Promise<LessonAway[]> {
  const lessons = await withNames(visibleLessons(ctx))
    .where('lesson.teacherId', '=', teacherId)
    .where('lesson.status', '=', 'planned')
    .where('lesson.startsAt', '<', to)
    .where('lesson.endsAt', '>', from)
    .where('lesson.startsAt', '>', ctx.now)
    .orderBy('lesson.startsAt')
    .orderBy('lesson.id')
    .limit(mostLessonsAway + 1)
    .execute()
  const students = await studentsOf(
    ctx,
    lessons.map(({ id }) => id),
  )
  return lessons.map((lesson) => {
    const its = students.get(lesson.id)!
    return { ...lesson, students: its, studentIds: its.map(({ id }) => id) }
  })
}

/** Lessons by id, whoever asks; call it only for lessons that the reader has to do with. */
export async function listLessonsByIds(
  ctx: Ctx,
  ids: readonly Id<'lesson'>[],
): Promise<ReadonlyMap<Id<'lesson'>, LessonRow>> {
  if (ids.length === 0) return new Map()
  const rows = await withNames(everyLesson(ctx))
    .where('lesson.id', 'in', [...ids])
    .execute()
  return new Map(rows.map((row) => [row.id, row]))
}
