import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cancelLessons, getLesson, getTimetable, moveLesson, moveLessons, planLesson } from '#contract/scheduling'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'

const wednesday = '2026-11-18'
const at = (time: string) => Temporal.Instant.from(`${wednesday}T${time}:00+07:00`)
const today = Temporal.PlainDate.from(wednesday)

async function schoolWithThree() {
  const school = await world()
  const { as, dewi, rina, tom, lila, piano } = school
  const plan = async (time: string, studentId = tom.id) =>
    (
      await as(dewi)(planLesson, {
        offeringId: piano.id,
        teacherId: rina.id,
        startsAt: at(time),
        studentIds: [studentId],
      })
    ).id
  const ids = [await plan('10:00'), await plan('11:00', lila.id), await plan('12:00')] as const
  const starts = async () => {
    const { lessons } = await as(dewi)(getTimetable, { from: today, to: today })
    return Object.fromEntries(
      lessons.map(({ id, startsAt, endsAt }) => [
        ids.indexOf(id),
        [startsAt, endsAt]
          .map((each) => each.toZonedDateTimeISO('Asia/Jakarta').toPlainTime().toString().slice(0, 5))
          .join('-'),
      ]),
    )
  }
  return { ...school, ids, starts }
}

test('lessons move together, each into what another leaves', async () => {
  const { as, dewi, ids, starts } = await schoolWithThree()
  const { lessons } = await as(dewi)(moveLessons, {
    moves: [
      { lessonId: ids[0], startsAt: at('11:00') },
      { lessonId: ids[1], startsAt: at('12:00') },
      { lessonId: ids[2], startsAt: at('10:00'), durationMinutes: 30 },
    ],
  })
  assert.equal(lessons.length, 3)
  assert.deepEqual(await starts(), { 0: '11:00-11:45', 1: '12:00-12:45', 2: '10:00-10:30' })
})

test('one that cannot move keeps all where they are, and is named', async () => {
  const { as, refused, dewi, rina, piano, ids, starts } = await schoolWithThree()
  await as(dewi)(planLesson, { offeringId: piano.id, teacherId: rina.id, startsAt: at('15:00'), studentIds: [] })
  const { status, body } = await refused(dewi)(moveLessons, {
    moves: [
      { lessonId: ids[0], startsAt: at('14:00') },
      { lessonId: ids[1], startsAt: at('15:15') },
    ],
  })
  assert.deepEqual([status, body.code, body['lessonId']], [409, 'scheduling.time_taken', ids[1]])
  const after = await starts()
  assert.deepEqual([after[0], after[1]], ['10:00-10:45', '11:00-11:45'])
})

test('a lesson keeps its own length when it moves, and gets another when that is said', async () => {
  const { as, dewi, ids, starts } = await schoolWithThree()
  await as(dewi)(moveLesson, { lessonId: ids[2], startsAt: at('12:00'), durationMinutes: 75 })
  await as(dewi)(moveLesson, { lessonId: ids[2], startsAt: at('13:00') })
  assert.equal((await starts())[2], '13:00-14:15')
  assert.equal((await as(dewi)(getLesson, { lessonId: ids[2] })).durationMinutes, 75)
})

test('lessons are cancelled together or not at all', async () => {
  const { as, refused, dewi, rina, ids, starts, setNow } = await schoolWithThree()
  assert.equal((await refused(rina)(cancelLessons, { lessonIds: [ids[0]], reason: '' })).status, 403)
  assert.equal((await refused(dewi)(cancelLessons, { lessonIds: [ids[0], newId('lesson')], reason: '' })).status, 404)
  const twice = await refused(dewi)(cancelLessons, { lessonIds: [ids[0], ids[0]], reason: '' })
  assert.deepEqual(
    twice.body.errors?.map(({ path }) => path),
    ['lessonIds.1'],
  )
  assert.equal(Object.keys(await starts()).length, 3, 'nothing was stored')
  await as(dewi)(cancelLessons, { lessonIds: [ids[0], ids[1]], reason: 'Flood' })
  assert.deepEqual(Object.keys(await starts()), ['2'])
  setNow(at('12:00'))
  const over = await refused(dewi)(moveLessons, { moves: [{ lessonId: ids[2], startsAt: at('16:00') }] })
  assert.equal(over.body.code, 'scheduling.lesson_over')
})

test('two people who move the same lessons against each other leave every teacher in one place', async () => {
  const { as, dewi, olivia, ids, starts } = await schoolWithThree()
  const times = ['10:00', '11:00', '12:00', '14:00', '15:00', '16:00']
  await Promise.all(
    Array.from({ length: 12 }, (_, round) => {
      const moves = ids.map((lessonId, i) => ({ lessonId, startsAt: at(times[(i * 2 + round) % 6]!) }))
      return as(round % 2 ? dewi : olivia)(moveLessons, { moves })
    }),
  )
  assert.equal(new Set(Object.values(await starts())).size, 3)
})
