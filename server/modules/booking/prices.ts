import type { AgreedPrice } from '#billing'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'

/**
 * The price at which a student's place in a lesson was booked, or in the lesson that it makes up; null when the office planned it without a
 * booking.
 */
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
    .leftJoin('booking.makeUp as madeUp', (join) =>
      join
        .onRef('madeUp.orgId', '=', 'confirmation.orgId')
        .onRef('madeUp.missedLessonId', '=', 'confirmation.lessonId')
        .onRef('madeUp.studentId', '=', 'booking.studentId')
        .on('madeUp.settledLessonId', '=', lessonId),
    )
    .where((eb) =>
      eb.or([
        eb.and([eb('confirmation.lessonId', '=', lessonId), eb('booking.status', '=', 'confirmed')]),
        eb('madeUp.id', 'is not', null),
      ]),
    )
    .where('booking.studentId', '=', studentId)
    .orderBy('confirmation.confirmedAt', 'desc')
    .limit(1)
    .executeTakeFirst()
  return booking ? { bookingId: booking.id, amount: booking.priceAmount, currency: booking.priceCurrency } : null
}
