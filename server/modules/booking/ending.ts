import { sql } from 'kysely'
import { z } from 'zod'
import { findLink } from '#identity'
import { mayBookFor } from '#people'
import { isChange, keepChange, openChange } from '#platform/changes.ts'
import type { Ctx } from '#platform/context.ts'
import { money as moneySchema, type Input } from '#platform/contract.ts'
import { notAllowed, notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { compare, isZero, money, type Money } from '#platform/money.ts'
import { freePlace, releaseHolds, rememberLessons } from '#scheduling'
import { chargeCancellation } from '#billing'
import { describeBooking } from './bookings.ts'
import type { CancellationMemory } from './cancelling-undone.ts'
import type * as contract from './contract.ts'
import type { Booking } from './contract.ts'
import { alreadyEnded, costChanged, linkUnknown, tooLate } from './errors.ts'
import { endEnrolments } from './enrolments.ts'
import { findVisibleBooking } from './my-bookings.ts'
import { type BookingRecord, findBooking, lockBooking, readBookings } from './record.ts'
import { statusAt } from './rules.ts'
import { statusView, type StatusView } from './views.ts'

export async function declineBooking(
  ctx: Ctx,
  { bookingId, reason }: Input<typeof contract.declineBooking>,
): Promise<Booking> {
  const booking = await lockBooking(ctx, bookingId)
  if (!booking) throw notFound()
  if (statusAt(booking, ctx.now) !== 'requested') throw alreadyEnded()
  await endRequests(ctx, [booking], 'declined', reason)
  await emit(ctx, 'booking.declined', { kind: 'booking', id: bookingId }, { reason })
  return describeBooking(ctx, bookingId)
}

export async function cancelBooking(
  ctx: Ctx,
  { bookingId, reason, waiveCost = false }: Input<typeof contract.cancelBooking>,
): Promise<Booking> {
  const booking = await lockBooking(ctx, bookingId)
  if (!booking) throw notFound()
  await cancel(ctx, booking, { reason, agreed: waiveCost ? 'waived' : 'policy' })
  return describeBooking(ctx, bookingId)
}

export async function getBookingByLink(
  ctx: Ctx,
  { token }: Input<typeof contract.getBookingByLink>,
): Promise<StatusView> {
  const booking = await findBooking(ctx, await bookingOf(ctx, token))
  if (!booking) throw linkUnknown()
  return statusView(ctx, booking)
}

export async function cancelBookingByLink(
  ctx: Ctx,
  { token, acceptedCost, reason }: Input<typeof contract.cancelBookingByLink>,
): Promise<StatusView> {
  const booking = await lockBooking(ctx, await bookingOf(ctx, token))
  if (!booking) throw linkUnknown()
  await cancel(ctx, booking, { reason, agreed: acceptedCost })
  return statusView(ctx, (await findBooking(ctx, booking.id))!)
}

async function bookingOf(ctx: Ctx, token: string): Promise<Id<'booking'>> {
  const link = await findLink(ctx, 'booking', token)
  if (!link) throw linkUnknown()
  return link.subjectId as Id<'booking'> // a link of this purpose is about a booking
}

export async function cancelMyBooking(
  ctx: Ctx,
  { bookingId, acceptedCost, reason }: Input<typeof contract.cancelMyBooking>,
): Promise<StatusView> {
  if (!(await findVisibleBooking(ctx, bookingId))) throw notFound()
  const booking = (await lockBooking(ctx, bookingId))!
  const isOwn = booking.bookedBy === ctx.actor.personId
  const mayCancel = booking.studentId ? await mayBookFor(ctx, booking.studentId) : isOwn
  if (!mayCancel) throw notAllowed()
  await cancel(ctx, booking, { reason, agreed: acceptedCost })
  return statusView(ctx, (await findBooking(ctx, bookingId))!)
}

interface Cancelling {
  readonly reason: string
  /** The cost that the canceller was shown and accepted; or that the office takes it as it is, or lets it be. */
  readonly agreed: Money | 'policy' | 'waived'
}

async function cancel(outer: Ctx, booking: BookingRecord, { reason, agreed }: Cancelling): Promise<void> {
  const isLesson = statusAt(booking, outer.now) === 'confirmed'
  const ctx = isLesson ? openChange(outer) : outer
  const status = statusAt(booking, ctx.now)
  if (status !== 'requested' && status !== 'confirmed') throw alreadyEnded()
  if (!booking.cancellation) throw booking.lessonStatus === 'cancelled' ? alreadyEnded() : tooLate()
  const { cost } = booking.cancellation
  if (typeof agreed !== 'string' && (agreed.currency !== cost.currency || compare(agreed, cost) !== 0))
    throw costChanged({ extra: { cost: z.encode(moneySchema, cost) } })
  const charged = agreed === 'waived' ? money(0n, cost.currency) : cost

  const lessonIds = isLesson && booking.lessonId ? [booking.lessonId] : []
  const before = await rememberLessons(ctx, lessonIds)
  const enrolmentIds =
    status === 'requested'
      ? await endRequests(ctx, [booking], 'cancelled', reason)
      : await endConfirmed(ctx, booking, { reason, cost: charged })
  await emit(
    ctx,
    'booking.cancelled',
    { kind: 'booking', id: booking.id },
    {
      reason,
      lessonId: booking.lessonId,
      studentId: booking.studentId,
      policyId: booking.policyId,
      cost: {
        amount: String(charged.amount),
        currency: charged.currency,
      },
      wasWaived: agreed === 'waived' && !isZero(cost),
    },
  )
  if (!isChange(ctx)) return
  const lessons = { before, after: await rememberLessons(ctx, lessonIds) }
  const memory: CancellationMemory = { bookingId: booking.id, lessons, enrolmentIds }
  await keepChange(ctx, 'booking.cancellation', memory)
}

async function endConfirmed(
  ctx: Ctx,
  booking: BookingRecord,
  { reason, cost }: { reason: string; cost: Money },
): Promise<Id<'enrolment'>[]> {
  const { lessonId, studentId, choices, confirmedRank } = booking
  if (!lessonId || !studentId) throw new Error(`The confirmed booking ${booking.code} has no lesson or no student.`)
  const choice = choices.find(({ rank }) => rank === confirmedRank)
  const isFreed = await freePlace(ctx, {
    lessonId,
    studentId,
    endEmpty: choice !== undefined && choice.lessonId === null,
  })
  // The office cancelled the lesson in the same moment and was first: nobody pays for that.
  if (!isFreed) throw alreadyEnded()
  const enrolmentIds = await recordEnding(ctx, [booking], { kind: 'cancelled', reason, cost: cost.amount })
  const { id: bookingId, policyId, price } = booking
  await chargeCancellation(ctx, { bookingId, lessonId, studentId, policyId, price, cost })
  return enrolmentIds
}

/** Ends requests that nobody confirmed: their times are free at once. The bookings are locked. */
async function endRequests(
  ctx: Ctx,
  bookings: readonly BookingRecord[],
  kind: 'declined' | 'cancelled' | 'expired',
  reason: string,
): Promise<Id<'enrolment'>[]> {
  await releaseHolds(
    ctx,
    bookings.flatMap(({ holdId }) => (holdId ? [holdId] : [])),
  )
  return recordEnding(ctx, bookings, { kind, reason, cost: 0n })
}

interface Ending {
  readonly kind: 'declined' | 'cancelled' | 'expired'
  readonly reason: string
  readonly cost: bigint
}

async function recordEnding(ctx: Ctx, bookings: readonly BookingRecord[], ending: Ending): Promise<Id<'enrolment'>[]> {
  const ended = await ctx.db
    .updateTable('booking.booking')
    .set({ status: ending.kind })
    .where('orgId', '=', ctx.orgId)
    .where(
      'id',
      'in',
      bookings.map(({ id }) => id),
    )
    .where('status', 'in', ['requested', 'confirmed'])
    .returning('id')
    .execute()
  if (ended.length === 0) return []
  const ids = new Set(ended.map(({ id }) => id))
  const enrolmentIds = await endEnrolments(ctx, [...ids])
  await ctx.db
    .insertInto('booking.ending')
    .values(
      bookings
        .filter(({ id }) => ids.has(id))
        .map(({ id, policyId }) => ({
          orgId: ctx.orgId,
          bookingId: id,
          ...ending,
          policyId: ending.kind === 'cancelled' ? policyId : null,
          endedBy: ctx.actor.personId,
          endedAt: ctx.now,
        })),
    )
    .execute()
  return enrolmentIds
}

const expiriesAtOnce = 200

/** Writes down what has expired and tells about it. The times were free from that second on already. */
export async function expireBookings(ctx: Ctx): Promise<void> {
  const locked = await ctx.db
    .selectFrom('booking.booking')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('status', '=', 'requested')
    .where('expiresAt', '<=', ctx.now)
    .orderBy('expiresAt')
    .limit(expiriesAtOnce)
    .forNoKeyUpdate()
    .skipLocked()
    .execute()
  if (locked.length === 0) return
  const bookings = await readBookings(ctx, sql`b.id = any(${locked.map(({ id }) => id)}::uuid[])`)
  await endRequests(ctx, bookings, 'expired', '')
  for (const { id } of bookings) await emit(ctx, 'booking.expired', { kind: 'booking', id })
}

/** A lesson that the office cancelled ends the bookings that became a place in it; nobody pays. */
export async function endBookingsOfLesson(
  ctx: Ctx,
  event: { subjectId: string; payload: Readonly<Record<string, unknown>> },
): Promise<void> {
  const bookings = await readBookings(ctx, sql`b.status = 'confirmed' and f.lesson_id = ${event.subjectId}::uuid`)
  if (bookings.length === 0) return
  const reason = typeof event.payload['reason'] === 'string' ? event.payload['reason'] : ''
  await recordEnding(ctx, bookings, { kind: 'cancelled', reason, cost: 0n })
}
