import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listEvents } from '#contract/audit'
import { explainTime, moveLesson, planLesson } from '#contract/scheduling'
import { world } from '#testing/world.ts'

const at = (time: string) => Temporal.Instant.from(`2026-11-18T${time}:00+07:00`)
const codesOf = (body: object) => (body as { reasons: { code: string }[] }).reasons.map(({ code }) => code)

test("the office may let a student's clash pass, by name and with a reason, and it is kept who did", async () => {
  const { as, refused, dewi, olivia, rina, budi, tom, choir, piano } = await world()
  const startsAt = at('10:00')
  await as(dewi)(planLesson, { offeringId: choir.id, teacherId: rina.id, startsAt, studentIds: [tom.id] })
  const clash = { offeringId: piano.id, teacherId: budi.id, startsAt, studentIds: [tom.id] }
  assert.deepEqual(codesOf((await refused(dewi)(planLesson, clash)).body), ['student_busy'])
  const why = 'He leaves choir early'
  const overrule = { reasons: ['student_busy' as const], why }
  const lesson = await as(dewi)(planLesson, { ...clash, overrule })
  assert.deepEqual(
    lesson.students.map(({ id }) => id),
    [tom.id],
  )
  const { rows } = await as(olivia)(listEvents, { name: 'scheduling.clash_overruled' })
  assert.equal(rows.length, 1)
  assert.equal(rows[0]!.actorName, 'Dewi Kartika')
  assert.deepEqual(rows[0]!.payload['why'], why)
  const free = await as(dewi)(explainTime, { offeringId: piano.id, studentId: tom.id, startsAt: at('10:15') })
  assert.ok(
    free.reasons.some(({ code }) => code === 'student_busy'),
    'both lessons count for whoever comes next',
  )

  const moved = await as(dewi)(moveLesson, { lessonId: lesson.id, startsAt: at('14:00') })
  assert.equal(moved.startsAt.toString(), at('14:00').toString())
  assert.deepEqual(
    codesOf((await refused(dewi)(moveLesson, { lessonId: lesson.id, startsAt: at('10:00') })).body),
    ['student_busy'],
    'what was overruled once is asked again',
  )
})

test('a room may be shared when it is named; a teacher is never in two places', async () => {
  const { as, refused, dewi, rina, budi, piano, studio } = await world()
  const startsAt = at('10:00')
  await as(dewi)(planLesson, { offeringId: piano.id, teacherId: rina.id, startsAt, studentIds: [] })
  const second = { offeringId: piano.id, teacherId: budi.id, startsAt, studentIds: [] }
  const overrule = { reasons: ['room_busy' as const, 'student_busy' as const], why: 'Four hands' }
  const unnamed = await refused(dewi)(planLesson, { ...second, overrule })
  assert.deepEqual([unnamed.status, unnamed.body.errors?.[0]?.path], [422, 'roomId'])
  const lesson = await as(dewi)(planLesson, { ...second, roomId: studio.id, overrule })
  assert.equal(lesson.roomId, studio.id)
  const third = { ...second, startsAt: at('10:15'), roomId: studio.id, overrule }
  assert.deepEqual(codesOf((await refused(dewi)(planLesson, third)).body), ['teacher_busy'])
  const tries = await Promise.allSettled(
    Array.from({ length: 6 }, () => as(dewi)(planLesson, { ...third, startsAt: at('13:00') })),
  )
  assert.equal(tries.filter(({ status }) => status === 'fulfilled').length, 1)
  const moved = await as(dewi)(moveLesson, { lessonId: lesson.id, startsAt: at('13:15'), teacherId: rina.id, overrule })
  assert.equal(moved.roomId, studio.id, 'its own room is meant when none is named')
  assert.equal((await refused(rina)(planLesson, { ...third, startsAt: at('16:00') })).status, 403)
})
