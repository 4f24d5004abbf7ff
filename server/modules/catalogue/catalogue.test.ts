import assert from 'node:assert/strict'
import { test } from 'node:test'
import { priceAt } from '#catalogue'
import { changeOffering, createOffering, listOfferings } from '#contract/catalogue'
import { changeOrganisation } from '#contract/organisations'
import { changePerson } from '#contract/people'
import { newId } from '#platform/ids.ts'
import { inSystem } from '#platform/jobs.ts'
import { monday, world } from '#testing/world.ts'

test('a visitor sees what can be booked, with the price of one lesson', async () => {
  const { as, piano, rina, budi } = await world()
  const { offerings } = await as(null)(listOfferings, {})
  assert.deepEqual(
    offerings.map(({ title }) => title),
    ['Choir', 'Piano'],
  )
  const found = offerings.find(({ id }) => id === piano.id)!
  assert.deepEqual(found.price, { amount: 18_500_000n, currency: 'IDR' })
  assert.deepEqual(found.teacherIds.toSorted(), [rina.id, budi.id].toSorted())
})

test('the public page points to no teacher who is not shown on it', async () => {
  const { as, dewi, piano, rina, budi } = await world()
  await as(dewi)(changePerson, { personId: budi.id, teacher: { isPublic: false } })
  const teachersFor = async (person: typeof dewi | null) =>
    (await as(person)(listOfferings, {})).offerings.find(({ id }) => id === piano.id)!.teacherIds.toSorted()
  assert.deepEqual(await teachersFor(null), [rina.id])
  assert.deepEqual(await teachersFor(dewi), [rina.id, budi.id].toSorted())
})

test('what is no longer offered is for the office only, when it asks for all', async () => {
  const { as, dewi, choir, maria } = await world()
  await as(dewi)(changeOffering, { offeringId: choir.id, isActive: false })
  const titles = async (person: typeof dewi | null, all: boolean) =>
    (await as(person)(listOfferings, { all })).offerings.map(({ title }) => title)
  assert.deepEqual(await titles(dewi, true), ['Piano', 'Choir'])
  assert.deepEqual(await titles(dewi, false), ['Piano'])
  assert.deepEqual(await titles(maria, true), ['Piano'])
  assert.deepEqual(await titles(null, true), ['Piano'])
})

test('a new price counts from now on, and the old one for what was before', async () => {
  const { as, dewi, piano, setNow, access, organisation } = await world()
  const inForce = (at: Temporal.Instant) =>
    inSystem(access, organisation.id, 'test', async (ctx) => (await priceAt(ctx, piano.id, at))?.amount)
  setNow('2026-11-17T02:00:00Z')
  const changed = await as(dewi)(changeOffering, { offeringId: piano.id, priceAmount: 20_000_000n })
  assert.equal(changed.price?.amount, 20_000_000n)
  assert.equal(await inForce(monday.add({ hours: 1 })), 18_500_000n)
  assert.equal(await inForce(Temporal.Instant.from('2026-11-17T02:00:00Z')), 20_000_000n)
  assert.equal(await inForce(monday.subtract({ hours: 1 })), undefined)
})

test('the same price again starts nothing, and of two in one moment the later counts', async () => {
  const { as, dewi, piano, access, organisation } = await world()
  const countPrices = async () =>
    (
      await access.owner
        .selectFrom('catalogue.price')
        .select('id')
        .where('orgId', '=', organisation.id)
        .where('offeringId', '=', piano.id)
        .execute()
    ).length
  await as(dewi)(changeOffering, { offeringId: piano.id, priceAmount: piano.priceAmount })
  assert.equal(await countPrices(), 1)
  await as(dewi)(changeOffering, { offeringId: piano.id, priceAmount: 1n })
  const last = await as(dewi)(changeOffering, { offeringId: piano.id, priceAmount: 0n })
  assert.equal(last.price?.amount, 0n)
  assert.equal(await countPrices(), 3)
})

test('a price is in the currency of the organisation', async () => {
  const { as, olivia, dewi, choir } = await world()
  await as(olivia)(changeOrganisation, { currency: 'KWD' })
  const changed = await as(dewi)(changeOffering, { offeringId: choir.id, priceAmount: choir.priceAmount })
  assert.deepEqual(changed.price, { amount: choir.priceAmount, currency: 'KWD' })
})

test('offerings of one subject have one hue, and only a subject changes it', async () => {
  const { as, dewi, rina } = await world()
  const facts = { durationMinutes: 30, priceAmount: 100n, teacherIds: [rina.id] }
  const one = await as(dewi)(createOffering, { ...facts, title: 'Violin for children', subject: 'Violin' })
  const other = await as(dewi)(createOffering, { ...facts, title: 'Violin, grade 5', subject: ' violin ' })
  assert.equal(one.hue, other.hue)
  assert.ok(one.hue >= 1 && one.hue <= 8)
  const renamed = await as(dewi)(changeOffering, { offeringId: one.id, title: 'Fiddle for children' })
  assert.equal(renamed.hue, one.hue)
})

test('whoever does not teach here is named and nothing is stored', async () => {
  const { as, refused, dewi, rina, maria, choir } = await world()
  const other = await world()
  const before = (await as(dewi)(listOfferings, { all: true })).offerings
  for (const stranger of [maria.id, other.rina.id, newId('person')]) {
    const facts = { title: 'Harp', durationMinutes: 30, priceAmount: 1n, teacherIds: [rina.id, stranger] }
    for (const { status, body } of [
      await refused(dewi)(createOffering, facts),
      await refused(dewi)(changeOffering, { offeringId: choir.id, teacherIds: [rina.id, stranger] }),
    ]) {
      assert.equal(status, 422)
      assert.deepEqual(body.errors, [
        { path: 'teacherIds.1', code: 'not_a_teacher', message: 'This person does not teach here.' },
      ])
    }
  }
  assert.deepEqual((await as(dewi)(listOfferings, { all: true })).offerings, before)
})

test('a price below nothing is refused', async () => {
  const { refused, dewi, choir } = await world()
  const { status, body } = await refused(dewi)(changeOffering, { offeringId: choir.id, priceAmount: -1n })
  assert.deepEqual([status, body.errors?.[0]?.path], [422, 'priceAmount'])
})

test('an offering of another organisation is like one that does not exist, and only the office changes any', async () => {
  const { refused, dewi, rina, maria, choir } = await world()
  const other = await world()
  for (const offeringId of [other.choir.id, newId('offering')])
    assert.equal((await refused(dewi)(changeOffering, { offeringId, title: 'Mine' })).status, 404)
  for (const person of [rina, maria])
    assert.equal((await refused(person)(changeOffering, { offeringId: choir.id, title: 'Mine' })).status, 403)
})
