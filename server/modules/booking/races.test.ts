import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { confirmBooking, declineBooking, listBookings, requestBooking } from '#contract/booking'
import { getLesson, getTimetable, moveLesson, planLesson } from '#contract/scheduling'
import { violates } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { requestOf, world } from '#testing/world.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const at = (date: string, time: string) => Temporal.Instant.from(`${date}T${time}:00+07:00`)
const wednesday = '2026-11-18'
const thursday = '2026-11-19'

type World = Awaited<ReturnType<typeof world>>
interface Asked {
  readonly startsAt: Temporal.Instant
  readonly teacherId?: string
  readonly lessonId?: string
}

/** Somebody asks from an address of their own, as two hundred people would. */
async function ask(
  { http, organisation, piano }: World,
  person: number,
  choices: readonly Asked[],
  offeringId: string = piano.id,
) {
  const wire = {
    offeringId,
    choices: choices.map((choice) => ({ ...choice, startsAt: choice.startsAt.toString() })),
    applicant: { studentName: `Person ${person}`, email: `person.${person}@mail.example` },
  }
  const { method, path, body } = requestOf(requestBooking, wire, organisation.slug)
  const response = await http.inject({
    method: method as 'POST',
    url: path,
    remoteAddress: `10.1.${person >> 8}.${person & 255}`,
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify(body),
  })
  return { status: response.statusCode, body: response.json<{ code: string; nearest?: unknown[] }>() }
}

const many = (count: number) => Array.from({ length: count }, (_, n) => n + 1)
const countOf = (answers: readonly { status: number }[], status: number) =>
  answers.filter((answer) => answer.status === status).length

/** Claims of one person or room that overlap although each is exclusive; and lessons with more students than places. */
async function findClashes({ access, organisation }: World): Promise<number> {
  const { rows } = await sql<{ count: bigint }>`
    select count(*) from scheduling.reservation one join scheduling.reservation other
      on other.org_id = one.org_id and other.claimant_id = one.claimant_id and other.id > one.id and other.during && one.during
    where one.org_id = ${organisation.id}
      and (one.held_until is null or one.held_until > '2026-11-16T02:00:00Z') and (other.held_until is null or other.held_until > '2026-11-16T02:00:00Z')`.execute(
    access.owner,
  )
  return Number(rows[0]!.count)
}

test('two hundred people ask for one time at once: one has it, the others are told the nearest free times', async () => {
  const school = await world()
  const choice = { startsAt: at(wednesday, '14:00'), teacherId: school.rina.id }
  const answers = await Promise.all(many(200).map((person) => ask(school, person, [choice])))
  assert.deepEqual([countOf(answers, 200), countOf(answers, 409)], [1, 199])
  for (const { status, body } of answers) {
    if (status === 200) continue
    assert.equal(body.code, 'booking.time_taken')
    assert.equal(body.nearest?.length, 3)
  }
  assert.equal((await school.as(school.dewi)(listBookings, { limit: 200 })).rows.length, 1)
  assert.equal(await findClashes(school), 0)
})

test('any teacher will do: as many get the time as there are teachers and rooms', async () => {
  const school = await world()
  const { access, organisation, hall } = school
  await access.owner
    .updateTable('resources.resource')
    .set({ features: ['piano'] })
    .where('orgId', '=', organisation.id)
    .where('id', '=', hall.id)
    .execute()
  const answers = await Promise.all(
    many(40).map((person) => ask(school, person, [{ startsAt: at(wednesday, '14:00') }])),
  )
  assert.deepEqual(
    [countOf(answers, 200), countOf(answers, 409)],
    [2, 38],
    'the next teacher and the next room are tried',
  )
  assert.equal(await findClashes(school), 0)
})

