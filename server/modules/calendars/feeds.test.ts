import assert from 'node:assert/strict'
import { test } from 'node:test'
import ICAL from 'ical.js'
import {
  getMyFeed,
  getResourceFeed,
  renewMyFeed,
  renewResourceFeed,
  revokeMyFeed,
  revokeResourceFeed,
} from '#contract/calendars'
import { changeMember, listMembers } from '#contract/identity'
import { cancelLesson, moveLesson, planLesson } from '#contract/scheduling'
import { type Person, world, type World } from '#testing/world.ts'

/** Events of the great calendar; FEED_EVENTS raises it (10,000 is what is promised for one second). */
const manyEvents = Number(process.env['FEED_EVENTS'] ?? 3000)

const at = (text: string) => Temporal.Instant.from(text)

let readers = 0

/** What a calendar program gets: no cookie, each time from another network. */
async function fetchFeed(school: World, address: string, headers: Record<string, string> = {}) {
  const response = await school.http.inject({
    method: 'GET',
    url: new URL(address).pathname,
    remoteAddress: `10.31.${(++readers >> 8) & 255}.${readers & 255}`,
    headers,
  })
  return { status: response.statusCode, text: response.payload, headers: response.headers }
}

function eventsOf(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text) as never)
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const event = new ICAL.Event(component)
    return {
      uid: event.uid,
      summary: event.summary,
      description: event.description,
      location: event.location,
      sequence: event.sequence,
      status: component.getFirstPropertyValue('status'),
      start: event.startDate.toJSDate().toISOString(),
    }
  })
}

async function withLessons(): Promise<World & { pianoId: string; choirId: string }> {
  const school = await world()
  const { as, dewi, rina, tom, lila, piano, choir, hall } = school
  const piano1 = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at('2026-11-23T04:00:00Z'),
    studentIds: [tom.id],
  })
  const choir1 = await as(dewi)(planLesson, {
    offeringId: choir.id,
    teacherId: rina.id,
    roomId: hall.id,
    startsAt: at('2026-11-24T04:00:00Z'),
    studentIds: [tom.id, lila.id],
  })
  return { ...school, pianoId: piano1.id, choirId: choir1.id }
}

const addressOf = async (school: World, person: Person) => (await school.as(person)(renewMyFeed, {})).address

test('each reader’s calendar says what that reader may know, and names no classmate', async () => {
  const school = await withLessons()
  const { rina, maria, lila, dewi, studio, hall, as } = school
  const summaries = async (address: string) =>
    eventsOf((await fetchFeed(school, address)).text).map(({ summary, description }) => [summary, description])
  assert.deepEqual(await summaries(await addressOf(school, rina)), [
    ['Piano – Tom Santoso', null],
    ['Choir (2 of 8)', 'Lila Wijaya\nTom Santoso'],
  ])
  assert.deepEqual(await summaries(await addressOf(school, maria)), [
    ['Piano – Tom Santoso', 'Teacher: Rina Utami'],
    ['Choir – Tom Santoso', 'Teacher: Rina Utami'],
  ])
  assert.deepEqual(await summaries(await addressOf(school, lila)), [['Choir', 'Teacher: Rina Utami']])
  assert.deepEqual(await summaries(await addressOf(school, dewi)), [])
  const room = await as(dewi)(renewResourceFeed, { resourceId: studio.id })
  assert.deepEqual(await summaries(room.address), [['Piano – Rina Utami', null]])
  const other = await as(dewi)(renewResourceFeed, { resourceId: hall.id })
  const text = (await fetchFeed(school, other.address)).text
  assert.match(text, /LOCATION:Hall\\, Kemang/)
  assert.doesNotMatch(text, /Tom|Lila|Santoso|Wijaya/)
})

