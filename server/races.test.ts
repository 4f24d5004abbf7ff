import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import {
  confirmBooking,
  declineBooking,
  getBooking,
  getBookingByLink,
  listBookings,
  requestBooking,
} from '#contract/booking'
import {
  discardDraft,
  draftInvoice,
  getFamilyAccount,
  getInvoice,
  issueInvoice,
  recordPayment,
} from '#contract/billing'
import { getInvitation } from '#contract/identity'
import { createPerson } from '#contract/people'
import { getTimetable, planLesson } from '#contract/scheduling'
import { markAttendance } from '#contract/teaching'
import type { Endpoint, Input } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { runSchedule } from '#platform/jobs.ts'
import { requestOf, world, type Failure, type Person, type World } from '#testing/world.ts'
import { z } from 'zod'

const at = (date: string, time: string) => Temporal.Instant.from(`${date}T${time}:00+07:00`)
const times = <T>(count: number, make: (n: number) => T) => Array.from({ length: count }, (_, n) => make(n))
const ok = ({ status }: Failure) => status === 200

/** Sends an endpoint's input as it is, and gives whatever comes back. */
function sender(school: World, person: Person | null) {
  return <E extends Endpoint>(endpoint: E, input: Input<E>, options: { key?: string; from?: string } = {}) => {
    const wire = z.encode(endpoint.input, input as never) as Record<string, unknown>
    const { method, path, body } = requestOf(endpoint, wire, school.organisation.slug)
    return school.send(person, method, path, body, {
      ...(options.key !== undefined && { idempotencyKey: options.key }),
      ...(options.from !== undefined && { remoteAddress: options.from }),
    })
  }
}

const requestAt = (
  { piano, rina }: World,
  startsAt: Temporal.Instant,
  name = 'Rafi',
): Input<typeof requestBooking> => ({
  offeringId: piano.id,
  choices: [{ startsAt, teacherId: rina.id }],
  applicant: { studentName: name, email: 'rafi@mail.example' },
})

async function openRequest(school: World, startsAt = at('2026-11-18', '10:00')): Promise<Id<'booking'>> {
  const { code } = await school.as(null)(requestBooking, requestAt(school, startsAt))
  const { rows } = await school.as(school.dewi)(listBookings, { search: code })
  return rows[0]!.id
}

/** A piano lesson of Tom that has been held, not yet marked. */
async function heldLesson(school: World, time = '10:00') {
  const { as, dewi, rina, tom, piano, setNow } = school
  setNow('2026-11-16T02:00:00Z')
  const startsAt = at('2026-11-18', time)
  const { id } = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt,
    studentIds: [tom.id],
  })
  setNow(startsAt.add({ hours: 9 }))
  return { lessonId: id, studentId: tom.id }
}

async function openDraft(school: World, time?: string) {
  const { as, rina, dewi, families } = school
  await as(rina)(markAttendance, { ...(await heldLesson(school, time)), status: 'present' })
  return (await as(dewi)(draftInvoice, { familyId: families.marias })).id
}

const payment = ({ families, piano }: World, invoiceId?: Id<'invoice'>): Input<typeof recordPayment> => ({
  familyId: families.marias,
  ...(invoiceId && { invoiceId }),
  method: 'cash',
  received: { amount: piano.priceAmount, currency: 'IDR' },
  receivedOn: Temporal.PlainDate.from('2026-11-18'),
  reference: 'REF',
})

