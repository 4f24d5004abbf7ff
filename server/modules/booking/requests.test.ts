import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cancelBooking,
  cancelMyBooking,
  confirmBooking,
  declineBooking,
  getBooking,
  getBookingByLink,
  listBookings,
  listEnrolments,
  listMyBookings,
  requestBooking,
} from '#contract/booking'
import { getMail, listMails, listNotifications } from '#contract/notifications'
import { getTimetable, listSlots } from '#contract/scheduling'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'
import { applicant, ask, at, day, theOnly, thursday, wednesday } from './requests.test-data.ts'

test('a visitor asks for two times; both are held, and the office sees the request', async () => {
  const school = await world()
  const { as, dewi, piano, now } = school
  const request = await ask(school)
  assert.match(request.code, /^B-[A-HJKMNP-Z2-9]{5}$/)
  assert.deepEqual([request.status, request.choices.length, request.confirmedRank], ['requested', 2, null])
  assert.equal(request.price.amount, 18_500_000n)
  assert.deepEqual(request.cancellation?.cost.amount, 0n)
  assert.ok(request.expiresAt!.equals(now().add({ hours: 48 })))

  const { days } = await as(null)(listSlots, { offeringId: piano.id, from: day(wednesday), to: day(thursday) })
  const starts = days.flatMap(({ slots }) => slots.map(({ startsAt }) => startsAt.toString()))
  assert.ok(!starts.includes('2026-11-18T07:00:00Z') && !starts.includes('2026-11-19T08:00:00Z'))

  const row = await theOnly(school)
  assert.deepEqual([row.status, row.studentName, row.source], ['requested', 'Sari Putri', 'public'])
  const booking = await as(dewi)(getBooking, { bookingId: row.id })
  assert.deepEqual(booking.possible, [
    { rank: 1, reasons: [] },
    { rank: 2, reasons: [] },
  ])
  const { holds } = await as(dewi)(getTimetable, { from: day(wednesday), to: day(thursday) })
  assert.equal(holds.length, 4, 'teacher and room, twice')
  assert.equal((await as(null)(getBookingByLink, { token: request.token })).code, request.code)
})

test('the applicant gets a mail with both times and the link, the office a notification', async () => {
  const school = await world()
  const { as, dewi, settle, organisation } = school
  const { token, code } = await ask(school)
  await settle()
  const { rows } = await as(dewi)(listMails, {})
  assert.equal(rows.length, 1)
  const { bodyText, subject, recipient } = await as(dewi)(getMail, { mailId: rows[0]!.id })
  assert.equal(recipient, 'sari@mail.example')
  assert.ok(subject.includes(code))
  assert.ok(bodyText.includes('14:00') && bodyText.includes('15:00') && bodyText.includes('Asia/Jakarta'))
  assert.ok(bodyText.includes(`/${organisation.slug}/bookings/${token}`))
  const told = await as(dewi)(listNotifications, {})
  assert.deepEqual(
    told.rows.map(({ kind }) => kind),
    ['booking.requested'],
  )
})

test('the token of the link is in no event', async () => {
  const school = await world()
  const { token } = await ask(school)
  const events = await school.access.owner
    .selectFrom('platform.event')
    .selectAll()
    .where('orgId', '=', school.organisation.id)
    .execute()
  assert.ok(events.length > 0)
  assert.ok(!JSON.stringify(events).includes(token))
})

test('a guardian books for her child and sees it, others do not', async () => {
  const school = await world()
  const { as, refused, maria, ana, tom, piano, rina } = school
  const choices = [{ startsAt: at(wednesday, '14:00'), teacherId: rina.id }]
  const input = { offeringId: piano.id, choices, applicant: { studentName: 'Tommy' }, studentId: tom.id }
  const request = await as(maria)(requestBooking, input)
  assert.equal(request.studentName, 'Tom Santoso', 'the record speaks')
  assert.equal((await refused(ana)(requestBooking, input)).status, 404)
  assert.equal((await refused(null)(requestBooking, input)).status, 404)
  const [mine] = (await as(maria)(listMyBookings, {})).bookings
  assert.equal(mine!.code, request.code)
  assert.equal((await as(ana)(listMyBookings, {})).bookings.length, 0)
  const cancelling = { bookingId: mine!.id, acceptedCost: { amount: 0n, currency: 'IDR' }, reason: 'Another day' }
  assert.equal((await refused(ana)(cancelMyBooking, cancelling)).status, 404)
  assert.equal((await as(maria)(cancelMyBooking, cancelling)).status, 'cancelled')
  await as(maria)(requestBooking, input)
})

