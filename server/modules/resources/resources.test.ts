import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  changeLocation,
  changeResource,
  createLocation,
  createResource,
  listResources,
  setWays,
} from '#contract/resources'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'

test('a room is added at the first location when none is named', async () => {
  const { as, dewi } = await world()
  const room = await as(dewi)(createResource, { kind: 'room', name: 'Studio 2', capacity: 2, features: ['drums'] })
  assert.equal(room.locationName, 'Kemang')
  const { locations, resources } = await as(dewi)(listResources, {})
  assert.deepEqual(
    locations.map(({ name }) => name),
    ['Kemang'],
  )
  assert.deepEqual(
    resources.map(({ name }) => name),
    ['Hall', 'Studio 1', 'Studio 2'],
  )
})

test('a name is given once for each kind', async () => {
  const { as, refused, dewi, hall } = await world()
  const answers = [
    await refused(dewi)(createResource, { kind: 'room', name: 'Studio 1' }),
    await refused(dewi)(changeResource, { resourceId: hall.id, name: 'Studio 1' }),
  ]
  for (const { status, body } of answers) assert.deepEqual([status, body.code], [409, 'resources.name_taken'])
  assert.equal((await as(dewi)(createResource, { kind: 'vehicle', name: 'Studio 1' })).kind, 'vehicle')
})

test('of many rooms with one name, made at the same moment, one is made', async () => {
  const { as, dewi } = await world()
  const tries = await Promise.allSettled(
    Array.from({ length: 8 }, () => as(dewi)(createResource, { kind: 'room', name: 'Attic' })),
  )
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
})

test('what belongs to another organisation is like what does not exist', async () => {
  const { refused, dewi } = await world()
  const other = await world()
  for (const resourceId of [other.hall.id, newId('resource')])
    assert.equal((await refused(dewi)(changeResource, { resourceId, name: 'Mine' })).status, 404)
  const { locations } = await other.as(other.dewi)(listResources, {})
  const facts = { kind: 'room' as const, name: 'Mine', locationId: locations[0]!.id }
  assert.equal((await refused(dewi)(createResource, facts)).status, 404)
})

test('teachers see rooms and change none; families see none', async () => {
  const { as, refused, rina, maria, hall } = await world()
  assert.equal((await as(rina)(listResources, {})).resources.length, 2)
  assert.equal((await refused(rina)(changeResource, { resourceId: hall.id, name: 'Mine' })).status, 403)
  assert.equal((await refused(maria)(listResources, {})).status, 403)
})

test('a location has a name of its own, and ways lead between two of them', async () => {
  const { as, refused, dewi, rina } = await world()
  const north = await as(dewi)(createLocation, { name: 'North' })
  assert.deepEqual([north.zone, north.isOnline], ['Asia/Jakarta', false])
  const changed = await as(dewi)(changeLocation, { locationId: north.id, isOnline: true, address: 'Jalan Utara 1' })
  assert.deepEqual([changed.name, changed.isOnline, changed.address], ['North', true, 'Jalan Utara 1'])
  const taken = [
    await refused(dewi)(createLocation, { name: 'North' }),
    await refused(dewi)(changeLocation, { locationId: north.id, name: 'Kemang' }),
  ]
  for (const { status, body } of taken) assert.deepEqual([status, body.code], [409, 'resources.name_taken'])
  assert.equal((await refused(rina)(createLocation, { name: 'South' })).status, 403)

  const { locations } = await as(dewi)(listResources, {})
  const way = { fromLocationId: locations[0]!.id, toLocationId: north.id, minutes: 25 }
  assert.deepEqual((await as(dewi)(setWays, { ways: [way] })).ways, [way])
  const wrong = async (ways: (typeof way)[]) => (await refused(dewi)(setWays, { ways })).body.errors?.[0]?.path
  assert.equal(await wrong([way, way]), 'ways.1.toLocationId')
  assert.equal(await wrong([{ ...way, toLocationId: way.fromLocationId }]), 'ways.0.toLocationId')
  const other = await world()
  const foreign = (await other.as(other.dewi)(listResources, {})).locations[0]!.id
  assert.equal(await wrong([{ ...way, toLocationId: foreign }]), 'ways.0.toLocationId')
  assert.equal((await refused(dewi)(changeLocation, { locationId: foreign, name: 'Mine' })).status, 404)
  assert.deepEqual((await as(dewi)(listResources, {})).ways, [way], 'nothing of it was stored')
})
