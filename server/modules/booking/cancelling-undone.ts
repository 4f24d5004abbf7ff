import { withdrawCancellation } from '#billing'
import { restoreLessons, type LessonsChanged } from '#scheduling'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'

export interface CancellationMemory {
  readonly bookingId: Id<'booking'>
  readonly lessons: LessonsChanged
  /** Those that ended with the booking. */
  readonly enrolmentIds: readonly Id<'enrolment'>[]
}

/** The booking stands as before, with its lesson; a fee that was charged for it is withdrawn. */
export async function undoCancellation(ctx: Ctx, memory: unknown): Promise<void> {
  const { bookingId, lessons, enrolmentIds } = memory as CancellationMemory // kept by `cancel`
  await restoreLessons(ctx, lessons)
  await withdrawCancellation(ctx, bookingId)
  await ctx.db.deleteFrom('booking.ending').where('orgId', '=', ctx.orgId).where('bookingId', '=', bookingId).execute()
  await ctx.db
    .updateTable('booking.booking')
    .set({ status: 'confirmed' })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', bookingId)
    .execute()
  if (enrolmentIds.length === 0) return
  await ctx.db
    .updateTable('booking.enrolment')
    .set({ status: 'active' })
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', [...enrolmentIds])
    .execute()
}
