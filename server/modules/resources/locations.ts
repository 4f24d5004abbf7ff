import { getOrganisation } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { attempt, violates } from '#platform/db.ts'
import { type FieldError, malformed, notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { withoutUndefined } from '#platform/fields.ts'
import { newId, type Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import { nameTaken } from './errors.ts'

type Location = Output<typeof contract.createLocation>
type Way = Input<typeof contract.setWays>['ways'][number]

function locations(ctx: Ctx) {
  return ctx.db
    .selectFrom('resources.location')
    .select(['id', 'name', 'address', 'zone', 'isOnline'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('createdAt')
    .orderBy('id')
}

/** In the order in which they were made, so that the first is the one the school began with. */
export function listLocations(ctx: Ctx): Promise<Location[]> {
  return locations(ctx).execute()
}

async function findLocation(ctx: Ctx, locationId: Id<'location'>): Promise<Location> {
  const location = await locations(ctx).where('id', '=', locationId).executeTakeFirst()
  if (!location) throw notFound()
  return location
}

export async function createLocation(ctx: Ctx, given: Input<typeof contract.createLocation>): Promise<Location> {
  const id = newId('location')
  const { name, zone = (await getOrganisation(ctx)).zone, address = '', isOnline = false } = given
  const made = await ctx.db
    .insertInto('resources.location')
    .values({ orgId: ctx.orgId, id, name, address, zone, isOnline, createdAt: ctx.now })
    .onConflict((conflict) => conflict.constraint('location_name_taken').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) throw nameTaken()
  await emit(ctx, 'resources.location_created', { kind: 'location', id }, { name, zone, isOnline })
  return findLocation(ctx, id)
}

export async function changeLocation(
  ctx: Ctx,
  { locationId, ...given }: Input<typeof contract.changeLocation>,
): Promise<Location> {
  const old = await findLocation(ctx, locationId)
  const wanted = withoutUndefined(given)
  const fields = (Object.keys(wanted) as (keyof typeof wanted)[]).filter((field) => wanted[field] !== old[field])
  if (fields.length === 0) return old
  const changes = Object.fromEntries(fields.map((field) => [field, wanted[field]])) as typeof wanted
  try {
    await attempt(ctx.db, () =>
      ctx.db
        .updateTable('resources.location')
        .set(changes)
        .where('orgId', '=', ctx.orgId)
        .where('id', '=', locationId)
        .execute(),
    )
  } catch (error) {
    throw violates(error, 'location_name_taken') ? nameTaken({ cause: error }) : error
  }
  const before = Object.fromEntries(fields.map((field) => [field, old[field]]))
  await emit(ctx, 'resources.location_changed', { kind: 'location', id: locationId }, { old: before, new: changes })
  return findLocation(ctx, locationId)
}

// An organisation that has no location yet gets one with its own name, address and zone.
export async function chooseLocation(ctx: Ctx, wanted: Id<'location'> | undefined): Promise<Id<'location'>> {
  if (wanted !== undefined) return (await findLocation(ctx, wanted)).id
  const first = await locations(ctx).executeTakeFirst()
  if (first) return first.id
  const { name, address, zone } = await getOrganisation(ctx)
  return (await createLocation(ctx, { name, address, zone })).id
}

export function listWays(ctx: Ctx): Promise<Way[]> {
  return ctx.db
    .selectFrom('resources.travel')
    .select(['fromLocationId', 'toLocationId', 'minutes'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('fromLocationId')
    .orderBy('toLocationId')
    .execute()
}

export async function setWays(
  ctx: Ctx,
  { ways }: Input<typeof contract.setWays>,
): Promise<Output<typeof contract.setWays>> {
  const known = new Set<string>((await listLocations(ctx)).map(({ id }) => id))
  const errors = ways.flatMap((way, n) => refuseWay(way, { known, before: ways.slice(0, n), path: `ways.${n}` }))
  if (errors.length > 0) throw malformed({ errors })
  const old = await ctx.db
    .deleteFrom('resources.travel')
    .where('orgId', '=', ctx.orgId)
    .returning(['fromLocationId', 'toLocationId', 'minutes'])
    .execute()
  if (ways.length > 0)
    await ctx.db
      .insertInto('resources.travel')
      .values(ways.map((way) => ({ orgId: ctx.orgId, ...way })))
      .onConflict((conflict) =>
        conflict
          .columns(['orgId', 'fromLocationId', 'toLocationId'])
          .doUpdateSet((eb) => ({ minutes: eb.ref('excluded.minutes') })),
      )
      .execute()
  await emit(ctx, 'resources.ways_set', { kind: 'organisation', id: ctx.orgId }, { old, new: ways })
  return { ways: await listWays(ctx) }
}

interface Among {
  readonly known: ReadonlySet<string>
  readonly before: readonly Way[]
  readonly path: string
}

function refuseWay({ fromLocationId, toLocationId }: Way, { known, before, path }: Among): FieldError[] {
  if (!known.has(fromLocationId)) return [{ path: `${path}.fromLocationId`, code: 'unknown_location' }]
  if (!known.has(toLocationId)) return [{ path: `${path}.toLocationId`, code: 'unknown_location' }]
  const isTwice = before.some((way) => way.fromLocationId === fromLocationId && way.toLocationId === toLocationId)
  if (isTwice || fromLocationId === toLocationId) return [{ path: `${path}.toLocationId`, code: 'twice' }]
  return []
}
