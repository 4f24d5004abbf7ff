import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/contract.ts'
import { notFound, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { findBookableTime, findNearestTimes, reason, refusal, type BookableTime } from './bookable-time.ts'
import { readClaims, releaseClaims } from './claims.ts'
import type * as contract from './contract.ts'
import type { Lesson, Reason } from './contract.ts'
import { lessonCancelled, lessonOver, notBookable, timeTaken } from './errors.ts'
import { checkMoment } from './free-times.ts'
import { takeTimes } from './holding.ts'
import { describeLesson, findLesson, lockLesson, studentsOf, type LessonRow } from './lesson.ts'
import { endLesson, settleLesson } from './planning.ts'

interface Nearby {
  readonly offeringId: Id<'offering'>
  readonly startsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
  readonly studentIds: readonly Id<'person'>[]
}

const takenReasons: ReadonlySet<Reason['code']> = new Set(['teacher_busy', 'room_busy', 'student_busy'])

async function refuse(ctx: Ctx, reasons: readonly Reason[], nearby: Nearby) {
  const extra = refusal(reasons, await findNearestTimes(ctx, nearby))
  const isTaken = reasons.length > 0 && reasons.every(({ code }) => takenReasons.has(code) || code === 'no_room')
  return isTaken && reasons.some(({ code }) => takenReasons.has(code)) ? timeTaken({ extra }) : notBookable({ extra })
}

export async function planLesson(ctx: Ctx, input: Input<typeof contract.planLesson>): Promise<Lesson> {
  checkMoment(input.startsAt)
  const { offeringId, studentIds } = input
  const places = await checkStudents(ctx, offeringId, studentIds)
  const answer = await findBookableTime(ctx, { ...input, byOffice: true })
  if ('reasons' in answer) throw await refuse(ctx, answer.reasons, input)
  const settled = await settleLesson(ctx, { offeringId, capacity: places, time: answer.time, studentIds })
  if ('lost' in settled)
    throw await refuse(ctx, [reason(settled.lost === 'student' ? 'student_busy' : 'teacher_busy')], input)
  return describeLesson(ctx, await findLesson(ctx, settled.lessonId))
}

async function checkStudents(
  ctx: Ctx,
  offeringId: Id<'offering'>,
  studentIds: readonly Id<'person'>[],
): Promise<number> {
  const { rows } = await sql<{ places: number; known: Id<'person'>[] }>`
    select o.places, array(
      select s.person_id from people.student_profile s
      where s.org_id = ${ctx.orgId} and s.person_id = any(${[...studentIds]}::uuid[])
    ) as known
    from catalogue.offering o where o.org_id = ${ctx.orgId} and o.id = ${offeringId}`.execute(ctx.db)
  const found = rows[0]
  if (!found) throw notFound()
  const unknown = studentIds.findIndex((id) => !found.known.includes(id))
  if (unknown >= 0) throw wrongField(`studentIds.${unknown}`, 'unknown_student')
  const twice = studentIds.findIndex((id, i) => studentIds.indexOf(id) !== i)
  if (twice >= 0) throw wrongField(`studentIds.${twice}`, 'twice')
  if (studentIds.length > found.places) throw wrongField('studentIds', 'too_big', { maximum: found.places })
  return found.places
}

export async function moveLesson(ctx: Ctx, input: Input<typeof contract.moveLesson>): Promise<Lesson> {
  checkMoment(input.startsAt)
  const lesson = await lockOpenLesson(ctx, input.lessonId)
  const students = (await studentsOf(ctx, [lesson.id])).get(lesson.id)!
  const studentIds = students.map(({ id }) => id)
  const { offeringId } = lesson
  const teacherId = input.teacherId ?? lesson.teacherId
  const wanted = { offeringId, startsAt: input.startsAt, teacherId, studentIds }
  const answer = await findBookableTime(ctx, {
    ...wanted,
    roomId: input.roomId,
    durationMinutes: input.durationMinutes ?? Math.round(lesson.endsAt.since(lesson.startsAt).total('minutes')),
    ignored: { lessonId: lesson.id },
    byOffice: true,
  })
  if ('reasons' in answer) throw await refuse(ctx, answer.reasons, wanted)
  const time = inSameRoom(answer.time, input.roomId ?? lesson.roomId)
  const claims = await readClaims(ctx, { lessonId: lesson.id })
  const released = { claims, release: () => releaseClaims(ctx, lesson.id) }
  const taken = await takeTimes(ctx, { lessonId: lesson.id }, { times: [time], studentIds, released })
  if ('lost' in taken)
    throw await refuse(ctx, [reason(taken.lost === 'student' ? 'student_busy' : 'teacher_busy')], wanted)
  return recordMove(ctx, lesson, { ...taken[0]!, studentIds })
}

// A lesson stays in its room where that is free; the others are tried after it.
function inSameRoom(time: BookableTime, roomId: Id<'resource'> | null): BookableTime {
  if (!roomId || !time.roomIds?.includes(roomId)) return time
  return { ...time, roomIds: [roomId, ...time.roomIds.filter((id) => id !== roomId)] }
}

interface NewTime {
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
  readonly roomId: Id<'resource'> | null
  readonly studentIds: readonly Id<'person'>[]
}

async function recordMove(ctx: Ctx, lesson: LessonRow, { studentIds, ...time }: NewTime): Promise<Lesson> {
  const { startsAt, endsAt, teacherId, roomId } = time
  await ctx.db
    .updateTable('scheduling.lesson')
    .set({ startsAt, endsAt, teacherId, roomId })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', lesson.id)
    .execute()
  await emit(ctx, 'scheduling.lesson_moved', subjectOf(lesson), {
    from: timeOf(lesson),
    to: timeOf({ startsAt, endsAt, teacherId, roomId }),
    studentIds,
  })
  return describeLesson(ctx, await findLesson(ctx, lesson.id))
}

function timeOf({ startsAt, endsAt, teacherId, roomId }: Omit<NewTime, 'studentIds'>) {
  return { startsAt, endsAt, teacherId, roomId }
}

export async function cancelLesson(
  ctx: Ctx,
  { lessonId, reason: because }: Input<typeof contract.cancelLesson>,
): Promise<Lesson> {
  const lesson = await lockOpenLesson(ctx, lessonId)
  const students = (await studentsOf(ctx, [lessonId])).get(lessonId)!
  await endLesson(ctx, lessonId)
  await emit(ctx, 'scheduling.lesson_cancelled', subjectOf(lesson), {
    ...timeOf(lesson),
    studentIds: students.map(({ id }) => id),
    reason: because,
  })
  return describeLesson(ctx, await findLesson(ctx, lessonId))
}

async function lockOpenLesson(ctx: Ctx, lessonId: Id<'lesson'>): Promise<LessonRow> {
  const lesson = await lockLesson(ctx, lessonId)
  if (lesson.status === 'cancelled') throw lessonCancelled()
  if (Temporal.Instant.compare(lesson.startsAt, ctx.now) <= 0) throw lessonOver()
  return lesson
}

function subjectOf({ id }: LessonRow) {
  return { kind: 'lesson', id }
}
