import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getPerson } from '#contract/people'
import { newId } from '#platform/ids.ts'
import { world, type World } from '#testing/world.ts'
import { openBrowser } from './browser.ts'
import { acceptInvitation, getInvitation, getMe, invitePerson, signIn } from './contract.ts'
import { hashPassword } from './passwords.ts'

const password = 'nine quiet lamps on water'

async function realWorld(): Promise<World> {
  const school = await world()
  school.setNow(Temporal.Now.instant())
  return school
}

async function lastLink(school: World, email: string): Promise<string> {
  const mail = await school.access.owner
    .selectFrom('platform.mail')
    .selectAll()
    .where('orgId', '=', school.organisation.id)
    .where('recipient', '=', email)
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return mail.bodyText.match(/\/invitations\/([A-Za-z0-9_-]{43})/)![1]!
}

test('Tom is invited, chooses a password and is himself at the school', async () => {
  const school = await realWorld()
  const { http, as, dewi, tom, organisation, now } = school
  const { expiresAt } = await as(dewi)(invitePerson, { personId: tom.id, roles: ['student'], note: 'See <you>!' })
  assert.equal(expiresAt.since(now()).total('hours'), 24 * 14)
  const token = await lastLink(school, tom.email!)
  const browser = openBrowser(http, { slug: organisation.slug })
  const invitation = await browser.call(getInvitation, { token })
  assert.equal(invitation.organisation.slug, organisation.slug)
  assert.equal(invitation.email, tom.email)
  assert.equal(invitation.hasLogin, false)
  const session = await browser.call(acceptInvitation, { token, password, locale: 'id' })
  assert.equal(session.user?.locale, 'id')
  const me = await browser.call(getMe, {})
  assert.equal(me.personId, tom.id)
  assert.equal(me.name, tom.name)
  assert.deepEqual(me.roles, ['student'])
  assert.equal((await as(dewi)(getPerson, { personId: tom.id })).hasLogin, true)
  const accepted = await school.access.owner
    .selectFrom('platform.event')
    .select(['actorKind', 'actorId', 'actorName'])
    .where('orgId', '=', organisation.id)
    .where('name', '=', 'identity.invitation_accepted')
    .executeTakeFirstOrThrow()
  assert.deepEqual(accepted, { actorKind: 'person', actorId: tom.id, actorName: tom.name })
  await openBrowser(http).call(signIn, { email: tom.email!, password })

  const again = await browser.refused(getInvitation, { token })
  assert.equal(again.status, 410)
  const mail = await school.access.owner
    .selectFrom('platform.mail')
    .selectAll()
    .where('recipient', '=', tom.email!)
    .executeTakeFirstOrThrow()
  assert.ok(mail.bodyText.includes('See <you>!'))
  assert.ok(mail.bodyHtml.includes('See &lt;you&gt;!'))
})

test('somebody with a login gives its password, and nothing of it changes', async () => {
  const school = await realWorld()
  const other = await realWorld()
  const { http, access } = school
  const { maria } = other
  await access.owner
    .updateTable('identity.user')
    .set({ passwordHash: await hashPassword(password) })
    .where('id', '=', maria.userId!)
    .execute()
  await access.owner
    .updateTable('people.person')
    .set({ email: maria.email!.toUpperCase() })
    .where('id', '=', school.tom.id)
    .execute()
  const account = () =>
    access.owner.selectFrom('identity.user').selectAll().where('id', '=', maria.userId!).executeTakeFirstOrThrow()
  const before = await account()
  await school.as(school.dewi)(invitePerson, { personId: school.tom.id, roles: ['student'] })
  const token = await lastLink(school, maria.email!.toUpperCase())
  const browser = openBrowser(http)
  assert.equal((await browser.call(getInvitation, { token })).hasLogin, true)
  const wrong = await browser.refused(acceptInvitation, { token, password: 'seven stolen umbrellas', locale: 'ar' })
  assert.equal(wrong.body.code, 'identity.wrong_credentials')
  assert.deepEqual(await account(), before)
  assert.equal(browser.token, null)
  const session = await browser.call(acceptInvitation, { token, password, locale: 'ar' })
  assert.deepEqual(await account(), before)
  assert.deepEqual(
    new Set(session.memberships.map(({ organisation }) => organisation.slug)),
    new Set([school.organisation.slug, other.organisation.slug]),
  )
})

