import { z } from 'zod'
import { endpoint, fields, nothing, plainDate, text, zone } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

export const ResourceId = idOf('resource')
export const ResourceKind = z.enum(['room', 'vehicle', 'equipment'])
const LocationId = idOf('location')
export const Location = z.object({
  id: LocationId,
  name: z.string(),
  address: z.string(),
  zone: z.string(),
  /** Lessons by video happen here; nobody travels to it. */
  isOnline: z.boolean(),
})
/** `expiresOn` is the last day on which it counts: no lesson takes the resource after it. */
export const Paper = z.object({ name: z.string(), expiresOn: plainDate })
/** The way back takes as long unless it is there too. */
export const Way = z.object({ fromLocationId: LocationId, toLocationId: LocationId, minutes: z.int() })
export const Resource = z.object({
  id: ResourceId,
  kind: ResourceKind,
  locationId: LocationId,
  locationName: z.string(),
  name: z.string(),
  description: z.string(),
  capacity: z.int().nullable(),
  features: z.array(z.string()),
  papers: z.array(Paper),
  isActive: z.boolean(),
})
export type Resource = z.output<typeof Resource>

const resourceFields = {
  name: text(120, 1),
  description: text(1000).optional(),
  capacity: z.int().min(1).max(10_000).nullable().optional(),
  features: z.array(text(60, 1)).max(30).optional(),
  papers: z
    .array(fields({ name: text(120, 1), expiresOn: plainDate }))
    .max(20)
    .optional(),
  isActive: z.boolean().optional(),
}

export const listResources = endpoint({
  route: 'GET /resources',
  needs: 'resources.read',
  summary: 'Locations with the minutes between them, and every room, vehicle and piece of equipment, by kind and name.',
  input: nothing,
  output: z.object({ locations: z.array(Location), ways: z.array(Way), resources: z.array(Resource) }),
})

export const createResource = endpoint({
  route: 'POST /resources',
  needs: 'resources.manage',
  summary: 'Adds a room, vehicle or piece of equipment at a location (the first one when none is given).',
  input: fields({ kind: ResourceKind, locationId: LocationId.optional(), ...resourceFields }),
  output: Resource,
  errors: ['resources.name_taken'],
})

export const changeResource = endpoint({
  route: 'PATCH /resources/:resourceId',
  needs: 'resources.manage',
  summary:
    'Changes the given fields; an inactive resource is no longer offered, its lessons stay. `papers` replaces all of them.',
  input: fields({
    resourceId: ResourceId,
    locationId: LocationId.optional(),
    ...resourceFields,
    name: resourceFields.name.optional(),
  }),
  output: Resource,
  errors: ['resources.name_taken'],
})

const locationFields = {
  name: text(120, 1),
  address: text(300).optional(),
  /** That of the organisation when it is left out of a new one. */
  zone: zone.optional(),
  isOnline: z.boolean().optional(),
}

export const createLocation = endpoint({
  route: 'POST /locations',
  needs: 'resources.manage',
  summary: 'Adds a branch, or the place where lessons by video happen.',
  input: fields(locationFields),
  output: Location,
  errors: ['resources.name_taken'],
})

export const changeLocation = endpoint({
  route: 'PATCH /locations/:locationId',
  needs: 'resources.manage',
  summary: 'Changes the given fields of a location.',
  input: fields({ locationId: LocationId, ...locationFields, name: locationFields.name.optional() }),
  output: Location,
  errors: ['resources.name_taken'],
})

export const setWays = endpoint({
  route: 'PUT /ways',
  needs: 'resources.manage',
  summary:
    'Replaces the minutes that a teacher needs from one location to another; the way back takes as long unless it is given too.',
  input: fields({
    ways: z
      .array(fields({ fromLocationId: LocationId, toLocationId: LocationId, minutes: z.int().min(0).max(600) }))
      .max(500),
  }),
  output: z.object({ ways: z.array(Way) }),
})
