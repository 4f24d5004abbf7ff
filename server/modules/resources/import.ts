import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { chooseLocation } from './resources.ts'

/** A room of an older system, with an id that stays the same when the import runs again. */
export interface ImportedRoom {
  readonly id: Id<'resource'>
  readonly name: string
  readonly capacity: number | null
  readonly description: string
  readonly features: readonly string[]
  readonly createdAt: Temporal.Instant
}

/** Writes rooms at the first location of the organisation; one that is there already stays as it is. */
export async function importRooms(ctx: Ctx, rooms: readonly ImportedRoom[]): Promise<void> {
  if (rooms.length === 0) return
  const locationId = await chooseLocation(ctx, undefined)
  await ctx.db
    .insertInto('resources.resource')
    .values(
      rooms.map((room) => ({ ...room, features: [...room.features], orgId: ctx.orgId, kind: 'room', locationId })),
    )
    .onConflict((conflict) => conflict.columns(['orgId', 'id']).doNothing())
    .execute()
}
