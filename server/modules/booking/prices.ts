import type { AgreedPrice } from '#billing'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'

/** The price at which a student's place in a lesson was booked; null when the office planned it without a booking. */
export async function agreedPriceOf(
  ctx: Ctx,
  lessonId: Id<'lesson'>,
  studentId: Id<'person'>,
): Promise<AgreedPrice | null> {
  const booking = await ctx.db
    .selectFrom('booking.confirmation as confirmation')
    .innerJoin('booking.booking as booking', (join) =>
      join.onRef('booking.orgId', '=', 'confirmation.orgId').onRef('booking.id', '=', 'confirmation.bookingId'),
    )
    .select(['booking.id', 'booking.priceAmount', 'booking.priceCurrency'])
    .where('confirmation.orgId', '=', ctx.orgId)
    .where('confirmation.lessonId', '=', lessonId)
    .where('booking.studentId', '=', studentId)
    .where('booking.status', '=', 'confirmed')
    .orderBy('confirmation.confirmedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return booking ? { bookingId: booking.id, amount: booking.priceAmount, currency: booking.priceCurrency } : null
}
