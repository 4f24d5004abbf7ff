import { newId, type Id } from '#platform/ids.ts'
import type { Db, Made } from './school-people.ts'

interface RoomFacts extends Made {
  readonly locationId: Id<'location'>
  readonly zone: string
  readonly name: string
  readonly features: string[]
  readonly capacity: number
}

export async function addRoom(
  db: Db,
  { orgId, now, locationId, zone, name, features, capacity }: RoomFacts,
): Promise<Id<'resource'>> {
  const id = newId('resource')
  await db
    .insertInto('resources.resource')
    .values({ orgId, id, kind: 'room', locationId, name, capacity, features, createdAt: now })
    .execute()
  await db
    .insertInto('scheduling.availabilityRule')
    .values(
      [1, 2, 3, 4, 5, 6].map((weekday) => ({
        orgId,
        id: newId('availability_rule'),
        resourceId: id,
        weekday,
        fromMinute: 540,
        toMinute: 1200,
        zone,
      })),
    )
    .execute()
  return id
}
