import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { downloadInvoice } from '#contract/billing'
import { changeMember, getMe, listMembers } from '#contract/identity'
import { addClosure } from '#contract/organisations'
import { requestBooking } from '#contract/booking'
import { readConfig } from '#platform/config.ts'
import { newId } from '#platform/ids.ts'
import { openLog } from '#platform/log.ts'
import { addBusyWeek } from '#testing/busy-week.ts'
import { sampleInput } from '#testing/sample-input.ts'
import { countRows } from '#testing/table-counts.ts'
import { requestOf, world, type Person, type World } from '#testing/world.ts'
import { buildApp, routes } from './app.ts'

const endpoints = routes.map((route) => route.endpoint)

/** The same school behind an application of its own, with other settings. */
async function buildWith({ access, now }: World, settings: Record<string, string>) {
  const config = readConfig({ LOG_LEVEL: 'error', ...settings })
  return buildApp({ config, access, logger: openLog(config), now })
}

async function cookieOf({ access, send }: World, person: Person): Promise<string> {
  await send(person, 'GET', '/api/session')
  const token = randomBytes(32).toString('base64url')
  await access.owner
    .insertInto('identity.session')
    .values({
      id: newId('session'),
      userId: person.userId!,
      tokenHash: createHash('sha256').update(token).digest(),
      createdAt: Temporal.Now.instant(),
      lastUsedAt: Temporal.Now.instant(),
      expiresAt: Temporal.Now.instant().add({ hours: 1 }),
    })
    .execute()
  return `lessonry_session=${token}`
}

test('every answer carries the headers that keep a browser safe: answers, pages, files, errors', async () => {
  const school = await world()
  const { invoice } = await addBusyWeek(school)
  const { organisation, dewi } = school
  const app = await buildWith(school, { PUBLIC_URL: 'https://school.test' })
  const cookie = await cookieOf(school, dewi)
  const pdf = requestOf(downloadInvoice, { invoiceId: invoice.id }, organisation.slug).path
  const paths = [
    ['GET', `/api/o/${organisation.slug}/organisation`, 200],
    ['GET', '/api/openapi.json', 200],
    ['GET', pdf, 200],
    ['GET', '/api/o/nobody/people', 404],
    ['GET', `/api/o/${organisation.slug}/people?limit=0`, 422],
    ['POST', `/api/o/${organisation.slug}/people`, 422],
    ['GET', '/api/nothing', 404],
    ['GET', '/no/such/thing', null],
    ['GET', `/${organisation.slug}`, null],
    ['GET', `/${organisation.slug}/bookings/x`, null],
    ['GET', '/sign-in', null],
    ['GET', '/health', 200],
  ] as const
  for (const [method, url, status] of paths) {
    const { headers, statusCode, body } = await app.http.inject({ method, url, headers: { cookie } })
    if (status !== null) assert.equal(statusCode, status, `${url}: ${body.slice(0, 200)}`)
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src 'self'/, url)
    assert.match(policy, /frame-ancestors 'none'.*|base-uri 'none'/, url)
    assert.doesNotMatch(policy, /unsafe-|\*|https?:/, url)
    assert.equal(headers['x-content-type-options'], 'nosniff', url)
    assert.match(String(headers['referrer-policy']), /^(same-origin|no-referrer)$/, url)
    assert.match(String(headers['strict-transport-security']), /max-age=\d{8}/, url)
    assert.equal(headers['x-powered-by'], undefined, url)
    assert.equal(headers['access-control-allow-origin'], undefined, url)
    if (url.startsWith('/api/o/')) assert.match(String(headers['cache-control']), /no-store/, url)
    assert.doesNotMatch(body, /node_modules|at file:|select |DatabaseError/, url)
  }
  await app.http.close()
})

test('the session cookie is not for scripts, not for other sites, and with https not for plain http', async () => {
  const school = await world()
  for (const publicUrl of ['https://school.test', 'http://school.test']) {
    const { http } = await buildWith(school, { PUBLIC_URL: publicUrl })
    const { headers } = await http.inject({
      method: 'DELETE',
      url: '/api/session',
      headers: { cookie: await cookieOf(school, school.maria) },
    })
    const cookie = String(headers['set-cookie'])
    assert.match(cookie, /^lessonry_session=;.*; HttpOnly;.*SameSite=Lax/)
    assert.equal(cookie.includes('Secure'), publicUrl.startsWith('https:'))
    assert.doesNotMatch(cookie, /Domain=/)
    await http.close()
  }
})

