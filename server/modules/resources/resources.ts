import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { attempt, violates } from '#platform/db.ts'
import { notFound, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { withoutUndefined } from '#platform/fields.ts'
import type * as contract from './contract.ts'
import type { Resource } from './contract.ts'
import { nameTaken } from './errors.ts'
import { chooseLocation, listLocations, listWays } from './locations.ts'

function resources(ctx: Ctx) {
  return ctx.db
    .selectFrom('resources.resource as resource')
    .innerJoin('resources.location as location', (join) =>
      join.onRef('location.orgId', '=', 'resource.orgId').onRef('location.id', '=', 'resource.locationId'),
    )
    .select(['resource.id', 'resource.kind', 'resource.locationId', 'location.name as locationName', 'resource.name'])
    .select(['resource.description', 'resource.capacity', 'resource.features', 'resource.isActive'])
    .select(
      sql<{ name: string; expiresOn: string }[]>`coalesce((
        select json_agg(json_build_object('name', paper.name, 'expiresOn', paper.expires_on) order by paper.expires_on, paper.name)
        from resources.paper paper where paper.org_id = ${ctx.orgId} and paper.resource_id = resource.id
      ), '[]')`.as('papers'),
    )
    .where('resource.orgId', '=', ctx.orgId)
}

type FoundResource = Awaited<ReturnType<ReturnType<typeof resources>['execute']>>[number]

function toResource({ papers, ...resource }: FoundResource): Resource {
  return {
    ...resource,
    papers: papers.map(({ name, expiresOn }) => ({ name, expiresOn: Temporal.PlainDate.from(expiresOn) })),
  }
}

export async function listResources(ctx: Ctx): Promise<Output<typeof contract.listResources>> {
  const rows = await resources(ctx).orderBy('resource.kind').orderBy('resource.name').orderBy('resource.id').execute()
  return { locations: await listLocations(ctx), ways: await listWays(ctx), resources: rows.map(toResource) }
}

/** The resource, active or not, whoever asks; 404 when there is none. */
export async function getResource(ctx: Ctx, resourceId: Id<'resource'>): Promise<Resource> {
  const resource = await resources(ctx).where('resource.id', '=', resourceId).executeTakeFirst()
  if (!resource) throw notFound()
  return toResource(resource)
}

export async function createResource(
  ctx: Ctx,
  { kind, locationId, papers = [], ...given }: Input<typeof contract.createResource>,
): Promise<Output<typeof contract.createResource>> {
  refuseTwice(papers)
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
  await insertPapers(ctx, id, papers)
  await emit(ctx, 'resources.resource_created', { kind: 'resource', id }, { resourceKind: kind, name: given.name })
  return getResource(ctx, id)
}

export async function changeResource(
  ctx: Ctx,
  { resourceId, papers, ...given }: Input<typeof contract.changeResource>,
): Promise<Output<typeof contract.changeResource>> {
  const old = await lockResource(ctx, resourceId)
  if (papers) refuseTwice(papers)
  if (given.locationId && given.locationId !== old.locationId) await chooseLocation(ctx, given.locationId)
  const wanted = { ...withoutUndefined(given), ...(papers && { papers }) }
  const fields = (Object.keys(wanted) as (keyof typeof wanted)[]).filter(
    (field) => JSON.stringify(wanted[field]) !== JSON.stringify(old[field]),
  )
  if (fields.length === 0) return old
  const changed = Object.fromEntries(fields.map((field) => [field, wanted[field]])) as typeof wanted
  const { papers: newPapers, ...columns } = changed
  if (Object.keys(columns).length > 0) await writeColumns(ctx, resourceId, columns)
  if (newPapers) await replacePapers(ctx, resourceId, newPapers)
  const before = Object.fromEntries(fields.map((field) => [field, old[field]]))
  await emit(ctx, 'resources.resource_changed', { kind: 'resource', id: resourceId }, { old: before, new: changed })
  return getResource(ctx, resourceId)
}

// Two changes at the same moment are made one after the other, so each sees what it replaces.
async function lockResource(ctx: Ctx, resourceId: Id<'resource'>): Promise<Resource> {
  await sql`select from resources.resource where org_id = ${ctx.orgId} and id = ${resourceId} for update`.execute(
    ctx.db,
  )
  return getResource(ctx, resourceId)
}

type Columns = Omit<Input<typeof contract.changeResource>, 'resourceId' | 'papers'>

async function writeColumns(ctx: Ctx, resourceId: Id<'resource'>, columns: Columns): Promise<void> {
  try {
    await attempt(ctx.db, () =>
      ctx.db
        .updateTable('resources.resource')
        .set(withoutUndefined(columns))
        .where('orgId', '=', ctx.orgId)
        .where('id', '=', resourceId)
        .execute(),
    )
  } catch (error) {
    throw violates(error, 'resource_name_taken') ? nameTaken({ cause: error }) : error
  }
}

type Papers = Resource['papers']

function refuseTwice(papers: Papers): void {
  const twice = papers.findIndex(({ name }, n) => papers.findIndex((other) => other.name === name) !== n)
  if (twice >= 0) throw wrongField(`papers.${twice}.name`, 'twice')
}

async function replacePapers(ctx: Ctx, resourceId: Id<'resource'>, papers: Papers): Promise<void> {
  await ctx.db
    .deleteFrom('resources.paper')
    .where('orgId', '=', ctx.orgId)
    .where('resourceId', '=', resourceId)
    .execute()
  await insertPapers(ctx, resourceId, papers)
}

async function insertPapers(ctx: Ctx, resourceId: Id<'resource'>, papers: Papers): Promise<void> {
  if (papers.length === 0) return
  await ctx.db
    .insertInto('resources.paper')
    .values(papers.map((paper) => ({ ...paper, orgId: ctx.orgId, id: newId('paper'), resourceId })))
    .execute()
}
