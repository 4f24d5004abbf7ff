import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createOrganisation, getPolicy, nextNumber } from '#organisations'
import { newId } from '#platform/ids.ts'
import { inSystem } from '#platform/jobs.ts'
import { world } from '#testing/world.ts'
import { getSettings, setPolicy } from './contract.ts'

test('a new version of a policy is in force at once; what was before keeps the older one', async () => {
  const { as, refused, olivia, dewi, access, organisation, now, setNow } = await world()
  const before = now()
  setNow(before.add({ hours: 1 }))
  const policy = await as(olivia)(setPolicy, { terms: { kind: 'booking', holdHours: 12 } })
  assert.equal(policy.version, 2)
  const { policies } = await as(olivia)(getSettings, {})
  assert.deepEqual(
    policies.map(({ version, terms }) => [terms.kind, version]),
    [
      ['booking', 2],
      ['cancellation', 1],
      ['invoicing', 1],
      ['moving', 1],
    ],
  )
  await inSystem(access, organisation.id, 'test', async (ctx) => {
    const at = { ...ctx, now: now() }
    assert.equal((await getPolicy(at, 'booking')).terms.holdHours, 12)
    assert.equal((await getPolicy(at, 'booking', before)).terms.holdHours, 48)
    assert.equal((await getPolicy(at, 'booking', before.subtract({ hours: 9999 }))).version, 1)
    assert.equal((await getPolicy(at, 'cancellation')).terms.latePercent, 50)
  })
  const office = await refused(dewi)(setPolicy, { terms: { kind: 'booking', holdHours: 1 } })
  assert.equal(office.status, 403)
})

test('versions set at the same moment are numbered one after the other', async () => {
  const { as, olivia } = await world()
  const policies = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      as(olivia)(setPolicy, { terms: { kind: 'booking', holdHours: index + 1 } }),
    ),
  )
  assert.deepEqual(
    policies.map(({ version }) => version).toSorted((a, b) => a - b),
    Array.from({ length: 20 }, (_, index) => index + 2),
  )
})

test('terms that make no sense are refused by their field', async () => {
  const { send, olivia, organisation } = await world()
  const path = `/api/o/${organisation.slug}/policies`
  const { status, body } = await send(olivia, 'POST', path, { terms: { kind: 'booking', holdHours: 0 } })
  assert.equal(status, 422)
  assert.deepEqual(
    body.errors?.map((error) => error.path),
    ['terms.holdHours'],
  )
  assert.equal((await send(olivia, 'POST', path, { terms: { kind: 'booking', dueDays: 3 } })).status, 422)
})

test('a hundred who draw a number at once, a third of whom fail, leave no gap and no twin', async () => {
  const { access, organisation } = await world()
  const draws = await Promise.allSettled(
    Array.from({ length: 100 }, (_, index) =>
      inSystem(access, organisation.id, 'test', async (ctx) => {
        const number = await nextNumber(ctx, 'invoice')
        if (index % 3 === 0) throw new Error('changed its mind')
        return number
      }),
    ),
  )
  const numbers = draws.flatMap((draw) => (draw.status === 'fulfilled' ? [draw.value] : []))
  assert.deepEqual(
    numbers.toSorted((a, b) => Number(a - b)),
    Array.from({ length: 66 }, (_, index) => BigInt(index + 1)),
  )
})

test('each series and each school counts for itself', async () => {
  const { access, organisation } = await world()
  const other = await world()
  const next = (orgId: typeof organisation.id, name: string) =>
    inSystem(access, orgId, 'test', (ctx) => nextNumber(ctx, name))
  assert.equal(await next(organisation.id, 'invoice'), 1n)
  assert.equal(await next(organisation.id, 'invoice'), 2n)
  assert.equal(await next(organisation.id, 'credit'), 1n)
  assert.equal(await next(other.organisation.id, 'invoice'), 1n)
})

test('a new organisation begins with the policies of its trade, and its address is its own', async () => {
  const { access, organisation } = await world()
  const create = (slug: string) => {
    const orgId = newId('organisation')
    return inSystem(access, orgId, 'test', async (ctx) => {
      await createOrganisation(ctx, {
        slug,
        name: 'Road Ahead',
        preset: 'driving-school',
        country: 'FR',
        zone: 'Europe/Paris',
        currency: 'EUR',
        locale: 'fr',
      })
      return [await getPolicy(ctx, 'booking'), await getPolicy(ctx, 'cancellation'), await getPolicy(ctx, 'invoicing')]
    })
  }
  const policies = await create(`road-${organisation.id.slice(-8)}`)
  assert.deepEqual(
    policies.map(({ version, terms }) => [version, terms.kind]),
    [
      [1, 'booking'],
      [1, 'cancellation'],
      [1, 'invoicing'],
    ],
  )
  await assert.rejects(create(organisation.slug.toUpperCase().toLowerCase()), { code: 'organisations.slug_taken' })
  await assert.rejects(create('No Slug'), { code: 'malformed' })
})
