import assert from 'node:assert/strict'
import { test } from 'node:test'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'
import { getTeachingDay, listRecord, listUnmarkedLessons, markAttendance, writeNote } from './contract.ts'
import { plan, tuesday } from './teaching.test-data.ts'

test('the day of a teacher shows its lessons, what was noted last time, and what was forgotten', async () => {
  const school = await world()
  const { as, refused, rina, budi, dewi, tom, lila, setNow } = school
  const first = await plan(school)
  const choir = await plan(school, { hour: 14, students: [tom, lila], offering: 'choir' })
  const second = await plan(school, { days: 7 })
  setNow(first.startsAt)
  await as(rina)(markAttendance, { lessonId: first.id, studentId: tom.id, status: 'present' })
  await as(rina)(writeNote, {
    lessonId: first.id,
    studentId: tom.id,
    sharedText: 'Scales',
    privateText: 'tired',
    homework: 'Page 3',
  })
  setNow(second.startsAt)
  const day = await as(rina)(getTeachingDay, {})
  assert.equal(day.date.toString(), '2026-11-24')
  assert.deepEqual(
    day.lessons.map(({ id }) => id),
    [second.id],
  )
  const student = day.lessons[0]!.students[0]!
  assert.deepEqual(
    [student.name, student.note, student.attendance, student.lastNote?.sharedText, student.lastNote?.privateText],
    ['Tom Santoso', null, null, 'Scales', 'tired'],
  )
  assert.deepEqual(student.lastNote?.lessonAt, first.startsAt)
  assert.deepEqual(
    day.unmarked.map(({ id }) => id),
    [choir.id],
  )

  const earlier = await as(dewi)(getTeachingDay, { teacherId: rina.id, date: tuesday })
  assert.deepEqual(
    earlier.lessons.map(({ id }) => id),
    [first.id, choir.id],
  )
  assert.equal(earlier.lessons[0]!.students[0]!.note?.writtenByName, 'Rina Utami')
  assert.equal(earlier.lessons[0]!.isMarked, true)
  assert.equal((await refused(budi)(getTeachingDay, { teacherId: rina.id })).status, 403)
  assert.equal((await refused(dewi)(getTeachingDay, { teacherId: newId('person') })).status, 404)
  assert.deepEqual((await as(budi)(getTeachingDay, { date: tuesday })).lessons, [])
})

test('the record and the unmarked lessons come page by page', async () => {
  const school = await world()
  const { as, dewi, rina, tom, setNow } = school
  const lessons = []
  for (const days of [0, 1, 2]) lessons.push(await plan(school, { days }))
  setNow(lessons[2]!.startsAt.add({ hours: 2 }))
  const first = await as(dewi)(listUnmarkedLessons, { limit: 2 })
  const second = await as(dewi)(listUnmarkedLessons, { limit: 2, cursor: first.next! })
  assert.deepEqual(
    [...first.rows, ...second.rows].map(({ id }) => id),
    lessons.map(({ id }) => id),
  )
  assert.equal(second.next, null)
  const newest = await as(rina)(listRecord, { studentId: tom.id, limit: 2 })
  const older = await as(rina)(listRecord, { studentId: tom.id, limit: 2, cursor: newest.next! })
  assert.deepEqual(
    [...newest.rows, ...older.rows].map(({ lessonId }) => lessonId),
    lessons.map(({ id }) => id).toReversed(),
  )
  assert.equal((await school.refused(rina)(listUnmarkedLessons, {})).status, 403)
  assert.equal((await school.refused(dewi)(listUnmarkedLessons, { cursor: 'x' })).status, 422)
})
