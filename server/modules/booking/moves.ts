import { findLink } from '#identity'
import { mayBookFor } from '#people'
import { moveOwnLesson, rememberLessons, restoreLessons, type LessonsChanged } from '#scheduling'
import { keepChange, openChange } from '#platform/changes.ts'
import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/contract.ts'
import { notAllowed, notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import { alreadyEnded, linkUnknown, movesUsed, moveTooLate } from './errors.ts'
import { findVisibleBooking } from './my-bookings.ts'
import { type BookingRecord, findBooking, lockBooking } from './record.ts'
import { refuseChoice } from './refusals.ts'
import { statusView, type StatusView } from './views.ts'

interface NewTime {
  readonly startsAt: Temporal.Instant
  readonly teacherId?: Id<'person'> | undefined
}

export async function moveBookingByLink(
  ctx: Ctx,
  { token, ...time }: Input<typeof contract.moveBookingByLink>,
): Promise<StatusView> {
  const link = await findLink(ctx, 'booking', token)
  if (!link) throw linkUnknown()
  const booking = await lockBooking(ctx, link.subjectId as Id<'booking'>) // a link of this purpose is about a booking
  if (!booking) throw linkUnknown()
  return move(ctx, booking, time)
}

export async function moveMyBooking(
  ctx: Ctx,
  { bookingId, ...time }: Input<typeof contract.moveMyBooking>,
): Promise<StatusView> {
  if (!(await findVisibleBooking(ctx, bookingId))) throw notFound()
  const booking = (await lockBooking(ctx, bookingId))!
  if (booking.studentId ? !(await mayBookFor(ctx, booking.studentId)) : true) throw notAllowed()
  return move(ctx, booking, time)
}

/** Moves the lesson of a booking as far as the policy under which it was booked lets a family, and keeps which version that was. */
async function move(ctx: Ctx, booking: BookingRecord, { startsAt, teacherId }: NewTime): Promise<StatusView> {
  const { id, lessonId, studentId, moving, offeringId, studentName } = booking
  const lesson = booking.choices.find(({ rank }) => rank === booking.confirmedRank)
  if (!lessonId || !studentId || !lesson || !moving) throw alreadyEnded()
  if (moving.left === 0) throw movesUsed()
  if (Temporal.Instant.compare(ctx.now, moving.until) > 0) throw moveTooLate()

  const change = openChange(ctx)
  const before = await rememberLessons(change, [lessonId])
  const wanted = { startsAt, teacherId: teacherId ?? lesson.teacherId }
  const reasons = await moveOwnLesson(change, { lessonId, studentId, ...wanted })
  if (reasons.length > 0) throw await refuseChoice(ctx, { offeringId, studentName, ...wanted }, reasons)
  const moveId = newId('move')
  const policyId = moving.policyId
  await ctx.db
    .insertInto('booking.move')
    .values({
      orgId: ctx.orgId,
      id: moveId,
      bookingId: id,
      wasStartsAt: lesson.startsAt,
      startsAt,
      policyId,
      movedBy: ctx.actor.personId,
      movedAt: ctx.now,
    })
    .execute()
  await emit(
    change,
    'booking.moved',
    { kind: 'booking', id },
    { lessonId, from: lesson.startsAt, to: startsAt, policyId },
  )
  const after = await rememberLessons(change, [lessonId])
  await keepChange(change, 'booking.move', { moveId, lessons: { before, after } })
  return statusView(ctx, (await findBooking(ctx, id))!)
}

/** The lesson is where it was, and the family may move it as often as before. */
export async function undoMove(ctx: Ctx, memory: unknown): Promise<void> {
  const { moveId, lessons } = memory as { moveId: Id<'move'>; lessons: LessonsChanged } // kept by `move`
  await restoreLessons(ctx, lessons)
  await ctx.db.deleteFrom('booking.move').where('orgId', '=', ctx.orgId).where('id', '=', moveId).execute()
}
