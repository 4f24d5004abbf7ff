import assert from 'node:assert/strict'
import crypto from 'node:crypto'
import { mock, test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { world, type Person, type World } from '#testing/world.ts'
import { openBrowser } from './browser.ts'
import { endDevice, getMe, getSession, listDevices, signIn, signOut } from './contract.ts'
import { hashPassword } from './passwords.ts'
import { hashToken } from './tokens.ts'

const password = 'four blue kites at noon'

async function worldWithPassword(person: 'maria' | 'dewi' = 'maria'): Promise<World & { reader: Person }> {
  const school = await world()
  school.setNow(Temporal.Now.instant())
  const reader = school[person]
  await school.access.owner
    .updateTable('identity.user')
    .set({ passwordHash: await hashPassword(password) })
    .where('id', '=', reader.userId!)
    .execute()
  return { ...school, reader }
}

test('Maria signs in, sees her school, and signs out', async () => {
  const { http, reader, organisation } = await worldWithPassword()
  const browser = openBrowser(http, { slug: organisation.slug })
  assert.equal((await browser.call(getSession, {})).user, null)
  const session = await browser.call(signIn, { email: reader.email!.toUpperCase(), password })
  assert.equal(session.user?.email, reader.email)
  assert.deepEqual(
    session.memberships.map((membership) => [membership.organisation.slug, membership.roles]),
    [[organisation.slug, ['guardian']]],
  )
  assert.deepEqual(await browser.call(getSession, {}), session)
  const me = await browser.call(getMe, {})
  assert.equal(me.personId, reader.id)
  assert.deepEqual(me.roles, ['guardian'])
  await browser.call(signOut, {})
  assert.equal(browser.token, null)
  assert.equal((await browser.call(getSession, {})).user, null)
  await browser.call(signOut, {})
})

test('the database holds the hash of the token and not the token', async () => {
  const { http, reader, access } = await worldWithPassword()
  const browser = openBrowser(http)
  await browser.call(signIn, { email: reader.email!, password })
  const rows = await access.owner
    .selectFrom('identity.session')
    .selectAll()
    .where('userId', '=', reader.userId!)
    .execute()
  assert.ok(rows[0]!.tokenHash.equals(hashToken(browser.token!)))
  assert.ok(!JSON.stringify(rows).includes(browser.token!))
})

test('a wrong password, an unknown address and a suspended login get the same answer and cost a hash each', async () => {
  const { http, reader, access } = await worldWithPassword()
  const browser = openBrowser(http)
  const hashes = mock.method(crypto, 'argon2')
  try {
    const wrong = await browser.refused(signIn, { email: reader.email!, password: 'not hers' })
    assert.equal(hashes.mock.callCount(), 1)
    const unknown = await browser.refused(signIn, { email: 'nobody@mail.example', password })
    assert.equal(hashes.mock.callCount(), 2)
    await access.owner
      .updateTable('identity.user')
      .set({ status: 'suspended' })
      .where('id', '=', reader.userId!)
      .execute()
    const suspended = await browser.refused(signIn, { email: reader.email!, password })
    assert.equal(hashes.mock.callCount(), 3)
    assert.equal(wrong.status, 401)
    assert.equal(wrong.body.code, 'identity.wrong_credentials')
    assert.deepEqual([unknown, suspended], [wrong, wrong])
    const efforts = hashes.mock.calls.map(({ arguments: [, { memory, passes }] }) => `${memory} ${passes}`)
    assert.deepEqual(new Set(efforts), new Set(['19456 2']))
  } finally {
    hashes.mock.restore()
  }
})

test('of five guesses and then 200 at once from 200 places, ten are tried', async () => {
  const { http, reader } = await worldWithPassword()
  const hashes = mock.method(crypto, 'argon2')
  const slow = openBrowser(http, { address: '192.0.2.8' })
  try {
    for (let count = 0; count < 5; count++) await slow.refused(signIn, { email: reader.email!, password: 'slowly' })
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        openBrowser(http, { address: `198.51.100.${index}` }).refused(signIn, {
          email: index % 2 ? reader.email! : reader.email!.toUpperCase(),
          password: `guess ${index}`,
        }),
      ),
    )
    assert.equal(answers.filter(({ status }) => status === 401).length, 5)
    assert.equal(answers.filter(({ status }) => status === 429).length, 195)
    assert.equal(hashes.mock.callCount(), 10)
  } finally {
    hashes.mock.restore()
  }
  const right = await openBrowser(http, { address: '192.0.2.9' }).refused(signIn, { email: reader.email!, password })
  assert.equal(right.body.code, 'identity.too_many_tries')
})

