import assert from 'node:assert/strict'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { after, test } from 'node:test'
import {
  addOutsideCalendar,
  fetchOutsideCalendar,
  listOutsideCalendars,
  removeOutsideCalendar,
} from '#contract/calendars'
import { changeMember, listMembers } from '#contract/identity'
import { explainTime, getLesson, getTimetable, listSlots, planLesson } from '#contract/scheduling'
import { monday, world, type World } from '#testing/world.ts'
import { fetchDueCalendars } from './fetching.ts'

let calendar = ''
let status = 200
const asked: IncomingMessage['headers'][] = []
const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  asked.push(request.headers)
  if (status !== 200) return response.writeHead(status).end()
  const etag = `"${calendar.length}"`
  if (request.headers['if-none-match'] === etag) return response.writeHead(304).end()
  return response.writeHead(200, { etag, 'content-type': 'text/calendar' }).end(calendar)
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
after(() => server.close())
const bound = server.address()
if (bound === null || typeof bound === 'string') throw new Error('The server has no port.')
const address = `http://127.0.0.1:${bound.port}/private/secret-of-rina.ics`

function publish(...times: [start: string, end: string][]): void {
  const events = times.map(
    ([start, end], n) =>
      `BEGIN:VEVENT\r\nUID:${n}@elsewhere\r\nSUMMARY:Dentist, root canal\r\nDTSTART:${start}\r\nDTEND:${end}\r\nEND:VEVENT\r\n`,
  )
  calendar = `BEGIN:VCALENDAR\r\nVERSION:2.0\r\n${events.join('')}END:VCALENDAR\r\n`
  status = 200
}

/** A school in which nothing is due: calendars are fetched for all schools of a database. */
async function quietWorld(): Promise<World> {
  const school = await world()
  await school.access.owner.deleteFrom('calendars.outsideCalendar').execute()
  return school
}

const fetchDue = (school: World, allowLoopback = true) =>
  fetchDueCalendars(school.access, { allowLoopback }, school.now())

const at = (text: string) => Temporal.Instant.from(text)
const add = (school: World, person = school.rina) => school.as(person)(addOutsideCalendar, { name: 'Home', address })
const mine = async (school: World) => (await school.as(school.rina)(listOutsideCalendars, {})).calendars[0]!

async function startsOf(school: World): Promise<string[]> {
  const day = Temporal.PlainDate.from('2026-11-24')
  const { piano, rina, as } = school
  const { days } = await as(null)(listSlots, { offeringId: piano.id, teacherId: rina.id, from: day, to: day })
  return days.flatMap(({ slots }) => slots.map(({ startsAt }) => startsAt.toString()))
}

test('a teacher who is busy elsewhere cannot be booked then, and why is nobody else’s business', async () => {
  const school = await quietWorld()
  const { as, rina, budi, dewi, piano, tom } = school
  publish(['20261124T040000Z', '20261124T060000Z'])
  const before = await startsOf(school)
  const added = await add(school)
  assert.deepEqual([added.host, added.lastFetchedAt, added.error], [`127.0.0.1:${bound.port}`, null, null])
  assert.equal(await fetchDue(school), 1)
  const { events, error, lastFetchedAt, nextFetchAt } = await mine(school)
  assert.deepEqual([events, error, lastFetchedAt, nextFetchAt], [1, null, monday, monday.add({ minutes: 15 })])

  const during = (start: string) => start > '2026-11-24T03:15:00Z' && start < '2026-11-24T06:00:00Z'
  assert.ok(before.some(during))
  assert.deepEqual(
    await startsOf(school),
    before.filter((start) => !during(start)),
  )
  const wanted = { offeringId: piano.id, teacherId: rina.id, startsAt: at('2026-11-24T04:30:00Z') }
  const { reasons } = await as(dewi)(explainTime, wanted)
  assert.ok(reasons.some(({ code }) => code === 'teacher_busy' || code === ('outside_calendar' as never)))
  const refused = await school.refused(dewi)(planLesson, { ...wanted, studentIds: [tom.id] })
  assert.equal(refused.status, 409)

  const day = Temporal.PlainDate.from('2026-11-24')
  const said = await Promise.all([
    as(dewi)(explainTime, wanted),
    as(dewi)(getTimetable, { from: day, to: day }),
    as(dewi)(listOutsideCalendars, {}),
    as(budi)(listOutsideCalendars, {}),
    as(rina)(listOutsideCalendars, {}),
    school.access.owner
      .selectFrom('platform.event')
      .select(['payload'])
      .where('orgId', '=', school.organisation.id)
      .execute(),
  ])
  assert.doesNotMatch(JSON.stringify(said), /Dentist|secret-of-rina/)
  assert.deepEqual(said[2].calendars, [])

  await as(rina)(removeOutsideCalendar, { calendarId: added.id })
  assert.deepEqual(await startsOf(school), before)
})

test('a lesson that stands is left alone, and the teacher is shown that it clashes', async () => {
  const school = await quietWorld()
  const { as, rina, dewi, piano, tom } = school
  const startsAt = at('2026-11-24T04:00:00Z')
  const lesson = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt,
    studentIds: [tom.id],
  })
  publish(['20261124T043000Z', '20261124T060000Z'], ['20261101T043000Z', '20261101T060000Z'])
  await add(school)
  await fetchDue(school)
  const { calendars, clashes } = await as(rina)(listOutsideCalendars, {})
  assert.equal(calendars[0]!.events, 1, 'what is over is not kept')
  assert.deepEqual(
    clashes.map(({ lessonId, title }) => [lessonId, title]),
    [[lesson.id, 'Piano']],
  )
  const { status: standing, startsAt: still } = await as(rina)(getLesson, { lessonId: lesson.id })
  assert.deepEqual([standing, still], ['planned', startsAt])
})

