import { inBatches } from '#platform/batches.ts'
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

/**
 * Writes offerings, who teaches them and what they cost; what is there already stays as it is, because people may have worked on it since.
 * An offering that was here gets only the teachers of `newTeachers`: the office may have taken others away.
 */
export async function importOfferings(
  ctx: Ctx,
  { offerings, prices }: ImportedOfferings,
  newTeachers: ReadonlySet<string>,
): Promise<void> {
  const { orgId } = ctx
  const made = new Set<string>()
  for (const part of inBatches(offerings)) {
    const added = await ctx.db
      .insertInto('catalogue.offering')
      .values(
        part.map(({ teacherIds: _teacherIds, roomFeatures: _roomFeatures, ...offering }) => ({
          ...offering,
          hue: hueOf(offering.subject || offering.title),
          orgId,
        })),
      )
      .onConflict((conflict) => conflict.columns(['orgId', 'id']).doNothing())
      .returning('id')
      .execute()
    for (const { id } of added) made.add(id)
  }
  const needs = offerings
    .filter(({ id }) => made.has(id))
    .map(({ id, roomFeatures }) => ({
      orgId,
      offeringId: id,
      position: 1,
      kind: 'room' as const,
      features: [...roomFeatures],
    }))
  for (const part of inBatches(needs)) await ctx.db.insertInto('catalogue.offeringNeed').values(part).execute()
  const teachers = offerings.flatMap(({ id, teacherIds }) =>
    teacherIds
      .filter((teacherId) => made.has(id) || newTeachers.has(teacherId))
      .map((teacherId) => ({ orgId, offeringId: id, teacherId })),
  )
  for (const part of inBatches(teachers)) {
    await ctx.db
      .insertInto('catalogue.offeringTeacher')
      .values(part)
      .onConflict((conflict) => conflict.columns(['orgId', 'offeringId', 'teacherId']).doNothing())
      .execute()
  }
  for (const part of inBatches(prices)) {
    await ctx.db
      .insertInto('catalogue.price')
      .values(part.map((price) => ({ ...price, orgId })))
      .onConflict((conflict) => conflict.columns(['orgId', 'id']).doNothing())
      .execute()
  }
}