test('moving a lesson makes the number grow under the same UID; a cancelled one stays for 30 days', async () => {
  const school = await withLessons()
  const { as, dewi, rina, maria, pianoId } = school
  const teacher = await addressOf(school, rina)
  const guardian = await addressOf(school, maria)
  const event = async (address: string) =>
    eventsOf((await fetchFeed(school, address)).text).find(({ uid }) => uid.startsWith(pianoId))
  const before = [await event(teacher), await event(guardian)]
  assert.deepEqual(
    before.map((each) => [each?.sequence, each?.status, each?.start]),
    Array.from({ length: 2 }, () => [0, 'CONFIRMED', '2026-11-23T04:00:00.000Z']),
  )
  await as(dewi)(moveLesson, { lessonId: pianoId as never, startsAt: at('2026-11-23T07:00:00Z') })
  const moved = [await event(teacher), await event(guardian)]
  assert.deepEqual(
    moved.map((each) => [each?.uid, each?.sequence, each?.start]),
    before.map((each) => [each?.uid, 1, '2026-11-23T07:00:00.000Z']),
  )
  assert.equal((await event(teacher))?.sequence, 1, 'reading again changes nothing')
  await as(dewi)(cancelLesson, { lessonId: pianoId as never, reason: '' })
  const cancelled = [await event(teacher), await event(guardian)]
  assert.deepEqual(
    cancelled.map((each) => [each?.sequence, each?.status]),
    Array.from({ length: 2 }, () => [2, 'CANCELLED']),
  )
  school.setNow('2026-12-16T03:00:00Z')
  assert.deepEqual([await event(teacher), await event(guardian)], [undefined, undefined])
})

test('whoever has the newest text is told so, by tag or by time', async () => {
  const school = await withLessons()
  const address = await addressOf(school, school.rina)
  const first = await fetchFeed(school, address)
  assert.equal(first.status, 200)
  assert.equal(first.headers['content-type'], 'text/calendar; charset=utf-8')
  assert.match(String(first.headers['cache-control']), /private/)
  assert.equal(first.headers['set-cookie'], undefined)
  const { etag, 'last-modified': changed } = first.headers as Record<string, string>
  for (const headers of [
    { 'if-none-match': etag! },
    { 'if-none-match': `"x", W/${etag}` },
    { 'if-modified-since': changed! },
    { 'if-none-match': etag!, 'if-modified-since': 'Thu, 01 Jan 1970 00:00:00 GMT' },
  ]) {
    const again = await fetchFeed(school, address, headers)
    assert.deepEqual([again.status, again.text], [304, ''], JSON.stringify(headers))
  }
  school.setNow('2026-11-16T02:05:00Z')
  await school.as(school.dewi)(cancelLesson, { lessonId: school.pianoId as never, reason: '' })
  const stale = await fetchFeed(school, address, { 'if-none-match': etag! })
  assert.equal(stale.status, 200)
  assert.notEqual(stale.headers['etag'], etag)
  assert.equal((await fetchFeed(school, address, { 'if-modified-since': changed! })).status, 200)
})

test('an address dies when it is renewed or revoked, and every wrong address gets one and the same answer', async () => {
  const school = await withLessons()
  const { as, maria, dewi } = school
  const first = await addressOf(school, maria)
  const second = await addressOf(school, maria)
  assert.equal((await fetchFeed(school, second)).status, 200)
  const other = new URL(second)
  other.pathname = other.pathname.replace(/.(?=\.ics$)/, (last) => (last === 'A' ? 'Q' : 'A'))
  const answers = [await fetchFeed(school, first)]
  await as(maria)(revokeMyFeed, {})
  answers.push(await fetchFeed(school, second), await fetchFeed(school, other.href))
  const wrong = [
    'x.ics',
    `${'A'.repeat(54)}.ics`,
    second.split('/').at(-1)!.slice(0, -4),
    '%2e%2e.ics',
    `${'a'.repeat(180)}.ics`,
  ]
  for (const name of wrong) answers.push(await fetchFeed(school, `http://school.test/calendars/${name}`))
  const plain = answers.map(({ status, text, headers: { date: _, ...headers } }) => ({ status, text, headers }))
  for (const answer of plain) assert.deepEqual(answer, plain[0])
  assert.equal(plain[0]!.status, 404)
  assert.deepEqual(await as(maria)(getMyFeed, {}), { feed: null })
  assert.equal((await school.refused(maria)(revokeMyFeed, {})).status, 404)
  assert.equal((await school.refused(dewi)(revokeResourceFeed, { resourceId: school.hall.id })).status, 404)
})

