import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Output } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import { type BookingRecord, readBookings } from './record.ts'
import { statusView } from './views.ts'

const most = 200

/** What the reader asked for, and what is for the reader or a student whose confirmed guardian the reader is. */
function mine(ctx: Ctx) {
  const me = ctx.actor.personId
  return sql`(b.booked_by = ${me} or b.student_id = ${me} or b.student_id in (
    select student_id from people.guardianship
    where org_id = ${ctx.orgId} and guardian_id = ${me} and confirmed_at is not null and ended_at is null))`
}

export async function findVisibleBooking(ctx: Ctx, bookingId: Id<'booking'>): Promise<BookingRecord | undefined> {
  return (await readBookings(ctx, sql`b.id = ${bookingId} and ${mine(ctx)}`))[0]
}

export async function listMyBookings(ctx: Ctx): Promise<Output<typeof contract.listMyBookings>> {
  const bookings = await readBookings(ctx, sql`${mine(ctx)} order by b.created_at desc, b.id desc limit ${most}`)
  return {
    bookings: bookings.map((booking) => ({
      ...statusView(ctx, booking),
      id: booking.id,
      studentId: booking.studentId,
    })),
  }
}
