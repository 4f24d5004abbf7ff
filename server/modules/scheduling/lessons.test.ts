import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  addException,
  cancelLesson,
  explainTime,
  getAvailability,
  getLesson,
  getTimetable,
  listMyLessons,
  listSlots,
  moveLesson,
  planLesson,
  removeException,
  setAvailability,
} from '#contract/scheduling'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
/** A time of day in Jakarta (UTC+7) in the week of the worlds. */
const at = (date: string, time: string) => Temporal.Instant.from(`${date}T${time}:00+07:00`)
const wednesday = '2026-11-18'

test('a visitor sees the free times of a week, and the first free day after it', async () => {
  const { as, piano, rina, budi } = await world()
  const { zone, days, nextFreeDay } = await as(null)(listSlots, {
    offeringId: piano.id,
    from: day('2026-11-16'),
    to: day('2026-11-22'),
  })
  assert.equal(zone, 'Asia/Jakarta')
  assert.equal(days.length, 7)
  assert.equal(days[2]!.slots.length, 30, 'every quarter of an hour from 10:00 to 17:15')
  assert.deepEqual(new Set(days[2]!.slots[0]!.teacherIds), new Set([rina.id, budi.id]))
  assert.equal(days[2]!.slots[0]!.startsAt.toString(), '2026-11-18T03:00:00Z')
  assert.equal(days[6]!.slots.length, 0, 'Sunday')
  assert.equal(String(nextFreeDay), '2026-11-23')
})

test('no time is offered past the furthest day, and a range that runs backwards is refused by name', async () => {
  const { as, refused, piano } = await world()
  const far = await as(null)(listSlots, { offeringId: piano.id, from: day('2027-02-01'), to: day('2027-06-30') })
  const last = far.days.findLast(({ slots }) => slots.length > 0)
  assert.equal(String(last?.date), '2027-02-13', 'ninety days on is a Sunday')
  assert.equal(far.nextFreeDay, null)
  const backwards = await refused(null)(listSlots, {
    offeringId: piano.id,
    from: day('2026-11-20'),
    to: day('2026-11-19'),
  })
  assert.deepEqual([backwards.status, backwards.body.errors?.[0]?.path], [422, 'to'])
  const long = await refused(null)(listSlots, { offeringId: piano.id, from: day('2026-11-20'), to: day('2027-11-21') })
  assert.deepEqual([long.status, long.body.errors?.[0]?.path], [422, 'to'])
  const ages = await refused(null)(listSlots, { offeringId: piano.id, from: day('0001-01-01'), to: day('0001-01-02') })
  assert.equal(ages.status, 422)
  const unknown = await refused(null)(listSlots, {
    offeringId: newId('offering'),
    from: day('2026-11-20'),
    to: day('2026-11-21'),
  })
  assert.equal(unknown.status, 404)
})

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

test('a teacher sees the own column whole and of others only that they are busy', async () => {
  const { as, refused, dewi, rina, budi, tom, lila, piano, maria } = await world()
  const plan = (teacherId: typeof rina.id, time: string, studentId: typeof tom.id) =>
    as(dewi)(planLesson, { offeringId: piano.id, teacherId, startsAt: at(wednesday, time), studentIds: [studentId] })
  await plan(rina.id, '10:00', tom.id)
  await plan(budi.id, '11:00', lila.id)
  const range = { from: day('2026-11-16'), to: day('2026-11-22') }
  const whole = await as(dewi)(getTimetable, range)
  assert.deepEqual(
    whole.lessons.map(({ studentNames }) => studentNames),
    [['Tom Santoso'], ['Lila Wijaya']],
  )
  assert.equal(whole.openings.filter(({ claimantId }) => claimantId === rina.id).length, 6)
  const hers = await as(rina)(getTimetable, range)
  assert.deepEqual(
    hers.lessons.map(({ title, studentNames }) => [title, studentNames]),
    [
      ['Piano', ['Tom Santoso']],
      ['', []],
    ],
  )
  assert.equal((await refused(maria)(getTimetable, range)).status, 403)
})

