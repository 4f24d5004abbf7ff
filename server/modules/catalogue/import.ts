import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { hueOf } from './hue.ts'

/** Offerings of an older system, with ids that stay the same when the import runs again. */
export interface ImportedOfferings {
  readonly offerings: readonly {
    readonly id: Id<'offering'>
    readonly title: string
    readonly description: string
    readonly subject: string
    readonly level: string
    readonly durationMinutes: number
    readonly places: number
    readonly isActive: boolean
    readonly roomFeatures: readonly string[]
    readonly teacherIds: readonly Id<'person'>[]
    readonly createdAt: Temporal.Instant
  }[]
  readonly prices: readonly {
    readonly id: Id<'price'>
    readonly offeringId: Id<'offering'>
    readonly amount: bigint
    readonly currency: string
    readonly validFrom: Temporal.Instant
  }[]
}

/** Writes offerings, who teaches them and what they cost; what is there already stays as it is, because people may have worked on it since. */
export async function importOfferings(ctx: Ctx, { offerings, prices }: ImportedOfferings): Promise<void> {
  const { orgId } = ctx
  if (offerings.length > 0) {
    await ctx.db
      .insertInto('catalogue.offering')
      .values(
        offerings.map(({ teacherIds: _teacherIds, ...offering }) => ({
          ...offering,
          roomFeatures: [...offering.roomFeatures],
          hue: hueOf(offering.subject || offering.title),
          orgId,
        })),
      )
      .onConflict((conflict) => conflict.columns(['orgId', 'id']).doNothing())
      .execute()
  }
  const teachers = offerings.flatMap(({ id, teacherIds }) =>
    teacherIds.map((teacherId) => ({ orgId, offeringId: id, teacherId })),
  )
  if (teachers.length > 0) {
    await ctx.db
      .insertInto('catalogue.offeringTeacher')
      .values(teachers)
      .onConflict((conflict) => conflict.columns(['orgId', 'offeringId', 'teacherId']).doNothing())
      .execute()
  }
  if (prices.length === 0) return
  await ctx.db
    .insertInto('catalogue.price')
    .values(prices.map((price) => ({ ...price, orgId })))
    .onConflict((conflict) => conflict.columns(['orgId', 'id']).doNothing())
    .execute()
}
