import assert from 'node:assert/strict'
import { test } from 'node:test'
import { undoChange } from '#contract/audit'
import { listCharges } from '#contract/billing'
import {
  cancelMyBooking,
  confirmBooking,
  getBookingByLink,
  listBookings,
  listEnrolments,
  listMyBookings,
  moveBookingByLink,
  moveMyBooking,
  requestBooking,
} from '#contract/booking'
import { listMails } from '#contract/notifications'
import { setPolicy } from '#contract/organisations'
import { getLesson, planLesson } from '#contract/scheduling'
import type { Id } from '#platform/ids.ts'
import { world, type World } from '#testing/world.ts'
import { applicant, ask, at, theOnly, thursday, wednesday } from './requests.test-data.ts'

/** A visitor's confirmed piano lesson with Rina on Wednesday at 14:00, with the link in the mail. */
async function confirmed(school: World) {
  const { token } = await ask(school)
  const { id } = await theOnly(school)
  const { lessonId } = await school.as(school.dewi)(confirmBooking, { bookingId: id, rank: 1 })
  await school.settle()
  return { token, id, lessonId: lessonId! }
}

test('a family moves its lesson by link to another free time, without signing in, and the version of the policy is kept', async () => {
  const school = await world()
  const { as, dewi, rina, access, organisation, settle } = school
  const { token, lessonId } = await confirmed(school)
  const before = await as(null)(getBookingByLink, { token })
  assert.deepEqual([before.moving?.left, String(before.moving?.until)], [2, '2026-11-17T07:00:00Z'])
  const after = await as(null)(moveBookingByLink, { token, startsAt: at(thursday, '16:00') })
  assert.equal(after.moving?.left, 1)
  assert.ok(after.choices.find(({ rank }) => rank === after.confirmedRank)!.startsAt.equals(at(thursday, '16:00')))
  const lesson = await as(dewi)(getLesson, { lessonId })
  assert.ok(lesson.startsAt.equals(at(thursday, '16:00')))
  assert.equal(lesson.teacherId, rina.id)
  const kept = await access.owner
    .selectFrom('booking.move as move')
    .innerJoin('organisations.policy as policy', 'policy.id', 'move.policyId')
    .select(['policy.kind', 'policy.version', 'move.movedBy'])
    .where('move.orgId', '=', organisation.id)
    .execute()
  assert.deepEqual(kept, [{ kind: 'moving', version: 1, movedBy: null }])
  await settle()
  const subjects = (await as(dewi)(listMails, {})).rows.map(({ subject }) => subject)
  assert.ok(subjects.includes('Piano has a new time'))
})

test('a lesson is moved as late and as often as the policy under which it was booked says', async () => {
  const school = await world()
  const { as, refused, olivia, setNow, now } = school
  const { token } = await confirmed(school)
  setNow(now().add({ minutes: 1 }))
  await as(olivia)(setPolicy, { terms: { kind: 'moving', freeUntilHours: 0, mostTimes: 50 } })
  await as(null)(moveBookingByLink, { token, startsAt: at(thursday, '16:00') })
  await as(null)(moveBookingByLink, { token, startsAt: at(wednesday, '16:00') })
  const used = await refused(null)(moveBookingByLink, { token, startsAt: at(thursday, '11:00') })
  assert.deepEqual([used.status, used.body.code], [409, 'booking.moves_used'])

  const other = await world()
  const late = await confirmed(other)
  setNow(at('2026-11-17', '14:01'))
  const refusal = await other.refused(null)(moveBookingByLink, { token: late.token, startsAt: at(thursday, '16:00') })
  assert.deepEqual([refusal.status, refusal.body.code], [409, 'booking.move_too_late'])
})