test('no other website can write in the name of somebody signed in; the own pages and programs can', async () => {
  const school = await world()
  const { organisation, olivia, send } = school
  const path = `/api/o/${organisation.slug}/organisation`
  const own = 'http://school.test'
  const cases: [Record<string, string>, number][] = [
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'cross-site', origin: own }, 403],
    [{ 'sec-fetch-site': 'whatever' }, 403],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: '' }, 403],
    [{ origin: `${own}.evil.example` }, 403],
    [{ origin: `http://evil.example/${own}` }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{ origin: own }, 200],
    [{}, 200],
  ]
  for (const [headers, expected] of cases) {
    const { status, body } = await send(olivia, 'PATCH', path, { headline: 'Play' }, { headers })
    assert.equal(status, expected, JSON.stringify([headers, body]))
  }
  for (const endpoint of endpoints.filter(({ route }) => !route.startsWith('GET '))) {
    const wire = sampleInput(endpoint.input, () => crypto.randomUUID()) as Record<string, unknown>
    const request = requestOf(endpoint, wire, organisation.slug)
    const headers = { 'sec-fetch-site': 'cross-site' }
    const { status, body } = await send(olivia, request.method, request.path, request.body, { headers })
    assert.deepEqual([status, body.code], [403, 'foreign_origin'], endpoint.route)
  }
})

test('reading writes nothing, whoever reads and whatever is asked with GET or HEAD', async () => {
  const school = await world()
  await addBusyWeek(school)
  const { olivia, dewi, rina, maria, lila, organisation } = school
  const readers = [null, olivia, dewi, rina, maria, lila]
  for (const reader of readers) await school.send(reader, 'GET', '/api/session')
  const before = await countRows(school.access)
  for (const reader of readers) {
    for (const endpoint of endpoints) {
      const wire = sampleInput(endpoint.input, () => crypto.randomUUID()) as Record<string, unknown>
      const { path } = requestOf(endpoint, wire, organisation.slug)
      for (const method of ['GET', 'HEAD']) {
        const { status } = await school.send(reader, method, path)
        assert.ok(status < 500, `${method} ${path}`)
      }
    }
    for (const page of [`/${organisation.slug}`, `/${organisation.slug}/bookings/x`, '/api/openapi.json', '/health'])
      await school.send(reader, 'GET', page)
  }
  assert.deepEqual(await countRows(school.access), before)
})

test('figures of the process are for this machine only, whatever a request claims to be', async () => {
  const { http } = await world()
  const ask = (remoteAddress: string, headers = {}) => http.inject({ url: '/metrics', remoteAddress, headers })
  assert.equal((await ask('127.0.0.1')).statusCode, 200)
  assert.equal((await ask('10.0.0.9')).statusCode, 404)
  const forged = { 'x-forwarded-for': '127.0.0.1', 'x-real-ip': '127.0.0.1', forwarded: 'for=127.0.0.1' }
  assert.equal((await ask('10.0.0.9', forged)).statusCode, 404)
})

test('floods from one address, also of one IPv6 network, are answered with 429 and when to come again', async () => {
  const school = await world()
  const { path, body } = requestOf(requestBooking, { offeringId: school.piano.id }, school.organisation.slug)
  const flood = async (addressOf: (n: number) => string, headers: Record<string, string> = {}) => {
    const statuses: number[] = []
    for (let n = 0; n < 70; n++) {
      const answer = await school.send(null, 'POST', path, body, {
        remoteAddress: addressOf(n),
        headers: { ...headers, 'x-forwarded-for': `8.8.8.${n}` },
      })
      statuses.push(answer.status)
      if (answer.status === 429) assert.ok(Number(answer.headers['retry-after']) > 0)
    }
    return statuses
  }
  const expected = Array.from({ length: 70 }, (_, n) => (n < 60 ? 422 : 429))
  assert.deepEqual(await flood(() => '10.6.6.6'), expected)
  assert.deepEqual(await flood((n) => `2001:db8:1:2::${n.toString(16)}`), expected)
  assert.deepEqual(await flood((n) => `10.6.7.${n}`), expected.fill(422))
})