test('after a quarter of an hour Maria may try again', async () => {
  const { http, reader, now, setNow } = await worldWithPassword()
  const guess = () => openBrowser(http).refused(signIn, { email: reader.email!, password: 'not hers' })
  for (let count = 0; count < 10; count++) assert.equal((await guess()).status, 401)
  assert.equal((await guess()).status, 429)
  setNow(now().add({ minutes: 16 }))
  await openBrowser(http).call(signIn, { email: reader.email!, password })
})

test('signing in rightly is no guess, however often', async () => {
  const { http, reader } = await worldWithPassword()
  for (let count = 0; count < 12; count++) await openBrowser(http).call(signIn, { email: reader.email!, password })
})

test('one network, all addresses of an IPv6 /64 together, tries a hundred accounts at most', async () => {
  const { http, access, now } = await worldWithPassword()
  await access.owner
    .insertInto('identity.signInAttempt')
    .values(
      Array.from({ length: 99 }, (_, index) => ({
        id: newId('sign_in_attempt'),
        accountKey: `another ${index}`,
        addressKey: '2001:db8:7:7',
        happenedAt: now(),
      })),
    )
    .execute()
  const guess = (address: string, count: number) =>
    openBrowser(http, { address }).refused(signIn, { email: `somebody${count}@mail.example`, password })
  assert.equal((await guess('2001:db8:7:7::1', 1)).status, 401)
  assert.equal((await guess('2001:db8:7:7:ffff::2', 2)).status, 429)
  assert.equal((await guess('2001:db8:7:8::1', 3)).status, 401)
})

test('signing in again ends the session the browser had, and nobody can plant one', async () => {
  const { http, reader, access } = await worldWithPassword()
  const browser = openBrowser(http)
  await browser.call(signIn, { email: reader.email!, password })
  const first = browser.token!
  await browser.call(signIn, { email: reader.email!, password })
  assert.notEqual(browser.token, first)
  const sessions = await access.owner
    .selectFrom('identity.session')
    .select('id')
    .where('userId', '=', reader.userId!)
    .execute()
  assert.equal(sessions.length, 1)
})

test('Maria lists her devices and ends one; nobody else can', async () => {
  const { http, reader, ana, refused } = await worldWithPassword()
  const telephone = openBrowser(http, { address: '203.0.113.1' })
  const laptop = openBrowser(http, { address: '203.0.113.2' })
  await telephone.call(signIn, { email: reader.email!, password })
  await laptop.call(signIn, { email: reader.email!, password })
  const { devices } = await laptop.call(listDevices, {})
  assert.deepEqual(
    devices.map(({ address, isThis }) => [address, isThis]),
    [
      ['203.0.113.2', true],
      ['203.0.113.1', false],
    ],
  )
  const lost = devices.find(({ isThis }) => !isThis)!
  const stranger = await refused(ana)(endDevice, { sessionId: lost.id })
  const random = await refused(ana)(endDevice, { sessionId: newId('session') })
  assert.equal(stranger.status, 404)
  assert.deepEqual(stranger.body, random.body)
  await laptop.call(endDevice, { sessionId: lost.id })
  assert.equal((await telephone.call(getSession, {})).user, null)
  assert.equal((await laptop.call(getSession, {})).user?.id, reader.userId)
  assert.equal((await refused(null)(listDevices, {})).status, 401)
})

test('a session lives on for thirty days after each use, noted every five minutes', async () => {
  const { http, reader, access } = await worldWithPassword()
  const browser = openBrowser(http)
  await browser.call(signIn, { email: reader.email!, password })
  const mine = hashToken(browser.token!)
  const read = () =>
    access.owner
      .selectFrom('identity.session')
      .select(['lastUsedAt', 'expiresAt'])
      .where('tokenHash', '=', mine)
      .executeTakeFirstOrThrow()
  const age = (minutes: number, left: number) =>
    access.owner
      .updateTable('identity.session')
      .set({
        lastUsedAt: Temporal.Now.instant().subtract({ minutes }),
        expiresAt: Temporal.Now.instant().add({ minutes: left }),
      })
      .where('tokenHash', '=', mine)
      .execute()
  await age(4, 60)
  const before = await read()
  await browser.call(getSession, {})
  assert.deepEqual(await read(), before)
  await age(6, 60)
  await browser.call(getSession, {})
  const after = await read()
  assert.ok(after.expiresAt.since(Temporal.Now.instant()).total('hours') > 24 * 29)
  assert.ok(Temporal.Now.instant().since(after.lastUsedAt).total('minutes') < 1)
  await age(6, -1)
  assert.equal((await browser.call(getSession, {})).user, null)
})

test('an address that is none is refused by its field', async () => {
  const { send } = await world()
  const { status, body } = await send(null, 'POST', '/api/session', { email: 'maria', password: 'x', role: 'owner' })
  assert.equal(status, 422)
  assert.deepEqual(body.errors?.map(({ path }) => path).toSorted(), ['email', 'role'])
})
