import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cancelBooking,
  cancelBookingByLink,
  confirmBooking,
  declineBooking,
  getBooking,
  getBookingByLink,
  listBookings,
  listMyBookings,
  requestBooking,
} from '#contract/booking'
import { getMail, listMails, listNotifications } from '#contract/notifications'
import { cancelLesson, getLesson, listSlots, moveLesson, planLesson } from '#contract/scheduling'
import { inSystem, runSchedule } from '#platform/jobs.ts'
import { world } from '#testing/world.ts'
import { mailConfirmation } from './mails.ts'
import { findBooking } from './record.ts'
import { applicant, ask, at, day, theOnly, thursday, wednesday } from './requests.test-data.ts'

test('cancelling is free until the day before and costs half of the price after that', async () => {
  const school = await world()
  const { as, refused, dewi, setNow, settle, piano } = school
  const { token } = await ask(school)
  const { id } = await theOnly(school)
  const { lessonId } = await as(dewi)(confirmBooking, { bookingId: id, rank: 1 })
  const before = await as(null)(getBookingByLink, { token })
  assert.equal(before.cancellation?.cost.amount, 0n)
  assert.ok(before.cancellation.freeUntil?.equals(at('2026-11-17', '14:00')))

  setNow(at('2026-11-17', '14:01'))
  const wrong = await refused(null)(cancelBookingByLink, {
    token,
    acceptedCost: { amount: 0n, currency: 'IDR' },
    reason: '',
  })
  assert.deepEqual([wrong.status, wrong.body.code], [409, 'booking.cost_changed'])
  assert.deepEqual(wrong.body['cost'], { amount: '9250000', currency: 'IDR' })
  const ended = await as(null)(cancelBookingByLink, {
    token,
    acceptedCost: { amount: 9_250_000n, currency: 'IDR' },
    reason: 'Ill',
  })
  assert.deepEqual([ended.status, ended.endedBecause, ended.cancellation], ['cancelled', 'Ill', null])
  assert.equal((await as(dewi)(getLesson, { lessonId: lessonId! })).status, 'cancelled')
  const { days } = await as(null)(listSlots, { offeringId: piano.id, from: day(wednesday), to: day(wednesday) })
  assert.ok(days[0]!.slots.some(({ startsAt }) => startsAt.equals(at(wednesday, '14:00'))))
  const again = await refused(null)(cancelBookingByLink, {
    token,
    acceptedCost: { amount: 9_250_000n, currency: 'IDR' },
    reason: '',
  })
  assert.equal(again.body.code, 'booking.already_ended')
  await settle()
  const mail = (await as(dewi)(listMails, {})).rows.find(({ subject }) => subject.startsWith('Cancelled'))
  assert.match((await as(dewi)(getMail, { mailId: mail!.id })).bodyText, /92\.500/)
})

test('the confirmation says until when cancelling is free, or what it costs when that is over', async () => {
  const sayings = [
    { now: at('2026-11-17', '13:59'), says: /You can cancel free of charge until/, isSilentOn: /Cancelling now costs/ },
    { now: at('2026-11-17', '14:01'), says: /Cancelling now costs.*92\.500/, isSilentOn: /free of charge/ },
  ]
  for (const { now, says, isSilentOn } of sayings) {
    const school = await world()
    const { as, dewi, setNow, access, organisation } = school
    setNow(now)
    await ask(school)
    const { id } = await theOnly(school)
    await as(dewi)(confirmBooking, { bookingId: id, rank: 1 })
    await inSystem(access, organisation.id, 'test', async (system) => {
      const ctx = { ...system, now }
      await mailConfirmation(ctx, (await findBooking(ctx, id))!)
    })
    const mail = (await as(dewi)(listMails, {})).rows.find(({ subject }) => subject.startsWith('Confirmed'))
    const { bodyText } = await as(dewi)(getMail, { mailId: mail!.id })
    assert.match(bodyText, says)
    assert.doesNotMatch(bodyText, isSilentOn)
  }
})

test('the office may let the cost be, and nobody cancels a lesson that has begun', async () => {
  const school = await world()
  const { as, refused, dewi, setNow, access } = school
  await ask(school)
  const { id } = await theOnly(school)
  await as(dewi)(confirmBooking, { bookingId: id, rank: 1 })
  setNow(at(wednesday, '14:00'))
  assert.equal((await refused(dewi)(cancelBooking, { bookingId: id, reason: '' })).body.code, 'booking.too_late')
  setNow(at(wednesday, '13:00'))
  await as(dewi)(cancelBooking, { bookingId: id, reason: 'Fever', waiveCost: true })
  const ending = await access.owner
    .selectFrom('booking.ending')
    .select(['cost', 'kind', 'endedBy'])
    .where('bookingId', '=', id)
    .executeTakeFirstOrThrow()
  assert.deepEqual(ending, { cost: 0n, kind: 'cancelled', endedBy: dewi.id })
})

test('a declined request frees its times and tells why', async () => {
  const school = await world()
  const { as, refused, dewi, settle } = school
  const { token } = await ask(school)
  const { id } = await theOnly(school)
  await as(dewi)(declineBooking, { bookingId: id, reason: 'Rina is on tour' })
  await ask(school)
  assert.equal((await as(null)(getBookingByLink, { token })).endedBecause, 'Rina is on tour')
  assert.equal((await refused(dewi)(confirmBooking, { bookingId: id, rank: 1 })).body.code, 'booking.already_ended')
  await settle()
  const mails = (await as(dewi)(listMails, {})).rows
  const texts = await Promise.all(mails.map(({ id: mailId }) => as(dewi)(getMail, { mailId })))
  assert.ok(texts.some(({ bodyText }) => bodyText.includes('Rina is on tour')))
})

