import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/contract.ts'
import { notFound, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { findBookableTime, type BookableTime, type WantedTime } from './bookable-time.ts'
import { readClaims, releaseClaims } from './claims.ts'
import type * as contract from './contract.ts'
import type { Lesson, Reason } from './contract.ts'
import { lessonCancelled, lessonOver, notBookable, timeTaken } from './errors.ts'
import { checkMoment } from './free-times.ts'
import { followHeldPlaces } from './held-places.ts'
import { type Lost, type TakenLesson, takeTimes } from './holding.ts'
import { describeLesson, findLesson, lockLesson, studentsOf, type LessonRow } from './lesson.ts'
import { findNearestTimes } from './nearest-times.ts'
import { readOverruled, recordOverruled } from './overruling.ts'
import { endLesson, settleLesson } from './planning.ts'
import { reason, refusal } from './reasons.ts'
import { writeTaken } from './taken-lessons.ts'

interface Nearby {
  readonly offeringId: Id<'offering'>
  readonly startsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
  readonly studentIds: readonly Id<'person'>[]
}

const taken = /^(teacher|room|vehicle|equipment|student)_busy$/
const free = /^no_(room|vehicle|equipment)$/

async function refuse(ctx: Ctx, reasons: readonly Reason[], nearby: Nearby) {
  const extra = refusal(reasons, await findNearestTimes(ctx, nearby))
  const isTaken = reasons.every(({ code }) => taken.test(code) || free.test(code))
  return isTaken && reasons.some(({ code }) => taken.test(code)) ? timeTaken({ extra }) : notBookable({ extra })
}

/** Somebody was faster: what stands in the way now, or at least who. */
async function refuseLost(ctx: Ctx, { lost }: Lost, wanted: WantedTime & Nearby) {
  const answer = await findBookableTime(ctx, wanted)
  if ('reasons' in answer) return refuse(ctx, answer.reasons, wanted)
  return refuse(ctx, [reason(lost === 'student' ? 'student_busy' : 'teacher_busy')], wanted)
}

export async function planLesson(ctx: Ctx, input: Input<typeof contract.planLesson>): Promise<Lesson> {
  checkMoment(input.startsAt)
  const { offeringId, studentIds, overrule } = input
  const places = await checkStudents(ctx, offeringId, studentIds)
  const overruled = readOverruled(ctx, overrule, input)
  const wanted = { ...input, overruled: new Set(overrule?.reasons), byOffice: true }
  const answer = await findBookableTime(ctx, wanted)
  if ('reasons' in answer) throw await refuse(ctx, answer.reasons, input)
  const settled = await settleLesson(ctx, { offeringId, capacity: places, time: answer.time, studentIds, overruled })
  if ('lost' in settled) throw await refuseLost(ctx, settled, wanted)
  if (overrule) await recordOverruled(ctx, settled.lessonId, overrule)
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
  const { overrule } = input
  // What is overruled is the clash of certain rooms: those that are named, or else its own.
  const own = overrule?.reasons.includes('room_busy') ? lesson : { roomId: null, resourceIds: undefined }
  const roomId = input.roomId ?? own.roomId ?? undefined
  const resourceIds = input.resourceIds ?? own.resourceIds
  const overruled = readOverruled(ctx, overrule, { roomId, resourceIds })
  const ignored = { lessonId: lesson.id }
  const wanted = {
    offeringId,
    startsAt: input.startsAt,
    teacherId: input.teacherId ?? lesson.teacherId,
    studentIds,
    roomId,
    resourceIds,
    locationId: input.locationId,
    format: input.format ?? lesson.format,
    durationMinutes: input.durationMinutes ?? Math.round(lesson.endsAt.since(lesson.startsAt).total('minutes')),
    ignored,
    overruled: new Set(overrule?.reasons),
    byOffice: true,
  }
  const answer = await findBookableTime(ctx, wanted)
  if ('reasons' in answer) throw await refuse(ctx, answer.reasons, wanted)
  const time = withItsResources(answer.time, lesson)
  const claims = await readClaims(ctx, { lessonId: lesson.id })
  const released = { claims, release: () => releaseClaims(ctx, lesson.id) }
  const taken = await takeTimes(ctx, ignored, { times: [time], studentIds, released, ignored, overruled })
  if ('lost' in taken) throw await refuseLost(ctx, taken, wanted)
  const moved = await recordMove(ctx, lesson, { time: taken[0]!, studentIds })
  if (overrule) await recordOverruled(ctx, lesson.id, overrule)
  return moved
}

// A lesson stays where it is and with what it has as far as that is free; whatever else fits is tried after it.
function withItsResources(time: BookableTime, { roomId, resourceIds, locationId }: LessonRow): BookableTime {
  const { elsewhere = [], ...first } = time
  const [here, ...others] = [first, ...elsewhere].toSorted(
    (one, other) => Number(other.locationId === locationId) - Number(one.locationId === locationId),
  )
  const own = new Set<string | null>([roomId, ...resourceIds])
  const ownFirst = (ids: readonly Id<'resource'>[]) =>
    ids.toSorted((one, other) => Number(own.has(other)) - Number(own.has(one)))
  return {
    ...here!,
    roomIds: here!.roomIds && ownFirst(here!.roomIds),
    furtherIds: (here!.furtherIds ?? []).map(ownFirst),
    elsewhere: others,
  }
}

interface Moved {
  readonly time: TakenLesson
  readonly studentIds: readonly Id<'person'>[]
}

async function recordMove(ctx: Ctx, lesson: LessonRow, { time, studentIds }: Moved): Promise<Lesson> {
  await followHeldPlaces(ctx, [{ ...time, id: lesson.id }])
  await writeTaken(ctx, [{ ...time, id: lesson.id }])
  await emit(ctx, 'scheduling.lesson_moved', subjectOf(lesson), { from: timeOf(lesson), to: timeOf(time), studentIds })
  return describeLesson(ctx, await findLesson(ctx, lesson.id))
}

function timeOf({
  startsAt,
  endsAt,
  teacherId,
  roomId,
}: Pick<LessonRow, 'startsAt' | 'endsAt' | 'teacherId' | 'roomId'>) {
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