async function countOf(school: World, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)} where org_id = ${school.organisation.id}`.execute(
    school.access.owner,
  )
  return rows[0]!.count
}

test('a write sent twenty times at once with one key happens once, and every answer is the same', async (t) => {
  const school = await world()
  const { dewi } = school
  const sent = async <E extends Endpoint>(who: Person | null, endpoint: E, input: Input<E>, table: string) => {
    const before = await countOf(school, table)
    const key = crypto.randomUUID()
    const answers = await Promise.all(times(20, () => sender(school, who)(endpoint, input, { key })))
    assert.deepEqual(
      [...new Set(answers.map(({ status }) => status))],
      [200],
      `${endpoint.route}: ${JSON.stringify(answers[0]!.body)}`,
    )
    assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1, endpoint.route)
    assert.equal(answers.filter(({ headers }) => headers['idempotent-replayed'] === 'true').length, 19, endpoint.route)
    assert.equal((await countOf(school, table)) - before, 1, `${endpoint.route} made one row in ${table}`)
    t.diagnostic(`${endpoint.route}: 20 requests, 1 effect`)
  }
  await sent(null, requestBooking, requestAt(school, at('2026-11-18', '13:00')), 'booking.booking')
  await sent(dewi, confirmBooking, { bookingId: await openRequest(school), rank: 1 }, 'scheduling.lesson')
  await sent(dewi, createPerson, { fullName: 'Sari' }, 'people.person')
  const invoiceId = await openDraft(school, '11:00')
  await sent(dewi, issueInvoice, { invoiceId }, 'billing.entry')
  await sent(dewi, recordPayment, payment(school), 'billing.payment')
})

test('one key is for one request of one person: other content is refused, another person is not meant, a refused write can be sent again', async () => {
  const school = await world()
  const { dewi, olivia } = school
  const key = 'key-of-somebody'
  const first = await sender(school, dewi)(createPerson, { fullName: 'Sari' }, { key })
  const other = await sender(school, dewi)(createPerson, { fullName: 'Wati' }, { key })
  assert.deepEqual([other.status, other.body.code], [422, 'idempotency_key_reused'])
  const hers = await sender(school, olivia)(createPerson, { fullName: 'Wati' }, { key })
  assert.ok(ok(hers))
  assert.notDeepEqual(hers.body, first.body)

  const taken = await openRequest(school, at('2026-11-18', '10:00'))
  const wish = requestAt(school, at('2026-11-18', '10:00'))
  const refused = await sender(school, null)(requestBooking, wish, { key })
  assert.equal(refused.status, 409)
  await school.as(dewi)(declineBooking, { bookingId: taken, reason: '' })
  assert.ok(ok(await sender(school, null)(requestBooking, wish, { key })), 'the same key after a refusal')
  const elsewhere = await sender(school, null)(requestBooking, wish, { key, from: '10.4.4.4' })
  assert.equal(elsewhere.status, 409, 'another visitor with the same key is another request')
})

test('answers are kept for a week and then forgotten', async () => {
  const school = await world()
  const { access, dewi } = school
  const keys = async () => (await access.owner.selectFrom('platform.idempotencyKey').select('key').execute()).length
  school.setNow(Temporal.Now.instant().subtract({ hours: 24 * 8 }))
  await sender(school, dewi)(createPerson, { fullName: 'Sari' }, { key: 'old-enough-key' })
  school.setNow(Temporal.Now.instant())
  await sender(school, dewi)(createPerson, { fullName: 'Wati' }, { key: 'young-enough-key' })
  const before = await keys()
  await runSchedule(access, 'schedule/forgetOldTraces')
  const after = await keys()
  assert.ok(after < before && after >= 1, `${before} and then ${after}`)
  const again = await sender(school, dewi)(createPerson, { fullName: 'Wati' }, { key: 'young-enough-key' })
  assert.equal(again.headers['idempotent-replayed'], 'true')
})

test('links that are unknown or too old say so', async () => {
  const school = await world()
  const { as, setNow, refused } = school
  const token = 'a'.repeat(43)
  assert.deepEqual((await refused(null)(getBookingByLink, { token })).status, 404)
  assert.deepEqual((await refused(null)(getInvitation, { token })).status, 404)
  const { token: mine } = await as(null)(requestBooking, requestAt(school, at('2026-11-18', '10:00')))
  assert.equal((await as(null)(getBookingByLink, { token: mine })).status, 'requested')
  setNow('2036-11-18T02:00:00Z')
  assert.ok([404, 410].includes((await refused(null)(getBookingByLink, { token: mine })).status))
})

test('a request is confirmed, declined and expires in one moment: it ends in one way, and its time is a lesson or free', async () => {
  const school = await world()
  const { as, dewi, setNow, access } = school
  for (const [round, day] of ['2026-11-23', '2026-11-24', '2026-11-25', '2026-11-26'].entries()) {
    setNow('2026-11-16T02:00:00Z')
    const startsAt = at(day, '10:00')
    const bookingId = await openRequest(school, startsAt)
    const { expiresAt } = await as(dewi)(getBooking, { bookingId })
    setNow(expiresAt!.add({ seconds: round % 2 }))
    const [confirmed, declined] = await Promise.all([
      sender(school, dewi)(confirmBooking, { bookingId, rank: 1 }),
      sender(school, dewi)(declineBooking, { bookingId, reason: 'No' }),
      runSchedule(access, 'schedule/expireBookings'),
    ])
    const { status, lessonId } = await as(dewi)(getBooking, { bookingId })
    assert.equal(ok(confirmed), status === 'confirmed')
    assert.equal(ok(declined), status === 'declined')
    assert.equal(lessonId !== null, status === 'confirmed')
    const date = Temporal.PlainDate.from(day)
    const { lessons, holds } = await as(dewi)(getTimetable, { from: date, to: date })
    assert.deepEqual([lessons.length, holds.length], [status === 'confirmed' ? 1 : 0, 0], status)
  }
})

test('a draft that is issued and thrown away in one moment is one of the two, and no number is lost', async () => {
  const school = await world()
  const { as, dewi, families } = school
  const numbers: (string | null)[] = []
  for (const time of ['10:00', '11:00', '12:00', '13:00']) {
    const invoiceId = await openDraft(school, time)
    const [issued, discarded, again] = await Promise.all([
      sender(school, dewi)(issueInvoice, { invoiceId }),
      sender(school, dewi)(discardDraft, { invoiceId }),
      sender(school, dewi)(issueInvoice, { invoiceId }),
    ])
    assert.equal(
      [issued, discarded, again].filter(ok).length,
      1,
      JSON.stringify([issued.body, discarded.body, again.body]),
    )
    const id = ok(discarded) ? (await as(dewi)(draftInvoice, { familyId: families.marias })).id : invoiceId
    if (ok(discarded)) await as(dewi)(issueInvoice, { invoiceId: id })
    numbers.push((await as(dewi)(getInvoice, { invoiceId: id })).number)
  }
  const counted = numbers.map((number) => Number(number?.match(/\d+$/)?.[0]))
  assert.deepEqual(
    counted,
    [1, 2, 3, 4].map((n) => counted[0]! - 1 + n),
  )
})

test('two payments for one invoice at once: it is paid once, and the rest is balance', async () => {
  const school = await world()
  const { as, dewi, families, piano } = school
  const invoiceId = await openDraft(school)
  await as(dewi)(issueInvoice, { invoiceId })
  const answers = await Promise.all(times(2, () => sender(school, dewi)(recordPayment, payment(school, invoiceId))))
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 200],
  )
  const { state, paid, balance } = await as(dewi)(getInvoice, { invoiceId })
  assert.deepEqual([state, paid.amount, balance.amount], ['paid', piano.priceAmount, 0n])
  const { balances } = await as(dewi)(getFamilyAccount, { familyId: families.marias })
  assert.deepEqual(
    balances.map(({ amount }) => amount),
    [-piano.priceAmount],
  )
})

test('a lesson that is marked twenty times at once is charged once', async () => {
  const school = await world()
  const mark = await heldLesson(school)
  const marks = times(20, (n) =>
    sender(school, n % 2 ? school.rina : school.dewi)(markAttendance, { ...mark, status: n % 3 ? 'present' : 'late' }),
  )
  assert.ok((await Promise.all(marks)).every(ok))
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from billing.charge where org_id = ${school.organisation.id} and withdrawn_at is null`.execute(
    school.access.owner,
  )
  assert.equal(rows[0]!.count, 1)
})
