import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { newId, type Id } from '#platform/ids.ts'
import { world, type Failure, type World } from '#testing/world.ts'
import {
  addToWaitingList,
  answerOfferByLink,
  createGroup,
  getGroup,
  joinGroup,
  leaveGroup,
  planTerm,
} from './contract.ts'
import { takeMakeUp, checkTerm } from './contract.ts'
import { choirGroup, day } from './groups.test-data.ts'

/** How often each race is run; a hundred by hand. */
const rounds = Number(process.env['SEAT_ROUNDS'] ?? 3)
const people = 200
const places = 10

/** Two hundred students, written as the owner, because the office would need a minute for them. */
async function addStudents({ access, organisation, now }: World): Promise<Id<'person'>[]> {
  const orgId = organisation.id
  const ids = Array.from({ length: people }, () => newId('person'))
  const names = ids.map((_, n) => `Student ${n}`)
  await sql`
    insert into people.person (org_id, id, full_name, search_text, created_at)
    select ${orgId}::uuid, id, name, lower(name), ${now()} from unnest(${ids}::uuid[], ${names}::text[]) as new (id, name)`.execute(
    access.owner,
  )
  await sql`insert into people.student_profile (org_id, person_id) select ${orgId}::uuid, unnest(${ids}::uuid[])`.execute(
    access.owner,
  )
  return ids
}

/** A group with two lessons a term, in the hall of the school, in a week of its own. */
async function addBigGroup(school: World, round: number, changes: { name?: string; fromMinute?: number } = {}) {
  const { as, dewi } = school
  const monday = day('2026-11-23').add({ weeks: 2 * round })
  const { id: groupId } = await as(dewi)(createGroup, {
    ...choirGroup(school),
    name: changes.name ?? `Round ${round}`,
    places,
    termFrom: monday,
    termTo: monday.add({ days: 13 }),
    times: [{ weekday: 1, fromMinute: changes.fromMinute ?? 600 }],
    termPrice: null,
  })
  const { dates } = await as(dewi)(checkTerm, { groupId })
  return as(dewi)(planTerm, { groupId, starts: dates.map(({ startsAt }) => startsAt) })
}

async function bigChoir(): Promise<World> {
  const school = await world()
  await sql`update catalogue.offering set places = ${places} where org_id = ${school.organisation.id} and id = ${school.choir.id}`.execute(
    school.access.owner,
  )
  return school
}

let addresses = 0
const elsewhere = () => ({ remoteAddress: `10.9.${(++addresses >> 8) & 255}.${addresses & 255}` })

/** Sends again while the answer is that the database is busy, as that answer asks for. */
async function insist({ send, dewi }: World, path: string, body: unknown): Promise<Failure> {
  for (;;) {
    const answer = await send(dewi, 'POST', path, body, elsewhere())
    if (answer.status !== 503) return answer
  }
}

async function expectExact({ access, organisation }: World, groupId: Id<'group'>, expected: number): Promise<void> {
  const { rows } = await sql<{ taken: number; places: number; claims: number; capacity: number }>`
    select l.places_taken as taken, l.capacity,
      (select count(*)::int from scheduling.place p where p.org_id = l.org_id and p.lesson_id = l.id and p.status = 'taken') as places,
      (select count(*)::int from scheduling.reservation r where r.org_id = l.org_id and r.lesson_id = l.id and r.as_what = 'student') as claims
    from groups.group_lesson gl join scheduling.lesson l on l.org_id = gl.org_id and l.id = gl.lesson_id
    where gl.org_id = ${organisation.id} and gl.group_id = ${groupId}`.execute(access.owner)
  assert.ok(rows.length > 0)
  for (const row of rows) assert.deepEqual([row.taken, row.places, row.claims], [expected, expected, expected])
}

