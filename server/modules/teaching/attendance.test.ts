import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listCharges } from '#contract/billing'
import { cancelLesson, getLesson } from '#contract/scheduling'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'
import { listUnmarkedLessons, markAttendance, writeNote } from './contract.ts'
import { plan, texts } from './teaching.test-data.ts'

test('attendance is marked from the start of the lesson on, and not a moment before', async () => {
  const school = await world()
  const { as, refused, rina, tom, setNow } = school
  const { id, startsAt } = await plan(school)
  const mark = { lessonId: id, studentId: tom.id, status: 'present' as const }
  setNow(startsAt.subtract({ milliseconds: 1 }))
  const { status, body } = await refused(rina)(markAttendance, mark)
  assert.deepEqual([status, body.code], [409, 'teaching.not_started'])
  setNow(startsAt)
  assert.equal((await as(rina)(markAttendance, mark)).isMarked, true)
})

test('a group is marked when its last student is, and each is charged alone', async () => {
  const school = await world()
  const { as, rina, dewi, tom, lila, setNow } = school
  const { id, startsAt } = await plan(school, { students: [tom, lila], offering: 'choir' })
  setNow(startsAt.add({ hours: 1 }))
  const first = await as(rina)(markAttendance, { lessonId: id, studentId: tom.id, status: 'late', minutesLate: 12 })
  assert.equal(first.isMarked, false)
  assert.equal(first.attendance.minutesLate, 12)
  assert.deepEqual((await as(dewi)(listUnmarkedLessons, {})).rows[0]?.studentNames, ['Lila Wijaya', 'Tom Santoso'])
  const second = await as(dewi)(markAttendance, { lessonId: id, studentId: lila.id, status: 'excused', minutesLate: 5 })
  assert.equal(second.isMarked, true)
  assert.equal(second.attendance.minutesLate, 0)
  assert.equal((await as(dewi)(getLesson, { lessonId: id })).isMarked, true)
  assert.deepEqual((await as(dewi)(listUnmarkedLessons, {})).rows, [])
  const { rows } = await as(dewi)(listCharges, {})
  assert.deepEqual(
    rows.map(({ studentName, price }) => [studentName, price.amount]),
    [['Tom Santoso', 9_000_000n]],
  )
})

test('everybody who marks a group at the same moment leaves it marked and charged once', async () => {
  const school = await world()
  const { as, rina, dewi, tom, lila, setNow } = school
  const { id, startsAt } = await plan(school, { students: [tom, lila], offering: 'choir' })
  setNow(startsAt)
  await Promise.all(
    [tom, lila, tom, lila].map((student, index) =>
      as(index < 2 ? rina : dewi)(markAttendance, { lessonId: id, studentId: student.id, status: 'present' }),
    ),
  )
  assert.equal((await as(dewi)(getLesson, { lessonId: id })).isMarked, true)
  assert.equal((await as(dewi)(listCharges, {})).rows.length, 2)
})

test('only the teacher of the lesson and the office mark it, and only who is in it', async () => {
  const school = await world()
  const { refused, as, rina, budi, maria, dewi, tom, lila, setNow } = school
  const other = await world()
  const { id, startsAt } = await plan(school)
  setNow(startsAt)
  const mark = { lessonId: id, studentId: tom.id, status: 'present' as const }
  const note = { ...texts, lessonId: id, studentId: tom.id }
  const unknown = newId('lesson')
  const nowhere = (await refused(budi)(markAttendance, { ...mark, lessonId: unknown })).body
  assert.deepEqual((await refused(budi)(markAttendance, mark)).body, nowhere)
  assert.deepEqual((await refused(other.dewi)(markAttendance, mark)).body, nowhere)
  assert.deepEqual((await refused(budi)(writeNote, note)).body, nowhere)
  assert.equal((await refused(maria)(markAttendance, mark)).status, 403)
  for (const studentId of [lila.id, newId('person')]) {
    assert.equal((await refused(rina)(markAttendance, { ...mark, studentId })).body.code, 'teaching.not_in_lesson')
    assert.equal((await refused(rina)(writeNote, { ...note, studentId })).body.code, 'teaching.not_in_lesson')
  }
  const wrong = await school.send(
    rina,
    'PUT',
    `/api/o/${school.organisation.slug}/lessons/${id}/attendance/${tom.id}`,
    {
      status: 'asleep',
    },
  )
  assert.deepEqual([wrong.status, wrong.body.errors?.[0]?.path], [422, 'status'])
  assert.deepEqual((await as(dewi)(listCharges, {})).rows, [])
})

test('a cancelled lesson cannot be marked', async () => {
  const school = await world()
  const { as, refused, dewi, tom, setNow } = school
  const { id, startsAt } = await plan(school)
  await as(dewi)(cancelLesson, { lessonId: id, reason: '' })
  setNow(startsAt)
  const { status } = await refused(dewi)(markAttendance, { lessonId: id, studentId: tom.id, status: 'present' })
  assert.equal(status, 409)
})
