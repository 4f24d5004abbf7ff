import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getTimetable, planLesson } from '#contract/scheduling'
import { world } from '#testing/world.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
/** A time of day in Jakarta (UTC+7) in the week of the worlds. */
const at = (date: string, time: string) => Temporal.Instant.from(`${date}T${time}:00+07:00`)
const wednesday = '2026-11-18'

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