test('requests for crossing pairs of times never overlap and never stand still', async () => {
  const school = await world()
  const { rina, budi } = school
  const times = ['10:00', '10:30', '11:00', '11:30', '14:00', '14:30']
  const answers = await Promise.all(
    many(120).map((person) => {
      const first = { startsAt: at(wednesday, times[person % 6]!), teacherId: person % 2 ? rina.id : budi.id }
      const second = {
        startsAt: at(person % 3 ? wednesday : thursday, times[(person * 5 + 1) % 6]!),
        teacherId: person % 4 ? budi.id : rina.id,
      }
      return ask(school, person, [first, second])
    }),
  )
  for (const { status, body } of answers)
    assert.ok(status === 200 || status === 409 || body.code === 'booking.choices_alike', JSON.stringify(body))
  assert.ok(countOf(answers, 200) > 0)
  assert.equal(await findClashes(school), 0)
})

test('sixty people ask for ten places: exactly ten have one', async () => {
  const school = await world()
  const { as, dewi, rina, choir, access, organisation } = school
  await access.owner
    .updateTable('catalogue.offering')
    .set({ places: 10 })
    .where('orgId', '=', organisation.id)
    .where('id', '=', choir.id)
    .execute()
  const lesson = await as(dewi)(planLesson, {
    offeringId: choir.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '16:00'),
    studentIds: [],
  })
  const choice = { startsAt: lesson.startsAt, lessonId: lesson.id }
  const answers = await Promise.all(many(60).map((person) => ask(school, person, [choice], choir.id)))
  assert.deepEqual([countOf(answers, 200), countOf(answers, 409)], [10, 50])
  const { rows } = await as(dewi)(listBookings, { limit: 200 })
  const confirmed = await Promise.all(rows.map(({ id }) => as(dewi)(confirmBooking, { bookingId: id, rank: 1 })))
  assert.equal(new Set(confirmed.map(({ lessonId }) => lessonId)).size, 1)
  assert.equal((await as(dewi)(getLesson, { lessonId: lesson.id })).placesTaken, 10)
})

async function theRequests({ as, dewi }: World) {
  return (await as(dewi)(listBookings, { limit: 200 })).rows
}

test('a request that is confirmed and declined at once is one of the two', async () => {
  const school = await world()
  const { as, dewi } = school
  for (const [n, time] of ['10:00', '11:00', '12:00', '13:00'].entries())
    assert.equal((await ask(school, n, [{ startsAt: at(wednesday, time), teacherId: school.rina.id }])).status, 200)
  for (const { id } of await theRequests(school)) {
    const outcomes = await Promise.allSettled([
      as(dewi)(confirmBooking, { bookingId: id, rank: 1 }),
      as(dewi)(declineBooking, { bookingId: id, reason: '' }),
      as(dewi)(confirmBooking, { bookingId: id, rank: 1 }),
    ])
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1)
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') assert.match(String(outcome.reason), /booking\.already_ended/)
  }
  const { lessons, holds } = await as(dewi)(getTimetable, { from: day(wednesday), to: day(wednesday) })
  const confirmed = (await theRequests(school)).filter(({ status }) => status === 'confirmed')
  assert.deepEqual([lessons.length, holds.length], [confirmed.length, 0])
})

test('two expired requests for one time are confirmed at once: one has it', async () => {
  const school = await world()
  const { as, dewi, rina, setNow } = school
  const choice = { startsAt: at('2026-11-27', '14:00'), teacherId: rina.id }
  assert.equal((await ask(school, 1, [choice])).status, 200)
  setNow('2026-11-19T02:00:00Z')
  assert.equal((await ask(school, 2, [choice])).status, 200)
  setNow('2026-11-22T02:00:00Z')
  const requests = await theRequests(school)
  const outcomes = await Promise.allSettled(
    requests.map(({ id }) => as(dewi)(confirmBooking, { bookingId: id, rank: 1 })),
  )
  assert.deepEqual(outcomes.map(({ status }) => status).toSorted(), ['fulfilled', 'rejected'])
  assert.match(
    String((outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult).reason),
    /booking\.time_taken/,
  )
  assert.equal(await findClashes(school), 0)
})