test('two hundred want ten places at once: ten have one in every lesson, and everybody else is told', async (t) => {
  const school = await bigChoir()
  const { as, dewi, organisation } = school
  const students = await addStudents(school)
  for (let round = 0; round < rounds; round++) {
    const group = await addBigGroup(school, round % 20)
    const path = `/api/o/${organisation.slug}/groups/${group.id}/members`
    const answers = await Promise.all(
      students.map((studentId) => insist(school, path, { studentId, from: '2026-11-16', acceptedPrice: null })),
    )
    const won = answers.filter(({ status }) => status === 200).length
    const full = answers.filter(({ status, body }) => status === 409 && /full|lessons_taken/.test(body.code)).length
    assert.deepEqual(
      [won, full],
      [places, people - places],
      JSON.stringify(answers.find(({ status }) => status >= 500)?.body),
    )
    await expectExact(school, group.id, places)
    const after = await as(dewi)(getGroup, { groupId: group.id })
    assert.deepEqual([after.placesTaken, after.members.length], [places, places])
    await clear(school, group.id)
  }
  t.diagnostic(`${rounds} rounds of ${people} for ${places}`)
})

// The hall and the teacher are needed again in a later round.
async function clear({ access, organisation }: World, groupId: Id<'group'>): Promise<void> {
  await sql`
    delete from scheduling.reservation r using groups.group_lesson gl
    where gl.org_id = r.org_id and gl.lesson_id = r.lesson_id and r.org_id = ${organisation.id} and gl.group_id = ${groupId}`.execute(
    access.owner,
  )
}

test('an offer that is accepted twenty times at once, by links of both guardians, gives one place', async () => {
  const school = await bigChoir()
  const { as, send, dewi, tom, organisation, access } = school
  const group = await addBigGroup(school, 0)
  const students = (await addStudents(school)).slice(0, places)
  let full = group
  for (const studentId of students)
    full = await as(dewi)(joinGroup, { groupId: group.id, studentId, from: day('2026-11-16'), acceptedPrice: null })
  await as(dewi)(addToWaitingList, { groupId: group.id, studentId: tom.id })
  const memberId = full.members[0]!.id
  await as(dewi)(leaveGroup, { groupId: group.id, memberId, from: day('2026-11-16'), reason: '' })
  await school.settle()
  const { rows } = await sql<{ bodyText: string }>`
    select body_text from platform.mail where org_id = ${organisation.id} and body_text like '%/offers/%'`.execute(
    access.owner,
  )
  const tokens = rows.map(({ bodyText }) => /\/offers\/([\w-]+)/.exec(bodyText)![1]!)
  assert.ok(tokens.length >= 1)
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => {
      const path = `/api/o/${organisation.slug}${answerOfferByLink.route.slice(5).replace(':token', tokens[n % tokens.length]!)}`
      return send(null, 'POST', path, { accept: n % 5 !== 4 }, elsewhere())
    }),
  )
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  assert.ok(answers.every(({ status, body }) => status === 200 || body.code === 'groups.offer_answered'))
  const after = await as(dewi)(getGroup, { groupId: group.id })
  const taken = after.members.some(({ studentId, leftOn }) => studentId === tom.id && leftOn === null)
  await expectExact(school, group.id, taken ? places : places - 1)
})

test('one free place in one lesson, wanted by many who make a lesson up, is given once', async () => {
  const school = await bigChoir()
  const { as, send, dewi, organisation } = school
  const missed = await addBigGroup(school, 0, { name: 'Mornings' })
  const other = await addBigGroup(school, 0, { name: 'Afternoons', fromMinute: 900 })
  const students = await addStudents(school)
  const join = (groupId: Id<'group'>, studentId: Id<'person'>) =>
    as(dewi)(joinGroup, { groupId, studentId, from: day('2026-11-16'), acceptedPrice: null })
  for (const studentId of students.slice(0, places)) await join(missed.id, studentId)
  for (const studentId of students.slice(places, places * 2 - 1)) await join(other.id, studentId)
  const path = `/api/o/${organisation.slug}${takeMakeUp.route.slice(5).replace(':groupId', missed.id)}`
  const answers = await Promise.all(
    students
      .slice(0, places)
      .map((studentId) =>
        send(
          dewi,
          'POST',
          path,
          { studentId, missedLessonId: missed.lessons[0]!.id, lessonId: other.lessons[0]!.id },
          elsewhere(),
        ),
      ),
  )
  assert.equal(answers.filter(({ status }) => status === 200).length, 1)
  assert.ok(answers.every(({ status }) => status === 200 || status === 409))
  const after = await as(dewi)(getGroup, { groupId: other.id })
  assert.equal(after.lessons[0]?.placesTaken, places)
  const first = await as(dewi)(getGroup, { groupId: missed.id })
  assert.equal(first.lessons[0]?.placesTaken, places - 1)
})