test('a request that nobody answers has expired at that second, with or without a job', async () => {
  const school = await world()
  const { as, dewi, setNow, access, settle } = school
  const { token, code, expiresAt } = await ask(school, [at('2026-11-25', '14:00')])
  const { id } = await theOnly(school)
  setNow(expiresAt!)
  assert.equal((await as(null)(getBookingByLink, { token })).status, 'expired')
  assert.equal((await as(dewi)(listBookings, { status: 'requested' })).rows.length, 0)
  assert.equal((await as(dewi)(listBookings, { status: 'expired' })).rows.length, 1)
  const other = await ask(school, [at('2026-11-25', '14:00')])
  assert.equal(other.status, 'requested', 'the expired hold does not block')

  await access.owner
    .updateTable('booking.booking')
    .set({ expiresAt: Temporal.Now.instant().subtract({ hours: 1 }) })
    .where('id', '=', id)
    .execute()
  await runSchedule(access, 'schedule/expireBookings')
  await runSchedule(access, 'schedule/expireBookings')
  await settle()
  const endings = await access.owner.selectFrom('booking.ending').select('kind').where('bookingId', '=', id).execute()
  assert.deepEqual(endings, [{ kind: 'expired' }])
  const ran = (await as(dewi)(listMails, {})).rows.filter(({ subject }) => subject.includes(`${code} ran out`))
  assert.equal(ran.length, 1)
})

test('an expired request is confirmed after all while its time is free, and not when somebody has it', async () => {
  const school = await world()
  const { as, refused, dewi, setNow } = school
  const late = [at('2026-11-25', '14:00'), at('2026-11-26', '14:00')]
  const first = await ask(school, late)
  const { id } = await theOnly(school)
  setNow(first.expiresAt!.add({ minutes: 1 }))
  await ask(school, [late[0]!])
  const { status, body } = await refused(dewi)(confirmBooking, { bookingId: id, rank: 1 })
  assert.deepEqual([status, body.code, (body['nearest'] as unknown[]).length], [409, 'booking.time_taken', 3])
  assert.equal((await as(dewi)(confirmBooking, { bookingId: id, rank: 2 })).status, 'confirmed')
})

test('a place in a choir is asked for, held, and taken; the choir goes on without who leaves', async () => {
  const school = await world()
  const { as, dewi, rina, choir } = school
  const lesson = await as(dewi)(planLesson, {
    offeringId: choir.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '16:00'),
    studentIds: [],
  })
  const slotsOfChoir = async () =>
    (await as(null)(listSlots, { offeringId: choir.id, from: day(wednesday), to: day(wednesday) })).days[0]!.slots
  assert.deepEqual(
    (await slotsOfChoir()).map(({ lessonId, placesLeft }) => [lessonId, placesLeft]),
    [[lesson.id, 8]],
  )
  await as(null)(requestBooking, {
    offeringId: choir.id,
    choices: [{ startsAt: lesson.startsAt, lessonId: lesson.id }],
    applicant,
  })
  assert.equal((await slotsOfChoir())[0]!.placesLeft, 7)
  const { id } = await theOnly(school)
  await as(dewi)(confirmBooking, { bookingId: id, rank: 1 })
  assert.equal((await as(dewi)(getLesson, { lessonId: lesson.id })).placesTaken, 1)
  await as(dewi)(cancelBooking, { bookingId: id, reason: '' })
  const left = await as(dewi)(getLesson, { lessonId: lesson.id })
  assert.deepEqual([left.status, left.placesTaken], ['planned', 0])
})

test('families and teachers are told when a lesson moves or is cancelled, and its booking ends', async () => {
  const school = await world()
  const { as, dewi, maria, tom, rina, piano, settle } = school
  await as(maria)(requestBooking, {
    offeringId: piano.id,
    choices: [{ startsAt: at(wednesday, '14:00'), teacherId: rina.id }],
    applicant: { studentName: 'Tom' },
    studentId: tom.id,
  })
  const { id } = await theOnly(school)
  const { lessonId } = await as(dewi)(confirmBooking, { bookingId: id, rank: 1 })
  await as(dewi)(moveLesson, { lessonId: lessonId!, startsAt: at(thursday, '16:00') })
  await settle()
  const [mine] = (await as(maria)(listMyBookings, {})).bookings
  assert.ok(mine!.choices[0]!.startsAt.equals(at(thursday, '16:00')), 'the booking shows the lesson as it stands')
  await as(dewi)(cancelLesson, { lessonId: lessonId!, reason: 'Strike' })
  await settle()
  const kinds = (await as(maria)(listNotifications, {})).rows.map(({ kind }) => kind)
  assert.deepEqual(kinds.toSorted(), ['booking.confirmed', 'lesson.cancelled', 'lesson.moved'])
  const subjects = (await as(dewi)(listMails, {})).rows.filter(({ recipient }) => recipient === maria.email)
  assert.ok(subjects.some(({ subject }) => subject === 'Piano has a new time'))
  assert.ok(subjects.some(({ subject }) => subject === 'Piano is cancelled'))
  assert.equal((await as(dewi)(getBooking, { bookingId: id })).status, 'cancelled')
})