test('what cannot be asked for is refused by name, and nothing is stored', async () => {
  const school = await world()
  const { as, refused, dewi, piano, rina, budi } = school
  const request = (choices: { startsAt: Temporal.Instant; teacherId?: typeof rina.id }[], who: object = applicant) =>
    refused(null)(requestBooking, { offeringId: piano.id, choices, applicant: who as typeof applicant })
  const good = { startsAt: at(wednesday, '14:00'), teacherId: rina.id }
  const contact = await request([good], { studentName: 'Sari' })
  assert.deepEqual(
    [contact.status, contact.body.code, contact.body.errors?.[0]?.path],
    [422, 'booking.contact_needed', 'applicant.email'],
  )
  const alike = await request([good, good])
  assert.deepEqual(
    [alike.status, alike.body.code, alike.body.errors?.[0]?.path],
    [422, 'booking.choices_alike', 'choices.1'],
  )
  const night = await request([{ startsAt: at(wednesday, '22:00'), teacherId: rina.id }])
  assert.deepEqual([night.status, night.body.code], [409, 'scheduling.not_bookable'])
  assert.deepEqual((night.body['reasons'] as { code: string; subjectName: null }[])[0]?.code, 'outside_teacher_hours')
  assert.equal((await request([{ startsAt: at(wednesday, '14:07') }])).body.code, 'scheduling.not_bookable')
  assert.equal((await request([{ startsAt: at('2026-11-16', '11:00') }])).body.code, 'scheduling.not_bookable')
  const stranger = await request([{ startsAt: at(wednesday, '14:00'), teacherId: dewi.id }])
  assert.deepEqual(
    (stranger.body['reasons'] as { code: string }[]).map(({ code }) => code),
    ['no_teacher'],
  )
  assert.equal((await as(dewi)(listBookings, {})).rows.length, 0)
  const other = await world()
  const foreign = await refused(null)(requestBooking, { offeringId: other.piano.id, choices: [good], applicant })
  assert.equal(foreign.status, 404)
  await as(null)(requestBooking, {
    offeringId: piano.id,
    choices: [good, { startsAt: at(thursday, '14:00'), teacherId: budi.id }],
    applicant,
  })
})

test('only the office decides', async () => {
  const school = await world()
  const { refused, rina, maria } = school
  await ask(school)
  const { id } = await theOnly(school)
  for (const person of [rina, maria]) {
    assert.equal((await refused(person)(listBookings, {})).status, 403)
    assert.equal((await refused(person)(getBooking, { bookingId: id })).status, 403)
    assert.equal((await refused(person)(confirmBooking, { bookingId: id, rank: 1 })).status, 403)
    assert.equal((await refused(person)(declineBooking, { bookingId: id, reason: '' })).status, 403)
    assert.equal((await refused(person)(cancelBooking, { bookingId: id, reason: '' })).status, 403)
    assert.equal((await refused(person)(listEnrolments, {})).status, 403)
  }
  const other = await world()
  for (const bookingId of [id, newId('booking')]) {
    assert.equal((await other.refused(other.dewi)(getBooking, { bookingId })).status, 404)
    assert.equal((await other.refused(other.dewi)(confirmBooking, { bookingId, rank: 1 })).status, 404)
    assert.equal((await other.refused(other.dewi)(declineBooking, { bookingId, reason: '' })).status, 404)
    assert.equal((await other.refused(other.dewi)(cancelBooking, { bookingId, reason: '' })).status, 404)
  }
  const { token } = await ask(school, [at(thursday, '10:00')])
  assert.equal((await other.refused(null)(getBookingByLink, { token })).body.code, 'booking.link_unknown')
})

test('the list of bookings is paged and searched', async () => {
  const school = await world()
  const { as, refused, dewi } = school
  for (const time of ['10:00', '11:00', '12:00', '13:00', '14:00']) await ask(school, [at(wednesday, time)])
  const first = await as(dewi)(listBookings, { status: 'requested', limit: 2 })
  const second = await as(dewi)(listBookings, { status: 'requested', limit: 2, cursor: first.next! })
  const third = await as(dewi)(listBookings, { status: 'requested', limit: 2, cursor: second.next! })
  const codes = [first, second, third].flatMap(({ rows }) => rows.map(({ code }) => code))
  assert.deepEqual([new Set(codes).size, third.next], [5, null])
  const all = await as(dewi)(listBookings, { limit: 3 })
  const rest = await as(dewi)(listBookings, { limit: 3, cursor: all.next! })
  assert.equal(new Set([...all.rows, ...rest.rows].map(({ id }) => id)).size, 5)
  assert.equal((await as(dewi)(listBookings, { search: codes[0]!.toLowerCase() })).rows.length, 1)
  assert.equal((await as(dewi)(listBookings, { search: 'sari p' })).rows.length, 5)
  assert.equal((await as(dewi)(listBookings, { search: '100%' })).rows.length, 0)
  assert.equal((await refused(dewi)(listBookings, { cursor: 'x' })).status, 422)
})
