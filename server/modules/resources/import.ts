import { inBatches } from '#platform/batches.ts'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { chooseLocation } from './locations.ts'

/** A room of an older system, with an id that stays the same when the import runs again. */
export interface ImportedRoom {
  readonly id: Id<'resource'>
  readonly name: string
  readonly capacity: number | null
  readonly description: string
  readonly features: readonly string[]
  readonly createdAt: Temporal.Instant
}

export interface RoomsMade {
  readonly made: ReadonlySet<string>
  /** New rooms whose name another room here has already, and the name they got instead. */
  readonly renamed: ReadonlyMap<string, string>
}

/** Writes rooms at the first location of the organisation; one that is there already stays as it is. */
export async function importRooms(ctx: Ctx, rooms: readonly ImportedRoom[]): Promise<RoomsMade> {
  const here = await ctx.db
    .selectFrom('resources.resource')
    .select(['id', 'name'])
    .where('orgId', '=', ctx.orgId)
    .where('kind', '=', 'room')
    .execute()
  const known = new Set<string>(here.map(({ id }) => id))
  const names = new Set(here.map(({ name }) => name))
  const renamed = new Map<string, string>()
  const rows = rooms
    .filter(({ id }) => !known.has(id))
    .map((room) => {
      const name = freeName(names, room.name)
      names.add(name)
      if (name !== room.name) renamed.set(room.id, name)
      return { ...room, name, features: [...room.features] }
    })
  if (rows.length === 0) return { made: new Set(), renamed }
  const place = { orgId: ctx.orgId, kind: 'room' as const, locationId: await chooseLocation(ctx, undefined) }
  for (const part of inBatches(rows)) {
    await ctx.db
      .insertInto('resources.resource')
      .values(part.map((row) => ({ ...row, ...place })))
      .execute()
  }
  return { made: new Set(rows.map(({ id }) => id)), renamed }
}

const longestName = 120

function freeName(names: ReadonlySet<string>, wanted: string): string {
  let name = wanted
  for (let number = 2; names.has(name); number++) {
    const ending = ` (${number})`
    name =
      Array.from(wanted)
        .slice(0, longestName - ending.length)
        .join('') + ending
  }
  return name
}
