import { getOrganisation } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { attempt, violates } from '#platform/db.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { withoutUndefined } from '#platform/fields.ts'
import type * as contract from './contract.ts'
import type { Resource } from './contract.ts'
import { nameTaken } from './errors.ts'

function resources(ctx: Ctx) {
  return ctx.db
    .selectFrom('resources.resource as resource')
    .innerJoin('resources.location as location', (join) =>
      join.onRef('location.orgId', '=', 'resource.orgId').onRef('location.id', '=', 'resource.locationId'),
    )
    .select(['resource.id', 'resource.kind', 'resource.locationId', 'location.name as locationName', 'resource.name'])
    .select(['resource.description', 'resource.capacity', 'resource.features', 'resource.isActive'])
    .where('resource.orgId', '=', ctx.orgId)
}

export async function listResources(ctx: Ctx): Promise<Output<typeof contract.listResources>> {
  const locations = await ctx.db
    .selectFrom('resources.location')
    .select(['id', 'name', 'address', 'zone'])
    .where('orgId', '=', ctx.orgId)
    .orderBy('createdAt')
    .orderBy('id')
    .execute()
  const rows = await resources(ctx).orderBy('resource.kind').orderBy('resource.name').orderBy('resource.id').execute()
  return { locations, resources: rows }
}

/** The resource, active or not, whoever asks; 404 when there is none. */
export async function getResource(ctx: Ctx, resourceId: Id<'resource'>): Promise<Resource> {
  const resource = await resources(ctx).where('resource.id', '=', resourceId).executeTakeFirst()
  if (!resource) throw notFound()
  return resource
}

/** The rooms that are in use, by name; whoever asks. */
export async function listRooms(ctx: Ctx): Promise<Resource[]> {
  return resources(ctx)
    .where('resource.kind', '=', 'room')
    .where('resource.isActive', '=', true)
    .orderBy('resource.name')
    .orderBy('resource.id')
    .execute()
}

export async function createResource(
  ctx: Ctx,
  { kind, locationId, ...given }: Input<typeof contract.createResource>,
): Promise<Output<typeof contract.createResource>> {
  const id = newId('resource')
  const values = withoutUndefined(given)
  const made = await ctx.db
    .insertInto('resources.resource')
    .values({
      ...values,
      orgId: ctx.orgId,
      id,
      kind,
      locationId: await chooseLocation(ctx, locationId),
      name: given.name,
      createdAt: ctx.now,
    })
    .onConflict((conflict) => conflict.constraint('resource_name_taken').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) throw nameTaken()
  await emit(ctx, 'resources.resource_created', { kind: 'resource', id }, { resourceKind: kind, name: given.name })
  return getResource(ctx, id)
}

export async function changeResource(
  ctx: Ctx,
  { resourceId, ...given }: Input<typeof contract.changeResource>,
): Promise<Output<typeof contract.changeResource>> {
  const old = await getResource(ctx, resourceId)
  const wanted = withoutUndefined(given)
  const fields = (Object.keys(wanted) as (keyof typeof wanted)[]).filter(
    (field) => JSON.stringify(wanted[field]) !== JSON.stringify(old[field]),
  )
  if (fields.length === 0) return old
  const changes = Object.fromEntries(fields.map((field) => [field, wanted[field]])) as typeof wanted
  try {
    await attempt(ctx.db, () =>
      ctx.db
        .updateTable('resources.resource')
        .set(changes)
        .where('orgId', '=', ctx.orgId)
        .where('id', '=', resourceId)
        .execute(),
    )
  } catch (error) {
    throw violates(error, 'resource_name_taken') ? nameTaken({ cause: error }) : error
  }
  const before = Object.fromEntries(fields.map((field) => [field, old[field]]))
  await emit(ctx, 'resources.resource_changed', { kind: 'resource', id: resourceId }, { old: before, new: changes })
  return getResource(ctx, resourceId)
}

// An organisation that has no location yet gets one with its own name, address and zone.
export async function chooseLocation(ctx: Ctx, wanted: Id<'location'> | undefined): Promise<Id<'location'>> {
  const location = await ctx.db
    .selectFrom('resources.location')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .$if(wanted !== undefined, (query) => query.where('id', '=', wanted!))
    .orderBy('createdAt')
    .orderBy('id')
    .executeTakeFirst()
  if (location) return location.id
  if (wanted !== undefined) throw notFound()
  const { name, address, zone } = await getOrganisation(ctx)
  const id = newId('location')
  await ctx.db
    .insertInto('resources.location')
    .values({ orgId: ctx.orgId, id, name, address, zone, createdAt: ctx.now })
    .execute()
  await emit(ctx, 'resources.location_created', { kind: 'location', id }, { name, zone })
  return id
}
