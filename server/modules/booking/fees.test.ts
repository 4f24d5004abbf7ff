import assert from 'node:assert/strict'
import { test } from 'node:test'
import { draftInvoice, issueInvoice, listCharges, listInvoices } from '#contract/billing'
import {
  cancelBooking,
  cancelMyBooking,
  confirmBooking,
  getBooking,
  listEnrolments,
  listMyBookings,
  requestBooking,
} from '#contract/booking'
import { changeOffering } from '#contract/catalogue'
import { cancelLesson, planLesson } from '#contract/scheduling'
import { markAttendance } from '#contract/teaching'
import type { Id } from '#platform/ids.ts'
import { world, type World } from '#testing/world.ts'
import { at, wednesday } from './requests.test-data.ts'

/** Tom has a confirmed piano lesson with Rina on Wednesday at 14:00. */
async function bookTom(school: World, hour = '14:00'): Promise<{ id: Id<'booking'>; lessonId: Id<'lesson'> }> {
  const { as, dewi, maria, tom, rina, piano } = school
  await as(maria)(requestBooking, {
    offeringId: piano.id,
    choices: [{ startsAt: at(wednesday, hour), teacherId: rina.id }],
    applicant: { studentName: 'Tom' },
    studentId: tom.id,
  })
  const { id } = (await as(maria)(listMyBookings, {})).bookings[0]!
  const { lessonId } = await as(dewi)(confirmBooking, { bookingId: id, rank: 1 })
  return { id, lessonId: lessonId! }
}

const half = { amount: 9_250_000n, currency: 'IDR' }

test('a late cancellation is charged once, and goes through draft, invoice and ledger like a lesson', async () => {
  const school = await world()
  const { as, refused, dewi, maria, setNow, access, organisation, families } = school
  const { id } = await bookTom(school)
  setNow(at('2026-11-17', '14:01'))
  await as(maria)(cancelMyBooking, { bookingId: id, acceptedCost: half, reason: 'Ill' })
  const again = await refused(maria)(cancelMyBooking, { bookingId: id, acceptedCost: half, reason: '' })
  assert.equal(again.body.code, 'booking.already_ended')
  const { rows } = await as(dewi)(listCharges, {})
  assert.deepEqual(
    rows.map(({ kind, price, title }) => [kind, price, title]),
    [['cancellation', half, 'Piano']],
  )
  const draft = await as(dewi)(draftInvoice, { familyId: families.marias, locale: 'fr' })
  assert.deepEqual(
    draft.lines.map(({ description, amount }) => [description, amount]),
    [['Annulation tardive : Piano', half.amount]],
  )
  const issued = await as(dewi)(issueInvoice, { invoiceId: draft.id })
  assert.equal(issued.balance.amount, half.amount)
  const { balance } = await access.owner
    .selectFrom('billing.account')
    .select('balance')
    .where('orgId', '=', organisation.id)
    .where('purpose', '=', 'receivable')
    .executeTakeFirstOrThrow()
  assert.equal(balance, half.amount)
})

test('cancelling in time, and a cost that the office lets be, charge nothing', async () => {
  for (const waiveCost of [false, true]) {
    const school = await world()
    const { as, dewi, setNow } = school
    const { id } = await bookTom(school)
    setNow(at('2026-11-17', waiveCost ? '14:01' : '14:00'))
    await as(dewi)(cancelBooking, { bookingId: id, reason: '', waiveCost })
    assert.deepEqual((await as(dewi)(listCharges, {})).rows, [])
  }
})

