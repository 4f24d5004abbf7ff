import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'
import {
  addClosure,
  changeOrganisation,
  getOrganisation,
  getSettings,
  removeClosure,
  setOpeningHours,
} from './contract.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

test('a visitor sees the school and nothing that is for its office', async () => {
  const { as, olivia, send, organisation } = await world()
  await as(olivia)(changeOrganisation, { taxNumber: '01.234', paymentInstructions: 'BCA 123' })
  const seen = await as(null)(getOrganisation, {})
  assert.equal(seen.name, 'Harmoni Music')
  assert.equal(seen.openingHours.length, 6)
  const { body } = await send(null, 'GET', `/api/o/${organisation.slug}/organisation`)
  assert.ok(!JSON.stringify(body).includes('01.234'))
  assert.ok(!JSON.stringify(body).includes('BCA 123'))
  assert.equal((await send(null, 'GET', '/api/o/no-such-school/organisation')).status, 404)
})

test('only the owner changes the school, field by field', async () => {
  const { as, refused, olivia, dewi, rina, maria, access, organisation } = await world()
  const changed = await as(olivia)(changeOrganisation, { headline: 'Play by summer', accentHue: 20 })
  assert.equal(changed.headline, 'Play by summer')
  assert.equal(changed.name, 'Harmoni Music')
  await as(olivia)(changeOrganisation, { headline: 'Play by summer' })
  const events = await access.owner
    .selectFrom('platform.event')
    .select('payload')
    .where('orgId', '=', organisation.id)
    .where('name', '=', 'organisations.changed')
    .execute()
  assert.deepEqual(
    events.map(({ payload }) => payload),
    [{ old: { headline: '', accentHue: 195 }, new: { headline: 'Play by summer', accentHue: 20 } }],
  )
  for (const person of [dewi, rina, maria]) {
    assert.equal((await refused(person)(changeOrganisation, { name: 'Mine' })).status, 403)
    assert.equal((await refused(person)(getSettings, {})).status, 403)
  }
  assert.equal((await refused(null)(changeOrganisation, { name: 'Mine' })).status, 401)
})

test('what identifies a school cannot be changed through its profile', async () => {
  const { as, send, olivia, organisation } = await world()
  const path = `/api/o/${organisation.slug}/organisation`
  const { status, body } = await send(olivia, 'PATCH', path, { id: organisation.id, slug: 'x', isDemonstration: true })
  assert.equal(status, 422)
  assert.deepEqual(body.errors?.map((error) => error.path).toSorted(), ['id', 'isDemonstration', 'slug'])
  const wrong = await send(olivia, 'PATCH', path, { name: ' ', zone: 'Asia/Nowhere', currency: 'XXX', accentHue: 400 })
  assert.deepEqual(wrong.body.errors?.map((error) => error.path).toSorted(), ['accentHue', 'currency', 'name', 'zone'])
  assert.equal((await as(null)(getOrganisation, {})).name, 'Harmoni Music')
})

test('a stranger to the school gets the answer of a school that does not exist', async () => {
  const school = await world()
  const other = await world()
  const path = `/api/o/${school.organisation.slug}/settings`
  const stranger = await other.send(other.olivia, 'GET', path)
  assert.equal(stranger.status, 404)
  assert.deepEqual(stranger.body, (await other.send(other.olivia, 'GET', '/api/o/no-such-school/settings')).body)
})

test('opening hours are replaced whole and may touch', async () => {
  const { as, olivia } = await world()
  const hours = [
    { weekday: 2, fromMinute: 780, toMinute: 1440 },
    { weekday: 2, fromMinute: 540, toMinute: 780 },
    { weekday: 1, fromMinute: 0, toMinute: 60 },
  ]
  const { openingHours } = await as(olivia)(setOpeningHours, { hours })
  assert.deepEqual(openingHours, hours.toReversed())
  assert.deepEqual((await as(null)(getOrganisation, {})).openingHours, openingHours)
  await as(olivia)(setOpeningHours, { hours: [] })
  assert.deepEqual((await as(null)(getOrganisation, {})).openingHours, [])
})

test('hours that overlap or run backwards are refused by their field, and nothing is stored', async () => {
  const { as, refused, olivia } = await world()
  const before = (await as(null)(getOrganisation, {})).openingHours
  const overlapping = await refused(olivia)(setOpeningHours, {
    hours: [
      { weekday: 1, fromMinute: 540, toMinute: 1000 },
      { weekday: 3, fromMinute: 540, toMinute: 1000 },
      { weekday: 1, fromMinute: 600, toMinute: 660 },
      { weekday: 1, fromMinute: 900, toMinute: 1100 },
    ],
  })
  assert.equal(overlapping.status, 422)
  assert.deepEqual(
    overlapping.body.errors?.map(({ path, code }) => [path, code]),
    [
      ['hours.2.fromMinute', 'overlaps'],
      ['hours.3.fromMinute', 'overlaps'],
    ],
  )
  const backwards = await refused(olivia)(setOpeningHours, { hours: [{ weekday: 1, fromMinute: 600, toMinute: 600 }] })
  assert.deepEqual(
    backwards.body.errors?.map(({ path, code }) => [path, code]),
    [['hours.0.toMinute', 'not_after_start']],
  )
  assert.deepEqual((await as(null)(getOrganisation, {})).openingHours, before)
})

test('two who set the hours at once leave the hours of one', async () => {
  const { as, olivia } = await world()
  await Promise.all(
    [600, 660, 720, 780, 840].map((fromMinute) =>
      as(olivia)(setOpeningHours, { hours: [{ weekday: 1, fromMinute, toMinute: fromMinute + 60 }] }),
    ),
  )
  assert.equal((await as(null)(getOrganisation, {})).openingHours.length, 1)
})

test('the school closes for some days and takes it back', async () => {
  const { as, refused, olivia, dewi } = await world()
  const closure = await as(olivia)(addClosure, {
    fromDate: day('2026-12-24'),
    toDate: day('2026-12-24'),
    name: 'Christmas',
  })
  assert.deepEqual((await as(null)(getOrganisation, {})).closures, [closure])
  const backwards = await refused(olivia)(addClosure, {
    fromDate: day('2026-12-24'),
    toDate: day('2026-12-23'),
    name: 'x',
  })
  assert.deepEqual(
    backwards.body.errors?.map(({ path }) => path),
    ['toDate'],
  )
  assert.equal((await refused(dewi)(removeClosure, { closureId: closure.id })).status, 403)
  await as(olivia)(removeClosure, { closureId: closure.id })
  assert.deepEqual((await as(null)(getOrganisation, {})).closures, [])
})

test('a closure of another school looks like one that does not exist, and stays', async () => {
  const { refused, olivia } = await world()
  const other = await world()
  const closure = await other.as(other.olivia)(addClosure, {
    fromDate: day('2026-12-24'),
    toDate: day('2027-01-02'),
    name: 'Holidays',
  })
  const foreign = await refused(olivia)(removeClosure, { closureId: closure.id })
  const random = await refused(olivia)(removeClosure, { closureId: newId('closure') })
  assert.equal(foreign.status, 404)
  assert.deepEqual(foreign.body, random.body)
  assert.equal((await other.as(null)(getOrganisation, {})).closures.length, 1)
})