test('guessing a password through an invitation counts as guessing', async () => {
  const school = await realWorld()
  const other = await realWorld()
  await school.access.owner
    .updateTable('people.person')
    .set({ email: other.maria.email })
    .where('id', '=', school.tom.id)
    .execute()
  await school.as(school.dewi)(invitePerson, { personId: school.tom.id, roles: ['student'] })
  const token = await lastLink(school, other.maria.email!)
  const guess = () => openBrowser(school.http).refused(acceptInvitation, { token, password: 'seven stolen umbrellas' })
  const answers = await Promise.all(Array.from({ length: 15 }, guess))
  assert.equal(answers.filter(({ status }) => status === 401).length, 10)
  assert.equal(answers.filter(({ status }) => status === 429).length, 5)
})

test('a second invitation ends the first, and after two weeks it ends by itself', async () => {
  const school = await realWorld()
  const { http, as, dewi, tom, now, setNow } = school
  await as(dewi)(invitePerson, { personId: tom.id, roles: ['student'] })
  const first = await lastLink(school, tom.email!)
  await as(dewi)(invitePerson, { personId: tom.id, roles: ['student'] })
  const second = await lastLink(school, tom.email!)
  assert.equal((await openBrowser(http).refused(acceptInvitation, { token: first, password })).status, 410)
  await openBrowser(http).call(getInvitation, { token: second })
  setNow(now().add({ hours: 24 * 14 }))
  assert.equal((await openBrowser(http).refused(acceptInvitation, { token: second, password })).status, 410)
  assert.equal((await openBrowser(http).refused(getInvitation, { token: 'b'.repeat(43) })).status, 404)
})

test('of many who accept at once one gets through', async () => {
  const school = await realWorld()
  const { http, as, dewi, tom, access } = school
  await as(dewi)(invitePerson, { personId: tom.id, roles: ['student'] })
  const token = await lastLink(school, tom.email!)
  const answers = await Promise.allSettled(
    Array.from({ length: 8 }, (_, index) =>
      openBrowser(http).call(acceptInvitation, { token, password: `${password} ${index}` }),
    ),
  )
  assert.equal(answers.filter(({ status }) => status === 'fulfilled').length, 1)
  const logins = await access.owner.selectFrom('identity.user').select('id').where('email', '=', tom.email!).execute()
  assert.equal(logins.length, 1)
})

test('a common password, or the name of the school, is refused and the invitation stays good', async () => {
  const school = await realWorld()
  const { http, as, dewi, tom } = school
  await as(dewi)(invitePerson, { personId: tom.id, roles: ['student'] })
  const token = await lastLink(school, tom.email!)
  for (const common of ['Password123', 'harmoni2026'])
    assert.equal((await openBrowser(http).refused(acceptInvitation, { token, password: common })).status, 422)
  await openBrowser(http).call(acceptInvitation, { token, password })
})

test('the office cannot make itself or others owners, and an owner’s invitation is not in its outbox', async () => {
  const school = await realWorld()
  const { as, refused, dewi, olivia, tom, organisation, send } = school
  for (const role of ['owner', 'office'] as const)
    assert.equal((await refused(dewi)(invitePerson, { personId: tom.id, roles: [role] })).status, 403)
  await as(olivia)(invitePerson, { personId: tom.id, roles: ['owner', 'office'] })
  await lastLink(school, tom.email!)
  const outbox = await send(dewi, 'GET', `/api/o/${organisation.slug}/mails`)
  assert.ok(!JSON.stringify(outbox.body).includes(tom.email!))
})

test('who cannot be invited: who has a login, who has no address, who is not of this school', async () => {
  const { as, refused, dewi, maria, tom, rina, access } = await realWorld()
  const other = await realWorld()
  const invite = (personId: typeof tom.id) => refused(dewi)(invitePerson, { personId, roles: ['guardian'] })
  assert.equal((await invite(maria.id)).body.code, 'identity.already_member')
  const stranger = await invite(other.tom.id)
  assert.equal(stranger.status, 404)
  assert.deepEqual(stranger.body, (await invite(newId('person'))).body)
  await access.owner.updateTable('people.person').set({ email: null }).where('id', '=', tom.id).execute()
  assert.equal((await invite(tom.id)).body.code, 'identity.no_email')
  assert.equal((await refused(rina)(invitePerson, { personId: tom.id, roles: ['student'] })).status, 403)
  assert.equal((await refused(maria)(invitePerson, { personId: tom.id, roles: ['student'] })).status, 403)
  assert.equal((await refused(null)(invitePerson, { personId: tom.id, roles: ['student'] })).status, 401)
  await as(dewi)(getPerson, { personId: tom.id })
})