test('the office cancels a lesson for nothing in the moment in which the family cancels it late: the first one decides', async () => {
  const outcomes = new Set<string>()
  for (let round = 0; round < 8; round++) {
    const school = await world()
    const { as, dewi, maria, setNow, settle, access, send, organisation } = school
    const { id, lessonId } = await bookTom(school)
    setNow(at('2026-11-17', '20:00'))
    const base = `/api/o/${organisation.slug}`
    const late = { acceptedCost: { amount: String(half.amount), currency: 'IDR' }, reason: '' }
    const both = [
      () => send(maria, 'POST', `${base}/my/bookings/${id}/cancellation`, late),
      () => send(dewi, 'POST', `${base}/lessons/${lessonId}/cancellation`, { reason: 'Strike' }),
    ]
    const order = round % 2 === 0 ? both : both.toReversed()
    const answers = await Promise.all(order.map((call) => call()))
    const [family, office] = round % 2 === 0 ? answers : answers.toReversed()
    assert.deepEqual(
      [family!.status, office!.status].toSorted((a, b) => a - b),
      [200, 409],
      'exactly one of the two',
    )
    await settle()
    const charges = (await as(dewi)(listCharges, {})).rows.length
    const { cost } = await access.owner
      .selectFrom('booking.ending')
      .select('cost')
      .where('bookingId', '=', id)
      .executeTakeFirstOrThrow()
    const isFamily = family!.status === 200
    assert.deepEqual([charges, cost], isFamily ? [1, half.amount] : [0, 0n])
    assert.equal((await as(dewi)(getBooking, { bookingId: id })).status, 'cancelled')
    outcomes.add(isFamily ? 'family' : 'office')
  }
  assert.ok(outcomes.size > 0)
})

test('a family that saw the lesson before the office cancelled it is charged nothing, however late its own cancelling comes', async () => {
  const school = await world()
  const { as, refused, dewi, maria, setNow } = school
  const { id, lessonId } = await bookTom(school)
  setNow(at('2026-11-17', '20:00'))
  await as(dewi)(cancelLesson, { lessonId, reason: '' })
  const { status, body } = await refused(maria)(cancelMyBooking, { bookingId: id, acceptedCost: half, reason: '' })
  assert.deepEqual([status, body.code], [409, 'booking.already_ended'])
  assert.deepEqual((await as(dewi)(listCharges, {})).rows, [])
})

test('a booked lesson costs what was agreed when it was booked, whatever the price is when it begins', async () => {
  const school = await world()
  const { as, dewi, rina, tom, piano, setNow, access } = school
  const { id, lessonId } = await bookTom(school)
  setNow(at('2026-11-17', '09:00'))
  await as(dewi)(changeOffering, { offeringId: piano.id, priceAmount: 25_000_000n })
  setNow(at(wednesday, '14:00'))
  await as(rina)(markAttendance, { lessonId, studentId: tom.id, status: 'present' })
  const { rows } = await as(dewi)(listCharges, {})
  assert.equal(rows[0]!.price.amount, 18_500_000n)
  const { decision } = await access.owner
    .selectFrom('billing.charge')
    .select('decision')
    .where('id', '=', rows[0]!.id)
    .executeTakeFirstOrThrow()
  assert.deepEqual(decision, {
    rule: 'price-agreed',
    version: 1,
    inputs: { status: 'present', bookingId: id, priceAmount: '18500000' },
  })
})

test('a draft goes with its last line', async () => {
  const school = await world()
  const { as, dewi, rina, tom, setNow, families } = school
  const { lessonId } = await bookTom(school)
  setNow(at(wednesday, '15:00'))
  await as(rina)(markAttendance, { lessonId, studentId: tom.id, status: 'present' })
  await as(dewi)(draftInvoice, { familyId: families.marias })
  await as(rina)(markAttendance, { lessonId, studentId: tom.id, status: 'excused' })
  assert.deepEqual((await as(dewi)(listInvoices, {})).rows, [])
  await as(rina)(markAttendance, { lessonId, studentId: tom.id, status: 'late' })
  assert.equal((await as(dewi)(draftInvoice, { familyId: families.marias })).lines.length, 1)
})

test('a student stays enrolled until the last booking and the last lesson of the offering are gone', async () => {
  const school = await world()
  const { as, dewi, tom, rina, piano } = school
  const first = await bookTom(school, '14:00')
  const second = await bookTom(school, '16:00')
  const planned = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '11:00'),
    studentIds: [tom.id],
  })
  const statuses = async () => (await as(dewi)(listEnrolments, {})).rows.map(({ status }) => status)
  await as(dewi)(cancelBooking, { bookingId: first.id, reason: '' })
  assert.deepEqual(await statuses(), ['active'])
  await as(dewi)(cancelLesson, { lessonId: planned.id, reason: '' })
  await as(dewi)(cancelBooking, { bookingId: second.id, reason: '' })
  assert.deepEqual(await statuses(), ['cancelled'])
})