test('teachers set their own hours and exceptions, the office everybody’s', async () => {
  const { as, refused, dewi, rina, budi, piano, maria } = await world()
  const hers = { claimantKind: 'teacher' as const, claimantId: rina.id }
  const rules = [{ weekday: 3, fromMinute: 600, toMinute: 660, zone: 'Asia/Jakarta' }]
  assert.equal((await as(rina)(setAvailability, { ...hers, rules })).rules.length, 1)
  assert.equal((await refused(budi)(setAvailability, { ...hers, rules })).status, 403)
  assert.equal((await refused(maria)(getAvailability, hers)).status, 403)
  assert.equal((await refused(dewi)(getAvailability, { ...hers, claimantId: newId('person') })).status, 404)
  const backwards = await refused(dewi)(setAvailability, { ...hers, rules: [{ ...rules[0]!, toMinute: 600 }] })
  assert.equal(backwards.body.errors?.[0]?.path, 'rules.0.toMinute')

  const lesson = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '10:00'),
    studentIds: [],
  })
  const off = {
    ...hers,
    startsAt: at(wednesday, '08:00'),
    endsAt: at(wednesday, '20:00'),
    isAvailable: false,
    reason: 'Concert',
  }
  const { exception, lessonsHit } = await as(rina)(addException, off)
  assert.deepEqual(
    lessonsHit.map(({ id }) => id),
    [lesson.id],
    'it is left where it is',
  )
  const explained = await as(dewi)(explainTime, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at(wednesday, '10:15'),
  })
  assert.ok(
    explained.reasons.some(({ code, subjectName }) => code === 'teacher_time_off' && subjectName === 'Rina Utami'),
  )
  assert.equal((await refused(budi)(removeException, { ...hers, exceptionId: exception.id })).status, 403)
  await as(rina)(removeException, { ...hers, exceptionId: exception.id })
  assert.equal((await refused(rina)(removeException, { ...hers, exceptionId: exception.id })).status, 404)
})

test('an hour that a clock change leaves out is not offered; of one that exists twice only the first', async () => {
  const { as, dewi, rina, piano, studio, setNow } = await world({ zone: 'Europe/Paris' })
  const rules = [{ weekday: 7, fromMinute: 0, toMinute: 360, zone: 'Europe/Paris' }]
  for (const claimant of [
    { claimantKind: 'teacher' as const, claimantId: rina.id },
    { claimantKind: 'resource' as const, claimantId: studio.id },
  ])
    await as(dewi)(setAvailability, { ...claimant, rules })
  const startsOn = async (date: string) => {
    const { days } = await as(null)(listSlots, { offeringId: piano.id, from: day(date), to: day(date) })
    return days[0]!.slots.map(({ startsAt }) =>
      startsAt.toZonedDateTimeISO('Europe/Paris').toPlainTime().toString().slice(0, 5),
    )
  }
  setNow('2027-03-22T09:00:00Z')
  const spring = await startsOn('2027-03-28')
  assert.ok(!spring.some((time) => time.startsWith('02:')), 'two o’clock does not exist on this day')
  assert.ok(spring.includes('01:45') && spring.includes('03:00'))
  setNow('2027-10-25T09:00:00Z')
  const autumn = await startsOn('2027-10-31')
  assert.equal(autumn.filter((time) => time === '02:30').length, 1)
  const second = Temporal.Instant.from('2027-10-31T02:30:00+01:00')
  const { reasons } = await as(dewi)(explainTime, { offeringId: piano.id, startsAt: second })
  assert.ok(reasons.some(({ code }) => code === 'clock_change'))
  const { nearest } = await as(dewi)(explainTime, { offeringId: piano.id, startsAt: second })
  assert.equal(nearest.length, 3)
})