test('a member who is suspended has no calendar from that moment on, nor has a room whose address they made', async () => {
  const school = await withLessons()
  const { as, olivia, dewi, rina, hall } = school
  const [mine, room] = [
    await addressOf(school, rina),
    (await as(dewi)(renewResourceFeed, { resourceId: hall.id })).address,
  ]
  const members = (await as(olivia)(listMembers, {})).rows
  const change = async (person: Person, changes: object) => {
    const { id } = members.find(({ email }) => email === person.email)!
    await as(olivia)(changeMember, { membershipId: id, ...changes })
  }
  const statuses = async () => [(await fetchFeed(school, mine)).status, (await fetchFeed(school, room)).status]
  assert.deepEqual(await statuses(), [200, 200])
  await change(rina, { status: 'suspended' })
  await change(dewi, { roles: ['teacher'] })
  assert.deepEqual(await statuses(), [404, 404])
  await change(rina, { status: 'active' })
  assert.deepEqual(await statuses(), [200, 404])
})

test('no answer and no row holds an address: not even the one to a repeated request', async () => {
  const school = await withLessons()
  const { as, rina, access } = school
  const { address } = await as(rina)(renewMyFeed, {}, { idempotencyKey: 'one-key-for-two' })
  const secret = address.match(/calendars\/(.+)\.ics$/)![1]!
  assert.equal(Buffer.from(secret, 'base64url').length - 16, 24, '192 bits')
  const again = await as(rina)(renewMyFeed, {}, { idempotencyKey: 'one-key-for-two' })
  assert.notEqual(again.address, address)
  const { rows } = await access.pool.query(
    `select (select count(*)::int from calendars.feed f where f::text like '%' || $1 || '%')
       + (select count(*)::int from platform.event e where e.payload::text like '%' || $1 || '%')
       + (select count(*)::int from platform.idempotency_key k where k.body like '%' || $1 || '%') as found`,
    [secret],
  )
  assert.deepEqual(rows, [{ found: 0 }])
  assert.equal((await as(rina)(getMyFeed, {})).feed?.lastReadAt, null)
  await fetchFeed(school, again.address)
  assert.notEqual((await as(rina)(getMyFeed, {})).feed?.lastReadAt, null)
  assert.equal((await school.refused(rina)(getResourceFeed, { resourceId: school.hall.id })).status, 403)
})

test('who guesses addresses is slowed down', async () => {
  const school = await world()
  const guess = () => school.http.inject({ url: '/calendars/guess.ics', remoteAddress: '10.32.0.1' })
  const statuses = new Set<number>()
  for (let n = 0; n < 61; n++) statuses.add((await guess()).statusCode)
  assert.deepEqual([...statuses], [404, 429])
})

test('a calendar of many lessons takes less than a second of work, the second time by a tag alone', async (t) => {
  const school = await withLessons()
  const { access, organisation, rina, piano } = school
  await access.pool.query(
    `insert into scheduling.lesson (org_id, id, offering_id, teacher_id, starts_at, ends_at, capacity, created_at)
     select $1, gen_random_uuid(), $2, $3, t, t + interval '45 minutes', 1, now()
     from generate_series($4::timestamptz, $4::timestamptz + interval '1 hour' * ($5::int - 3), interval '1 hour') t`,
    [organisation.id, piano.id, rina.id, '2026-11-25T00:00:00Z', manyEvents],
  )
  const address = await addressOf(school, rina)
  const times: number[] = []
  let tag = ''
  for (const headers of [{}, {}, {}, { 'if-none-match': '*' }]) {
    const began = process.cpuUsage()
    const { text, headers: said } = await fetchFeed(school, address, headers)
    const { user, system } = process.cpuUsage(began)
    times.push(Math.round((user + system) / 1000))
    if (text !== '') assert.equal(text.split('BEGIN:VEVENT').length - 1, manyEvents)
    tag = String(said['etag'])
  }
  assert.match(tag, /^"/)
  t.diagnostic(
    `${manyEvents} events: first ${times[0]} ms, then ${times[1]} and ${times[2]} ms, known ${times[3]} ms of our own work`,
  )
  assert.ok(Math.min(times[1]!, times[2]!) < 1000)
})
