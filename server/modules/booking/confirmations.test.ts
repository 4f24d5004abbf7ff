import assert from 'node:assert/strict'
import { test } from 'node:test'
import { confirmBooking, getBookingByLink, listEnrolments, requestBooking } from '#contract/booking'
import { listMails, listNotifications } from '#contract/notifications'
import { getLesson, getTimetable, listSlots, planLesson } from '#contract/scheduling'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'
import { applicant, ask, at, day, theOnly, thursday, wednesday } from './requests.test-data.ts'

test('the office confirms the second choice; the first is free in the same moment', async () => {
  const school = await world()
  const { as, dewi, rina, studio, piano, settle } = school
  const { token } = await ask(school)
  const { id } = await theOnly(school)
  const booking = await as(dewi)(confirmBooking, { bookingId: id, rank: 2 })
  assert.deepEqual([booking.status, booking.confirmedRank], ['confirmed', 2])
  const lesson = await as(rina)(getLesson, { lessonId: booking.lessonId! })
  assert.ok(lesson.startsAt.equals(at(thursday, '15:00')))
  assert.deepEqual([lesson.roomId, lesson.students.map(({ name }) => name)], [studio.id, ['Sari Putri']])

  const timetable = await as(dewi)(getTimetable, { from: day(wednesday), to: day(thursday) })
  assert.deepEqual([timetable.holds.length, timetable.lessons.length], [0, 1])
  const { days } = await as(null)(listSlots, { offeringId: piano.id, from: day(wednesday), to: day(wednesday) })
  assert.ok(days[0]!.slots.some(({ startsAt }) => startsAt.equals(at(wednesday, '14:00'))))

  assert.deepEqual(
    (await as(dewi)(listEnrolments, { status: 'active' })).rows.map(({ studentName }) => studentName),
    ['Sari Putri'],
  )
  await settle()
  const subjects = (await as(dewi)(listMails, {})).rows.map(({ subject }) => subject)
  assert.ok(subjects.some((subject) => subject.startsWith('Confirmed: Piano')))
  assert.ok(
    subjects.some((subject) => subject.includes('login')),
    'a grown student without a login is invited',
  )
  assert.deepEqual(
    (await as(rina)(listNotifications, {})).rows.map(({ kind }) => kind),
    ['booking.confirmed'],
  )
  const status = await as(null)(getBookingByLink, { token })
  assert.deepEqual([status.status, status.confirmedRank, status.expiresAt], ['confirmed', 2, null])
})

test('a request is confirmed for a student who is known, and not while that student is elsewhere', async () => {
  const school = await world()
  const { as, refused, dewi, rina, budi, tom, choir } = school
  await ask(school)
  const { id } = await theOnly(school)
  await as(dewi)(planLesson, {
    offeringId: choir.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '10:00'),
    studentIds: [tom.id],
  })
  const busy = await as(dewi)(planLesson, {
    offeringId: choir.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '12:00'),
    studentIds: [tom.id],
  })
  await as(dewi)(planLesson, {
    offeringId: school.piano.id,
    teacherId: budi.id,
    startsAt: at(wednesday, '15:00'),
    studentIds: [tom.id],
  })
  await school.access.owner
    .updateTable('scheduling.reservation')
    .set({ during: `[${at(wednesday, '14:00').toString()},${at(wednesday, '14:30').toString()})` })
    .where('lessonId', '=', busy.id)
    .where('asWhat', '=', 'student')
    .execute()
  const { status, body } = await refused(dewi)(confirmBooking, { bookingId: id, rank: 1, studentId: tom.id })
  assert.deepEqual([status, body.code, body.title.includes('Sari')], [409, 'booking.student_busy', true])
  const confirmed = await as(dewi)(confirmBooking, { bookingId: id, rank: 2, studentId: tom.id })
  assert.equal(confirmed.studentId, tom.id)
  const unknown = await refused(dewi)(confirmBooking, { bookingId: id, rank: 2, studentId: newId('person') })
  assert.equal(unknown.status, 409, 'it has been decided')
})

test('two choices that overlap hold their union, and either can be confirmed', async () => {
  for (const rank of [1, 2] as const) {
    const school = await world()
    await ask(school, [at(wednesday, '14:00'), at(wednesday, '14:30')])
    const { id } = await theOnly(school)
    const { holds } = await school.as(school.dewi)(getTimetable, { from: day(wednesday), to: day(wednesday) })
    assert.deepEqual(
      holds.map(({ startsAt, endsAt }) => endsAt.since(startsAt).total('minutes')),
      [75, 75],
    )
    const { lessonId } = await school.as(school.dewi)(confirmBooking, { bookingId: id, rank })
    const lesson = await school.as(school.dewi)(getLesson, { lessonId: lessonId! })
    assert.ok(lesson.startsAt.equals(at(wednesday, rank === 1 ? '14:00' : '14:30')))
  }
})

test('an offering with instant confirmation is a lesson at once', async () => {
  const school = await world()
  const { as, dewi, piano, rina, access } = school
  await access.owner
    .updateTable('catalogue.offering')
    .set({ confirmation: 'instant' })
    .where('id', '=', piano.id)
    .execute()
  const request = await as(null)(requestBooking, {
    offeringId: piano.id,
    choices: [{ startsAt: at(wednesday, '14:00'), teacherId: rina.id }],
    applicant,
  })
  assert.deepEqual([request.status, request.confirmedRank], ['confirmed', 1])
  const { lessons, holds } = await as(dewi)(getTimetable, { from: day(wednesday), to: day(wednesday) })
  assert.deepEqual([lessons.map(({ studentNames }) => studentNames), holds.length], [[['Sari Putri']], 0])
})

test('a visitor who gives the address of a known guardian does not join that family', async () => {
  const school = await world()
  const { as, piano, rina, maria, access } = school
  await access.owner
    .updateTable('catalogue.offering')
    .set({ confirmation: 'instant' })
    .where('id', '=', piano.id)
    .execute()
  await as(null)(requestBooking, {
    offeringId: piano.id,
    choices: [{ startsAt: at(wednesday, '14:00'), teacherId: rina.id }],
    applicant: { ...applicant, email: maria.email, guardianName: 'Maria Santoso' },
  })
  const guarded = await access.owner
    .selectFrom('people.guardianship')
    .select('studentId')
    .where('guardianId', '=', maria.id)
    .execute()
  assert.equal(guarded.length, 1)
})

test('a guardian who gives the address of another guardian does not join that family either, but their own', async () => {
  const school = await world()
  const { as, piano, rina, maria, ana, access } = school
  await access.owner
    .updateTable('catalogue.offering')
    .set({ confirmation: 'instant' })
    .where('id', '=', piano.id)
    .execute()
  for (const [time, email] of [
    ['14:00', maria.email],
    ['15:00', ana.email],
  ] as const) {
    await as(ana)(requestBooking, {
      offeringId: piano.id,
      choices: [{ startsAt: at(wednesday, time), teacherId: rina.id }],
      applicant: { ...applicant, email, guardianName: 'Maria Santoso' },
    })
  }
  const guarded = await access.owner
    .selectFrom('people.guardianship')
    .select('guardianId')
    .where('guardianId', 'in', [maria.id, ana.id])
    .execute()
  assert.equal(guarded.filter(({ guardianId }) => guardianId === maria.id).length, 1)
  assert.equal(guarded.filter(({ guardianId }) => guardianId === ana.id).length, 2)
})