test('a lesson moves to a time that somebody books in the same moment: one of them has it', async () => {
  const school = await world()
  const { as, dewi, rina, piano } = school
  for (const [n, time] of ['10:00', '11:00', '12:00'].entries()) {
    const lesson = await as(dewi)(planLesson, {
      offeringId: piano.id,
      teacherId: rina.id,
      startsAt: at(wednesday, time),
      studentIds: [],
    })
    const startsAt = at(thursday, time)
    const [moved, asked] = await Promise.allSettled([
      as(dewi)(moveLesson, { lessonId: lesson.id, startsAt }),
      ask(school, n, [{ startsAt, teacherId: rina.id }]),
    ])
    const isMoved = moved.status === 'fulfilled'
    const isAsked = asked.status === 'fulfilled' && asked.value.status === 200
    assert.notEqual(isMoved, isAsked)
    const { startsAt: stands } = await as(dewi)(getLesson, { lessonId: lesson.id })
    assert.ok(stands.equals(isMoved ? startsAt : at(wednesday, time)), 'a lost race leaves the lesson where it was')
  }
  assert.equal(await findClashes(school), 0)
})

test('two lessons that change places at once do not wait for each other for ever', async () => {
  const school = await world()
  const { as, dewi, rina, budi, piano, access, organisation, hall } = school
  await access.owner
    .updateTable('resources.resource')
    .set({ features: ['piano'] })
    .where('orgId', '=', organisation.id)
    .where('id', '=', hall.id)
    .execute()
  const startsAt = at(wednesday, '10:00')
  const plan = (teacherId: typeof rina.id) =>
    as(dewi)(planLesson, { offeringId: piano.id, teacherId, startsAt, studentIds: [] })
  const [one, other] = [await plan(rina.id), await plan(budi.id)]
  for (let round = 0; round < 5; round++) {
    const outcomes = await Promise.allSettled([
      as(dewi)(moveLesson, { lessonId: one.id, startsAt, teacherId: budi.id }),
      as(dewi)(moveLesson, { lessonId: other.id, startsAt, teacherId: rina.id }),
    ])
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') assert.match(String(outcome.reason), /scheduling\.time_taken/)
  }
  assert.equal(await findClashes(school), 0)
})

test('the database itself refuses a second claim of one teacher, and lets a clash from an older system stand', async () => {
  const school = await world()
  const { access, organisation, as, dewi, rina, piano } = school
  const { id: lessonId } = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '10:00'),
    studentIds: [],
  })
  const claim = (during: string, exclusive: boolean) =>
    access.owner
      .insertInto('scheduling.reservation')
      .values({
        orgId: organisation.id,
        id: newId('reservation'),
        personId: rina.id,
        asWhat: 'teacher',
        lessonId,
        during,
        exclusive,
      })
      .execute()
  await assert.rejects(claim('[2026-11-18T03:30Z,2026-11-18T04:00Z)', true), (error) =>
    violates(error, 'reservation_no_overlap'),
  )
  await claim('[2026-11-18T03:45Z,2026-11-18T04:00Z)', true)
  await claim('[2026-11-18T03:00Z,2026-11-18T04:00Z)', false)
  const { rows } = await sql<{ definition: string }>`
    select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'reservation_no_overlap'`.execute(
    access.owner,
  )
  assert.equal(
    rows[0]?.definition,
    'EXCLUDE USING gist (org_id WITH =, claimant_id WITH =, during WITH &&) WHERE (exclusive)',
  )
})

test('the database itself refuses more students than places', async () => {
  const school = await world()
  const { access, as, dewi, rina, piano, tom } = school
  const { id } = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '10:00'),
    studentIds: [tom.id],
  })
  const raise = access.owner.updateTable('scheduling.lesson').set({ placesTaken: 2 }).where('id', '=', id).execute()
  await assert.rejects(raise, (error) => violates(error, 'lesson_places'))
})
