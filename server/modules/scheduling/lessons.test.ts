import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  cancelLesson,
  getLesson,
  getTimetable,
  listMyLessons,
  listSlots,
  moveLesson,
  planLesson,
} from '#contract/scheduling'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
/** A time of day in Jakarta (UTC+7) in the week of the worlds. */
const at = (date: string, time: string) => Temporal.Instant.from(`${date}T${time}:00+07:00`)
const wednesday = '2026-11-18'

test('the office plans a lesson; the time is gone for everybody in it', async () => {
  const { as, refused, dewi, rina, budi, tom, piano, studio, maria, ana } = await world()
  const startsAt = at(wednesday, '14:00')
  const lesson = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt,
    studentIds: [tom.id],
  })
  assert.equal(lesson.roomId, studio.id, 'the room that fits is chosen')
  assert.deepEqual(
    lesson.students.map(({ name }) => name),
    ['Tom Santoso'],
  )
  assert.deepEqual([lesson.durationMinutes, lesson.placesTaken, lesson.can.move], [45, 1, true])

  const { days } = await as(null)(listSlots, { offeringId: piano.id, from: day(wednesday), to: day(wednesday) })
  const starts = days[0]!.slots.map((slot) => slot.startsAt.toString())
  assert.ok(!starts.includes('2026-11-18T07:00:00Z') && starts.includes('2026-11-18T07:45:00Z'))

  const { status, body } = await refused(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: budi.id,
    startsAt: at(wednesday, '14:15'),
    studentIds: [],
  })
  assert.deepEqual([status, body.code], [409, 'scheduling.time_taken'], 'the only room with a piano is taken')
  assert.equal((body['nearest'] as unknown[]).length, 3)

  assert.equal((await as(maria)(getLesson, { lessonId: lesson.id })).students.length, 1)
  assert.equal((await refused(ana)(getLesson, { lessonId: lesson.id })).status, 404)
  assert.equal((await refused(budi)(getLesson, { lessonId: lesson.id })).status, 404)
  const mine = await as(maria)(listMyLessons, { from: day(wednesday), to: day(wednesday) })
  assert.deepEqual(
    mine.lessons.map((each) => [each.id, ...each.studentIds]),
    [[lesson.id, tom.id]],
  )
  assert.equal((await as(ana)(listMyLessons, { from: day(wednesday), to: day(wednesday) })).lessons.length, 0)
})

test('a student is never in two places, nor a teacher who is a student elsewhere', async () => {
  const { as, refused, dewi, rina, budi, tom, piano, choir } = await world()
  await as(dewi)(planLesson, {
    offeringId: choir.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '10:00'),
    studentIds: [tom.id],
  })
  const { status, body } = await refused(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: budi.id,
    startsAt: at(wednesday, '10:30'),
    studentIds: [tom.id],
  })
  assert.deepEqual([status, body.code], [409, 'scheduling.time_taken'])
  assert.deepEqual(
    (body['reasons'] as { code: string }[]).map(({ code }) => code),
    ['student_busy'],
  )
})

test('classmates are not named to families', async () => {
  const { as, dewi, rina, tom, lila, choir, maria } = await world()
  const lesson = await as(dewi)(planLesson, {
    offeringId: choir.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '10:00'),
    studentIds: [tom.id, lila.id],
  })
  assert.deepEqual(
    (await as(maria)(getLesson, { lessonId: lesson.id })).students.map(({ name }) => name),
    ['Tom Santoso'],
  )
  assert.equal((await as(rina)(getLesson, { lessonId: lesson.id })).students.length, 2)
  const [mine] = (await as(maria)(listMyLessons, { from: day(wednesday), to: day(wednesday) })).lessons
  assert.deepEqual(mine!.studentNames, ['Tom Santoso'])
})