test('a calendar that cannot be read keeps what was known, says why, and is asked less and less often', async () => {
  const school = await quietWorld()
  publish(['20261124T040000Z', '20261124T060000Z'])
  await add(school)
  await fetchDue(school)
  const taken = await startsOf(school)
  const pauses: number[] = []
  for (status of [500, 404, 403, 500, 500, 500, 500, 500]) {
    school.setNow((await mine(school)).nextFetchAt)
    assert.equal(await fetchDue(school), 1)
    const { lastTriedAt, nextFetchAt } = await mine(school)
    pauses.push(nextFetchAt.since(lastTriedAt!).total('minutes'))
  }
  assert.deepEqual(pauses, [30, 60, 120, 240, 480, 960, 1440, 1440])
  assert.equal((await mine(school)).error, 'refused')
  school.setNow('2026-11-16T02:10:00Z')
  assert.deepEqual(await startsOf(school), taken)
  await school.as(school.rina)(fetchOutsideCalendar, { calendarId: (await mine(school)).id })
  publish()
  school.setNow('2026-11-20T02:00:00Z')
  assert.equal(await fetchDue(school), 1)
  const { error, events } = await mine(school)
  assert.deepEqual([error, events], [null, 0])
  const { rows } = await school.access.pool.query<{ name: string }>(
    `select name from platform.event where org_id = $1 and name like 'calendars.%' order by id`,
    [school.organisation.id],
  )
  assert.deepEqual(
    rows.map(({ name }) => name.slice('calendars.outside_calendar_'.length)),
    ['added', 'read', 'failed', 'failed', 'failed', 'failed', 'read'],
    'each new reason once',
  )
})

test('an unchanged file is not sent again on the same day, and counted on from the next day once a day', async () => {
  const school = await quietWorld()
  publish(['20261124T040000Z', '20261124T060000Z'])
  await add(school)
  asked.length = 0
  await fetchDue(school)
  for (const now of ['2026-11-16T02:15:00Z', '2026-11-16T02:30:00Z', '2026-11-17T02:00:00Z', '2026-11-17T02:15:00Z']) {
    school.setNow(now)
    assert.equal(await fetchDue(school), 1)
  }
  assert.equal(await fetchDue(school), 0, 'none is due twice')
  assert.deepEqual(
    asked.map((headers) => headers['if-none-match'] !== undefined),
    [false, true, true, false, true],
  )
  assert.equal((await mine(school)).events, 1)
})

test('addresses of this machine and of other schemes are not read, whatever they say they are', async () => {
  const school = await quietWorld()
  const { as, refused, rina } = school
  await add(school)
  assert.equal(await fetchDue(school, false), 1)
  assert.equal((await mine(school)).error, 'forbidden_address')
  for (const wrong of [
    'ftp://calendar.example/x.ics',
    'file:///etc/passwd',
    'calendar.example',
    'https://',
    'https://me:word@calendar.example/',
    'javascript:alert(1)',
  ]) {
    const { status: code, body } = await refused(rina)(addOutsideCalendar, { name: 'x', address: wrong })
    assert.deepEqual(
      [code, body.errors?.[0]?.path, body.errors?.[0]?.code],
      [422, 'address', 'invalid_calendar_address'],
      wrong,
    )
  }
  const subscribed = await as(rina)(addOutsideCalendar, { name: 'x', address: ' webcal://calendar.example/a.ics#top' })
  assert.equal(subscribed.host, 'calendar.example')
  assert.equal(
    (await refused(rina)(addOutsideCalendar, { name: 'x', address: 'https://calendar.example/a.ics' })).body.code,
    'calendars.already_added',
  )
  for (let n = 3; n <= 10; n++)
    await as(rina)(addOutsideCalendar, { name: `${n}`, address: `https://calendar.example/${n}.ics` })
  assert.equal((await refused(rina)(addOutsideCalendar, { name: 'x', address })).body.code, 'calendars.too_many')
})

test('another teacher’s calendar is not there, and a family has none', async () => {
  const school = await quietWorld()
  const { refused, budi, maria, dewi } = school
  const { id: calendarId } = await add(school)
  for (const person of [budi, dewi]) {
    assert.equal((await refused(person)(removeOutsideCalendar, { calendarId })).status, 404)
    assert.equal((await refused(person)(fetchOutsideCalendar, { calendarId })).status, 404)
  }
  assert.equal((await refused(maria)(listOutsideCalendars, {})).status, 403)
  assert.equal((await refused(maria)(addOutsideCalendar, { name: 'x', address })).status, 403)
})

test('nothing is fetched for a teacher who is suspended', async () => {
  const school = await quietWorld()
  const { as, olivia, rina } = school
  publish(['20261124T040000Z', '20261124T060000Z'])
  await add(school)
  const { rows: members } = await as(olivia)(listMembers, {})
  const { id } = members.find(({ email }) => email === rina.email)!
  await as(olivia)(changeMember, { membershipId: id, status: 'suspended' })
  assert.equal(await fetchDue(school), 0)
})

test('two processes that look at once ask for each calendar once', async () => {
  const school = await quietWorld()
  publish(['20261124T040000Z', '20261124T060000Z'])
  for (let n = 0; n < 8; n++)
    await school.as(school.rina)(addOutsideCalendar, { name: `${n}`, address: `${address}?${n}` })
  asked.length = 0
  const counts = await Promise.all([fetchDue(school), fetchDue(school), fetchDue(school)])
  assert.equal(
    counts.reduce((sum, each) => sum + each, 0),
    8,
  )
  assert.equal(asked.length, 8)
})
