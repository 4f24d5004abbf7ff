import { sql } from 'kysely'
import { z } from 'zod'
import { findSamePeople } from '#people'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import { findBookableTime, type Reason } from '#scheduling'
import type * as contract from './contract.ts'
import type { Booking } from './contract.ts'
import { type BookingRecord, findBooking, readBookings } from './record.ts'
import { statusAt } from './rules.ts'
import { officeRow } from './views.ts'

export async function listBookings(
  ctx: Ctx,
  input: Input<typeof contract.listBookings>,
): Promise<Output<typeof contract.listBookings>> {
  const limit = limitOf(input)
  const waiting = input.status === 'requested'
  const after = readCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const key = waiting ? sql`(b.expires_at, b.id)` : sql`(b.created_at, b.id)`
  const conditions = [
    statusCondition(ctx, input.status),
    ...(input.search?.trim() ? [sql`b.search_text like ${`%${likeText(input.search)}%`}`] : []),
    ...(after ? [sql`${key} ${waiting ? sql`>` : sql`<`} (${after[0]}::timestamptz, ${after[1]}::uuid)`] : []),
  ]
  const order = waiting ? sql`b.expires_at, b.id` : sql`b.created_at desc, b.id desc`
  const bookings = await readBookings(
    ctx,
    sql`${sql.join(conditions, sql` and `)} order by ${order} limit ${limit + 1}`,
  )
  const page = toPage(bookings, limit, (booking) => [
    String(waiting ? booking.expiresAt : booking.createdAt),
    booking.id,
  ])
  return { rows: page.rows.map((booking) => officeRow(ctx, booking)), next: page.next }
}

// A request that ran out is shown as expired from that second on; the job only writes it down.
function statusCondition(ctx: Ctx, status: Input<typeof contract.listBookings>['status']) {
  if (status === undefined) return sql`true`
  if (status === 'requested') return sql`b.status = 'requested' and b.expires_at > ${ctx.now}`
  if (status === 'expired')
    return sql`(b.status = 'expired' or (b.status = 'requested' and b.expires_at <= ${ctx.now}))`
  return sql`b.status = ${status}`
}

function likeText(search: string): string {
  return search
    .trim()
    .toLowerCase()
    .replace(/[\\%_]/g, (character) => `\\${character}`)
}

export function getBooking(ctx: Ctx, { bookingId }: Input<typeof contract.getBooking>): Promise<Booking> {
  return describeBooking(ctx, bookingId)
}

export async function describeBooking(ctx: Ctx, bookingId: Id<'booking'>): Promise<Booking> {
  const booking = await findBooking(ctx, bookingId)
  if (!booking) throw notFound()
  const { experience, preferredDays, preferredFrom, preferredTo, startDate, instrumentOwned, referralSource, notes } =
    booking
  const { price, studentId, lessonId, confirmedRank, endedBecause, email, waNumber, guardianWa } = booking
  return {
    ...officeRow(ctx, booking),
    experience,
    preferredDays,
    preferredFrom,
    preferredTo,
    startDate,
    instrumentOwned,
    referralSource,
    notes,
    price,
    studentId,
    lessonId,
    confirmedRank,
    endedBecause,
    possible: await listPossible(ctx, booking),
    sameAs: await findSamePeople(ctx, {
      email,
      numbers: [waNumber, guardianWa],
      name: booking.studentName,
    }),
  }
}

async function listPossible(ctx: Ctx, booking: BookingRecord): Promise<Booking['possible']> {
  const status = statusAt(booking, ctx.now)
  if (status !== 'requested' && status !== 'expired') return []
  const possible: Booking['possible'] = []
  for (const { rank, startsAt, teacherId, lessonId } of booking.choices) {
    const answer = await findBookableTime(ctx, {
      offeringId: booking.offeringId,
      startsAt,
      teacherId,
      lessonId: lessonId ?? undefined,
      ignored: { holdId: booking.holdId },
      byOffice: true,
      studentIds: booking.studentId ? [booking.studentId] : [],
    })
    const reasons: readonly Reason[] = 'reasons' in answer ? answer.reasons : []
    possible.push({ rank, reasons: [...reasons] })
  }
  return possible
}