test('a lesson moves with its students; what it leaves is free, and a lost race leaves it where it was', async () => {
  const { as, refused, dewi, rina, budi, tom, piano } = await world()
  const plan = (time: string, teacherId: typeof rina.id) =>
    as(dewi)(planLesson, { offeringId: piano.id, teacherId, startsAt: at(wednesday, time), studentIds: [] })
  const first = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '10:00'),
    studentIds: [tom.id],
  })
  await plan('12:00', budi.id)
  const { status, body } = await refused(dewi)(moveLesson, { lessonId: first.id, startsAt: at(wednesday, '12:15') })
  assert.deepEqual([status, body.code], [409, 'scheduling.time_taken'])
  assert.equal((await as(dewi)(getLesson, { lessonId: first.id })).startsAt.toString(), '2026-11-18T03:00:00Z')

  const moved = await as(dewi)(moveLesson, { lessonId: first.id, startsAt: at(wednesday, '10:15') })
  assert.equal(moved.startsAt.toString(), '2026-11-18T03:15:00Z', 'its own time does not stand in its way')
  const other = await as(dewi)(moveLesson, { lessonId: first.id, startsAt: at(wednesday, '15:00'), teacherId: budi.id })
  assert.equal(other.teacherName, 'Budi Nugroho')
  await plan('10:00', rina.id)
})

test('a lesson that has begun is neither moved nor cancelled', async () => {
  const { as, refused, dewi, rina, piano, setNow } = await world()
  const startsAt = at(wednesday, '10:00')
  const lesson = await as(dewi)(planLesson, { offeringId: piano.id, teacherId: rina.id, startsAt, studentIds: [] })
  setNow(startsAt)
  const moved = await refused(dewi)(moveLesson, { lessonId: lesson.id, startsAt: at(wednesday, '15:00') })
  assert.equal(moved.body.code, 'scheduling.lesson_over')
  const cancelled = await refused(dewi)(cancelLesson, { lessonId: lesson.id, reason: '' })
  assert.equal(cancelled.body.code, 'scheduling.lesson_over')
})

test('a cancelled lesson frees everybody, once', async () => {
  const { as, refused, dewi, rina, tom, piano } = await world()
  const startsAt = at(wednesday, '10:00')
  const plan = () => as(dewi)(planLesson, { offeringId: piano.id, teacherId: rina.id, startsAt, studentIds: [tom.id] })
  const lesson = await plan()
  assert.equal((await as(dewi)(cancelLesson, { lessonId: lesson.id, reason: 'Ill' })).status, 'cancelled')
  assert.equal(
    (await refused(dewi)(cancelLesson, { lessonId: lesson.id, reason: '' })).body.code,
    'scheduling.lesson_cancelled',
  )
  await plan()
})

test('only the office plans, and what is wrong is named', async () => {
  const { as, refused, dewi, rina, maria, tom, piano, choir } = await world()
  const input = { offeringId: piano.id, teacherId: rina.id, startsAt: at(wednesday, '10:00'), studentIds: [tom.id] }
  assert.equal((await refused(rina)(planLesson, input)).status, 403)
  assert.equal((await refused(maria)(planLesson, input)).status, 403)
  assert.equal((await refused(null)(planLesson, input)).status, 401)
  const unknown = await refused(dewi)(planLesson, { ...input, studentIds: [newId('person')] })
  assert.deepEqual(
    unknown.body.errors?.map(({ path }) => path),
    ['studentIds.0'],
  )
  const many = await refused(dewi)(planLesson, { ...input, studentIds: [tom.id, tom.id] })
  assert.deepEqual(
    many.body.errors?.map(({ path }) => path),
    ['studentIds.1'],
  )
  const past = await refused(dewi)(planLesson, { ...input, startsAt: at('2026-11-14', '10:00') })
  assert.deepEqual(
    (past.body['reasons'] as { code: string }[]).map(({ code }) => code),
    ['in_the_past'],
  )
  const stranger = await refused(dewi)(planLesson, { ...input, offeringId: choir.id, teacherId: maria.id })
  assert.deepEqual(
    (stranger.body['reasons'] as { code: string }[]).map(({ code }) => code),
    ['no_teacher'],
  )
  const other = await world()
  assert.equal((await refused(dewi)(planLesson, { ...input, offeringId: other.piano.id })).status, 404)
  const { lessons } = await as(dewi)(getTimetable, { from: day(wednesday), to: day(wednesday) })
  assert.equal(lessons.length, 0, 'nothing was stored')
})
