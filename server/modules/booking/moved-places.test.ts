import assert from 'node:assert/strict'
import { test } from 'node:test'
import { confirmBooking, listBookings, requestBooking } from '#contract/booking'
import { getLesson, moveLesson, planLesson } from '#contract/scheduling'
import { world, type World } from '#testing/world.ts'

const [wednesday, thursday] = ['2026-11-25T06:00:00Z', '2026-11-26T07:00:00Z'].map((text) =>
  Temporal.Instant.from(text),
) as [Temporal.Instant, Temporal.Instant]

/** A place in a lesson of the choir is kept for Tom, and the office moves that lesson by a day. */
async function askAndMove({ as, dewi, maria, tom, choir, rina, hall }: World) {
  const who = { offeringId: choir.id, teacherId: rina.id, roomId: hall.id, studentIds: [] }
  const lesson = await as(dewi)(planLesson, { ...who, startsAt: wednesday })
  await as(maria)(requestBooking, {
    offeringId: choir.id,
    studentId: tom.id,
    choices: [{ startsAt: wednesday, lessonId: lesson.id }],
    applicant: { studentName: 'Tom Santoso', email: 'maria@mail.example' },
  })
  await as(dewi)(moveLesson, { lessonId: lesson.id, startsAt: thursday })
  const { rows } = await as(dewi)(listBookings, { status: 'requested' })
  return { lesson, booking: rows[0]! }
}

test('a place that is kept in a lesson goes with it to a new time, and is confirmed there', async () => {
  const school = await world()
  const { as, refused, dewi, tom, piano, budi } = school
  const { lesson, booking } = await askAndMove(school)
  assert.equal(booking.choices[0]?.startsAt.toString(), thursday.toString())
  const elsewhere = { offeringId: piano.id, teacherId: budi.id, studentIds: [tom.id] }
  const then = await refused(dewi)(planLesson, { ...elsewhere, startsAt: thursday })
  assert.equal(then.body.code, 'scheduling.time_taken', 'the new time is kept')
  await as(dewi)(planLesson, { ...elsewhere, startsAt: wednesday })
  const confirmed = await as(dewi)(confirmBooking, { bookingId: booking.id, rank: 1 })
  assert.equal(confirmed.lessonId, lesson.id)
  const { placesTaken, startsAt } = await as(dewi)(getLesson, { lessonId: lesson.id })
  assert.deepEqual([placesTaken, startsAt.toString()], [1, thursday.toString()])
})

test('where the student is busy at the new time, the place is kept and the office is told why it cannot be confirmed', async () => {
  const school = await world()
  const { as, refused, dewi, tom, piano, budi } = school
  const elsewhere = { offeringId: piano.id, teacherId: budi.id, studentIds: [tom.id] }
  await as(dewi)(planLesson, { ...elsewhere, startsAt: thursday })
  const { booking } = await askAndMove(school)
  const confirmed = await refused(dewi)(confirmBooking, { bookingId: booking.id, rank: 1 })
  assert.equal(confirmed.body.code, 'booking.student_busy')
})