test('a time that is taken is refused with the nearest ones, and an unknown link says so', async () => {
  const school = await world()
  const { as, refused, dewi, rina, piano, lila } = school
  const { token, lessonId } = await confirmed(school)
  await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at(thursday, '16:00'),
    studentIds: [lila.id],
  })
  const taken = await refused(null)(moveBookingByLink, { token, startsAt: at(thursday, '16:00') })
  assert.deepEqual([taken.status, taken.body.code], [409, 'booking.time_taken'])
  assert.equal((taken.body['nearest'] as unknown[]).length, 3)
  const offGrid = await refused(null)(moveBookingByLink, { token, startsAt: at(thursday, '11:07') })
  assert.equal(offGrid.body.code, 'scheduling.not_bookable')
  assert.ok((await as(dewi)(getLesson, { lessonId })).startsAt.equals(at(wednesday, '14:00')))

  const other = await world()
  const foreign = await other.refused(null)(moveBookingByLink, { token, startsAt: at(thursday, '16:00') })
  assert.deepEqual([foreign.status, foreign.body.code], [404, 'booking.link_unknown'])
})

/** Maria's confirmed lesson for Tom on Wednesday at 14:00. */
async function toms(school: World): Promise<Id<'booking'>> {
  const { as, dewi, maria, tom, rina, piano } = school
  await as(maria)(requestBooking, {
    offeringId: piano.id,
    choices: [{ startsAt: at(wednesday, '14:00'), teacherId: rina.id }],
    applicant: { ...applicant, studentName: 'Tom' },
    studentId: tom.id,
  })
  const { id } = await theOnly(school)
  await as(dewi)(confirmBooking, { bookingId: id, rank: 1 })
  await school.settle()
  return id
}

test('a guardian moves and takes the move back; nobody else does', async () => {
  const school = await world()
  const { as, refused, send, maria, ana, organisation, settle, dewi } = school
  const bookingId = await toms(school)
  assert.equal((await refused(ana)(moveMyBooking, { bookingId, startsAt: at(thursday, '16:00') })).status, 404)
  const mails = (await as(dewi)(listMails, {})).rows.length
  const path = `/api/o/${organisation.slug}/my/bookings/${bookingId}/move`
  const { headers } = await send(maria, 'POST', path, { startsAt: at(thursday, '16:00').toString() })
  await as(maria)(undoChange, { changeId: headers['lessonry-undo'] as Id<'change'> })
  const [mine] = (await as(maria)(listMyBookings, {})).bookings
  assert.ok(mine!.choices[0]!.startsAt.equals(at(wednesday, '14:00')))
  assert.equal(mine!.moving?.left, 2)
  await settle()
  assert.equal((await as(dewi)(listMails, {})).rows.length, mails)
})

test('a late cancellation is taken back: the booking stands, the fee is gone, and nobody is told', async () => {
  const school = await world()
  const { as, send, maria, dewi, organisation, setNow, settle } = school
  const bookingId = await toms(school)
  const mails = (await as(dewi)(listMails, {})).rows.length
  setNow(at('2026-11-17', '20:00'))
  const cost = { amount: '9250000', currency: 'IDR' }
  const path = `/api/o/${organisation.slug}/my/bookings/${bookingId}/cancellation`
  const { headers } = await send(maria, 'POST', path, { acceptedCost: cost, reason: '' })
  assert.equal((await as(dewi)(listCharges, {})).rows.length, 1)
  await as(maria)(undoChange, { changeId: headers['lessonry-undo'] as Id<'change'> })
  assert.deepEqual((await as(dewi)(listCharges, {})).rows, [])
  assert.equal((await as(dewi)(listBookings, {})).rows[0]!.status, 'confirmed')
  assert.deepEqual(
    (await as(dewi)(listEnrolments, {})).rows.map(({ status }) => status),
    ['active'],
  )
  await settle()
  assert.equal((await as(dewi)(listMails, {})).rows.length, mails)
  await as(maria)(cancelMyBooking, { bookingId, acceptedCost: { amount: 9_250_000n, currency: 'IDR' }, reason: '' })
  assert.equal((await as(dewi)(listCharges, {})).rows.length, 1)
})
