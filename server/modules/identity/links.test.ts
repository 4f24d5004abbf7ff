import assert from 'node:assert/strict'
import { test } from 'node:test'
import { consumeLink, createLink, findLink } from '#identity'
import { newId, type Id } from '#platform/ids.ts'
import { inSystem } from '#platform/jobs.ts'
import { world } from '#testing/world.ts'

test('a link of a booking is followed as often as wanted, by its own school and purpose, until it is too old', async () => {
  const { access, organisation } = await world()
  const other = await world()
  const subjectId = newId('booking')
  const expiresAt = Temporal.Now.instant().add({ hours: 1 })
  const token = await inSystem(access, organisation.id, 'test', (ctx) =>
    createLink(ctx, { purpose: 'booking', subjectId, expiresAt }),
  )
  const find = (orgId: Id<'organisation'>, purpose: 'booking' | 'invitation', later = 0) =>
    inSystem(access, orgId, 'test', (ctx) => findLink({ ...ctx, now: ctx.now.add({ hours: later }) }, purpose, token))
  assert.equal((await find(organisation.id, 'booking'))?.subjectId, subjectId)
  assert.equal((await find(organisation.id, 'booking'))?.subjectId, subjectId)
  assert.equal(await find(organisation.id, 'invitation'), null)
  assert.equal(await find(other.organisation.id, 'booking'), null)
  assert.equal(await find(organisation.id, 'booking', 2), null)

  const used = await inSystem(access, organisation.id, 'test', (ctx) => consumeLink(ctx, 'booking', token))
  assert.equal(used.subjectId, subjectId)
  assert.equal(await find(organisation.id, 'booking'), null)
})
