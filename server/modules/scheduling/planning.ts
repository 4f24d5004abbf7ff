import type { Ctx } from '#platform/context.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import type { BookableTime } from './bookable-time.ts'
import { readClaims, releaseClaims } from './claims.ts'
import { deleteHolds, lockPlaces, type Lost, type Overruled, takenOf, takeTimes } from './holding.ts'
import { writeTaken } from './taken-lessons.ts'

export interface NewLesson {
  readonly offeringId: Id<'offering'>
  readonly capacity: number
  readonly time: BookableTime
  readonly studentIds: readonly Id<'person'>[]
  /** The hold that the lesson takes the place of: all of it is free afterwards. */
  readonly holdId?: Id<'hold'> | null
  readonly overruled?: Overruled | undefined
}

/** Plans a lesson with its students, or takes a place in one that stands: everything in one go, or nothing. */
export async function settleLesson(ctx: Ctx, lesson: NewLesson): Promise<{ lessonId: Id<'lesson'> } | Lost> {
  return lesson.time.lessonId ? takePlace(ctx, lesson, lesson.time.lessonId) : planNewLesson(ctx, lesson)
}

async function planNewLesson(ctx: Ctx, lesson: NewLesson): Promise<{ lessonId: Id<'lesson'> } | Lost> {
  const { offeringId, capacity, time, studentIds, holdId, overruled } = lesson
  const lessonId = newId('lesson')
  const { teacherId, roomId, format, locationId } = takenOf(time)
  await ctx.db
    .insertInto('scheduling.lesson')
    .values({
      orgId: ctx.orgId,
      id: lessonId,
      offeringId,
      teacherId,
      roomId,
      format,
      locationId,
      capacity,
      startsAt: time.startsAt,
      endsAt: time.endsAt,
      placesTaken: studentIds.length,
      createdAt: ctx.now,
    })
    .execute()
  const taken = await takeTimes(
    ctx,
    { lessonId },
    { times: [time], studentIds, overruled, ...(await releasing(ctx, holdId)) },
  )
  if ('lost' in taken) {
    await ctx.db.deleteFrom('scheduling.lesson').where('orgId', '=', ctx.orgId).where('id', '=', lessonId).execute()
    return taken
  }
  await writeTaken(ctx, [{ ...taken[0]!, id: lessonId }])
  await insertPlaces(ctx, lessonId, studentIds)
  const { startsAt, endsAt, teacherId: taught, roomId: room } = taken[0]!
  await emit(
    ctx,
    'scheduling.lesson_planned',
    { kind: 'lesson', id: lessonId },
    { offeringId, teacherId: taught, roomId: room, startsAt, endsAt, studentIds },
  )
  return { lessonId }
}

async function takePlace(
  ctx: Ctx,
  lesson: NewLesson,
  lessonId: Id<'lesson'>,
): Promise<{ lessonId: Id<'lesson'> } | Lost> {
  const { time, studentIds, holdId = null } = lesson
  const free = await lockPlaces(ctx, [lessonId], holdId)
  if ((free.get(lessonId) ?? 0) < studentIds.length) return { lost: 'place', index: 0 }
  const already = await ctx.db
    .selectFrom('scheduling.place')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', '=', lessonId)
    .where('status', '=', 'taken')
    .where('studentId', 'in', [...studentIds])
    .executeTakeFirst()
  if (already) return { lost: 'student', index: 0 }
  const taken = await takeTimes(ctx, { lessonId }, { times: [time], studentIds, ...(await releasing(ctx, holdId)) })
  if ('lost' in taken) return taken
  await insertPlaces(ctx, lessonId, studentIds)
  await ctx.db
    .updateTable('scheduling.lesson')
    .set((eb) => ({ placesTaken: eb('placesTaken', '+', studentIds.length), markedAt: null }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', lessonId)
    .execute()
  await emit(ctx, 'scheduling.place_taken', { kind: 'lesson', id: lessonId }, { studentIds })
  return { lessonId }
}

async function releasing(ctx: Ctx, holdId: Id<'hold'> | null | undefined) {
  if (!holdId) return {}
  const claims = await readClaims(ctx, { holdIds: [holdId] })
  return { released: { claims, release: () => deleteHolds(ctx, [holdId]) }, ignored: { holdId } }
}

async function insertPlaces(ctx: Ctx, lessonId: Id<'lesson'>, studentIds: readonly Id<'person'>[]): Promise<void> {
  if (studentIds.length === 0) return
  await ctx.db
    .insertInto('scheduling.place')
    .values(
      studentIds.map((studentId) => ({
        orgId: ctx.orgId,
        id: newId('place'),
        lessonId,
        studentId,
        status: 'taken' as const,
        createdAt: ctx.now,
      })),
    )
    .execute()
}

/**
 * Gives a student's place back; false when it was gone already, because somebody was faster. A lesson made for nobody else is cancelled with it
 * when `endEmpty` says so.
 */
export async function freePlace(
  ctx: Ctx,
  { lessonId, studentId, endEmpty }: { lessonId: Id<'lesson'>; studentId: Id<'person'>; endEmpty: boolean },
): Promise<boolean> {
  await lockPlaces(ctx, [lessonId])
  const { numUpdatedRows } = await ctx.db
    .updateTable('scheduling.place')
    .set({ status: 'cancelled' })
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', '=', lessonId)
    .where('studentId', '=', studentId)
    .where('status', '=', 'taken')
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  const { placesTaken } = await ctx.db
    .updateTable('scheduling.lesson')
    .set((eb) => ({ placesTaken: eb('placesTaken', '-', 1) }))
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', lessonId)
    .returning('placesTaken')
    .executeTakeFirstOrThrow()
  const subject = { kind: 'lesson', id: lessonId }
  if (placesTaken === 0 && endEmpty) {
    await endLesson(ctx, lessonId)
    await emit(ctx, 'scheduling.lesson_emptied', subject, { studentId })
  } else {
    await releaseClaims(ctx, lessonId, [studentId])
    await emit(ctx, 'scheduling.place_freed', subject, { studentId })
  }
  return true
}

/** Cancels a locked lesson: its times are free at once. */
export async function endLesson(ctx: Ctx, lessonId: Id<'lesson'>): Promise<void> {
  await releaseClaims(ctx, lessonId)
  await ctx.db
    .updateTable('scheduling.place')
    .set({ status: 'cancelled', heldUntil: null })
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', '=', lessonId)
    .where('status', '=', 'taken')
    .execute()
  await ctx.db
    .updateTable('scheduling.lesson')
    .set({ status: 'cancelled', placesTaken: 0 })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', lessonId)
    .execute()
}