test('a session that expired or was ended, a login that is off, a member who is suspended: nothing from that second on', async () => {
  const school = await world()
  const { access, as, olivia, maria, refused } = school
  await as(maria)(getMe, {})
  const sessions = () => access.owner.updateTable('identity.session').where('userId', '=', maria.userId!)
  const { rows: members } = await as(olivia)(listMembers, {})
  const { id: membershipId } = members.find(({ email }) => email === maria.email)!
  await as(olivia)(changeMember, { membershipId, status: 'suspended' })
  assert.equal((await refused(maria)(getMe, {})).status, 404)
  await as(olivia)(changeMember, { membershipId, status: 'active' })
  await as(maria)(getMe, {})
  const login = () => access.owner.updateTable('identity.user').where('id', '=', maria.userId!)
  await login().set({ status: 'suspended' }).execute()
  assert.equal((await refused(maria)(getMe, {})).status, 401)
  await login().set({ status: 'active' }).execute()
  await as(maria)(getMe, {})
  const past = Temporal.Now.instant().subtract({ seconds: 1 })
  await sessions().set({ expiresAt: past }).execute()
  assert.equal((await refused(maria)(getMe, {})).status, 401)
  await sessions()
    .set({ expiresAt: past.add({ hours: 1 }) })
    .execute()
  await as(maria)(getMe, {})
  await access.owner.deleteFrom('identity.session').where('userId', '=', maria.userId!).execute()
  assert.equal((await refused(maria)(getMe, {})).status, 401)
})

/** What a stream says, as far as it came. */
async function listen(url: string, cookie: string) {
  const abort = new AbortController()
  const response = await fetch(url, { headers: { cookie }, signal: abort.signal })
  const heard = { text: '', ended: false }
  const reading = (async () => {
    for await (const chunk of response.body!) heard.text += Buffer.from(chunk).toString()
  })().then(
    () => void (heard.ended = true),
    () => {},
  )
  return { response, heard, close: async () => (abort.abort(), reading) }
}

async function until(condition: () => boolean, milliseconds = 5000): Promise<boolean> {
  for (let waited = 0; waited < milliseconds && !condition(); waited += 50) await wait(50)
  return condition()
}

test('live news needs a sign-in, belongs to one organisation, and ends with the rights of who listens', async (t) => {
  const ours = await world()
  const theirs = await world()
  const { http, live } = await buildWith(ours, { PUBLIC_URL: 'http://school.test' })
  const base = await http.listen({ port: 0, host: '127.0.0.1' })
  await live.start()
  t.after(async () => {
    await live.stop()
    await http.close()
  })
  const url = `${base}/api/o/${ours.organisation.slug}/live`
  assert.equal((await fetch(url)).status, 401)
  assert.equal((await fetch(url, { headers: { cookie: await cookieOf(ours, theirs.olivia) } })).status, 404)

  const office = await listen(url, await cookieOf(ours, ours.dewi))
  const guardian = await listen(url, await cookieOf(ours, ours.maria))
  assert.match(String(office.response.headers.get('content-type')), /event-stream/)
  assert.equal(office.response.headers.get('x-content-type-options'), 'nosniff')
  const day = Temporal.PlainDate.from('2026-12-24')
  await theirs.as(theirs.olivia)(addClosure, { fromDate: day, toDate: day, name: 'Secret' })
  const closure = await ours.as(ours.olivia)(addClosure, { fromDate: day, toDate: day, name: 'Party' })
  assert.ok(await until(() => office.heard.text.includes(closure.id)))
  assert.ok(await until(() => guardian.heard.text.includes('event: change')))
  assert.equal(office.heard.text.match(/event: change/g)?.length, 1, 'nothing of the other organisation')
  assert.doesNotMatch(guardian.heard.text, new RegExp(closure.id), 'a family is told to look again, and no more')

  const { rows: members } = await ours.as(ours.olivia)(listMembers, {})
  const { id: membershipId } = members.find(({ email }) => email === ours.maria.email)!
  await ours.as(ours.olivia)(changeMember, { membershipId, status: 'suspended' })
  assert.ok(await until(() => guardian.heard.ended, 1000), 'within a second')
  assert.equal(office.heard.ended, false)
  await Promise.all([office.close(), guardian.close()])
})
