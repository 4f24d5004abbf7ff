import { z } from 'zod'
import { endpoint, fields, nothing, text } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

export const ResourceId = idOf('resource')
export const ResourceKind = z.enum(['room', 'vehicle', 'equipment'])
export const Location = z.object({ id: idOf('location'), name: z.string(), address: z.string(), zone: z.string() })
export const Resource = z.object({
  id: ResourceId,
  kind: ResourceKind,
  locationId: idOf('location'),
  locationName: z.string(),
  name: z.string(),
  description: z.string(),
  capacity: z.int().nullable(),
  features: z.array(z.string()),
  isActive: z.boolean(),
})
export type Resource = z.output<typeof Resource>

const resourceFields = {
  name: text(120, 1),
  description: text(1000).optional(),
  capacity: z.int().min(1).max(10_000).nullable().optional(),
  features: z.array(text(60, 1)).max(30).optional(),
  isActive: z.boolean().optional(),
}

export const listResources = endpoint({
  route: 'GET /resources',
  needs: 'resources.read',
  summary: 'Locations, and every room, vehicle and piece of equipment, by kind and name.',
  input: nothing,
  output: z.object({ locations: z.array(Location), resources: z.array(Resource) }),
})

export const createResource = endpoint({
  route: 'POST /resources',
  needs: 'resources.manage',
  summary: 'Adds a room, vehicle or piece of equipment at a location (the first one when none is given).',
  input: fields({ kind: ResourceKind, locationId: idOf('location').optional(), ...resourceFields }),
  output: Resource,
  errors: ['resources.name_taken'],
})

export const changeResource = endpoint({
  route: 'PATCH /resources/:resourceId',
  needs: 'resources.manage',
  summary: 'Changes the given fields; an inactive resource is no longer offered, its lessons stay.',
  input: fields({ resourceId: ResourceId, ...resourceFields, name: resourceFields.name.optional() }),
  output: Resource,
  errors: ['resources.name_taken'],
})
