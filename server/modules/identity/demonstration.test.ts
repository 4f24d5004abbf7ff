import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createDemonstrationLogin } from '#identity'
import { linkLogin } from '#people'
import { inSystem } from '#platform/jobs.ts'
import { world } from '#testing/world.ts'
import { openBrowser } from './browser.ts'
import { enterDemonstration, getDemonstration, getMe, signIn } from './contract.ts'

test('a demonstration is entered without a password, and is not there when it is switched off', async () => {
  const { http, access, organisation, tom, setNow } = await world()
  setNow(Temporal.Now.instant())
  const browser = openBrowser(http, { slug: organisation.slug })
  assert.equal((await browser.refused(getDemonstration, {})).status, 404)
  assert.equal((await browser.refused(enterDemonstration, { role: 'owner' })).status, 404)

  await access.owner
    .updateTable('organisations.organisation')
    .set({ isDemonstration: true })
    .where('id', '=', organisation.id)
    .execute()
  await inSystem(access, organisation.id, 'test', async (ctx) => {
    await linkLogin(ctx, tom.id, await createDemonstrationLogin(ctx, { role: 'student' }))
  })
  const demonstration = await browser.call(getDemonstration, {})
  assert.equal(demonstration.slug, organisation.slug)
  assert.deepEqual(demonstration.logins, [{ role: 'student', name: tom.name, email: 'student@demo.lessonry.example' }])
  await browser.call(enterDemonstration, { role: 'student' })
  assert.equal((await browser.call(getMe, {})).personId, tom.id)
  assert.equal((await browser.refused(enterDemonstration, { role: 'owner' })).status, 404)
  await openBrowser(http).call(signIn, { email: 'student@demo.lessonry.example', password: 'lessonry-demo' })

  process.env['DEMO'] = 'off'
  assert.equal((await browser.refused(getDemonstration, {})).status, 404)
  assert.equal((await browser.refused(enterDemonstration, { role: 'student' })).status, 404)
})

test('a school that is no demonstration gets no demonstration login', async () => {
  const { access, organisation } = await world()
  const make = inSystem(access, organisation.id, 'test', (ctx) => createDemonstrationLogin(ctx, { role: 'owner' }))
  await assert.rejects(make, /Only a demonstration/)
})
