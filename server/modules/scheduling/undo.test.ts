import assert from 'node:assert/strict'
import { test } from 'node:test'
import { undoChange } from '#contract/audit'
import { listMails, listNotifications } from '#contract/notifications'
import { newId, type Id } from '#platform/ids.ts'
import { sql } from 'kysely'
import { world, type World } from '#testing/world.ts'
import { cancelLesson, getLesson, moveLesson, planLesson } from './contract.ts'

const at = (time: string) => Temporal.Instant.from(`2026-11-18T${time}:00+07:00`)

async function plan(school: World, time = '14:00') {
  const { as, dewi, piano, rina, tom } = school
  const lesson = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at(time),
    studentIds: [tom.id],
  })
  await school.settle()
  return lesson
}

/** Sends a change as Dewi and gives what names it for taking it back. */
async function change(school: World, path: string, body: unknown): Promise<Id<'change'>> {
  const { send, dewi, organisation } = school
  const { status, headers, body: answer } = await send(dewi, 'POST', `/api/o/${organisation.slug}${path}`, body)
  assert.equal(status, 200, JSON.stringify(answer))
  return headers['lessonry-undo'] as Id<'change'>
}

const wire = (time: string) => ({ startsAt: at(time).toString() })

/** Every row that a lesson is made of. */
async function rowsOf({ access }: World, lessonId: Id<'lesson'>): Promise<unknown> {
  const { rows } = await sql`
    select to_jsonb(l) as lesson,
      (select jsonb_agg(to_jsonb(p) order by p.id) from scheduling.place p where p.lesson_id = l.id) as places,
      (select jsonb_agg(to_jsonb(r) order by r.id) from scheduling.reservation r where r.lesson_id = l.id) as claims
    from scheduling.lesson l where l.id = ${lessonId}`.execute(access.owner)
  return rows
}

for (const [name, path, body] of [
  ['moved', 'move', wire('16:00')],
  ['cancelled', 'cancellation', { reason: 'Strike' }],
] as const) {
  test(`a lesson that was ${name} is put back within ten seconds, to the last claim, and nobody hears of it`, async () => {
    const school = await world()
    const { as, dewi, maria, setNow, now, settle, settleDue } = school
    const lesson = await plan(school)
    const before = await rowsOf(school, lesson.id)
    const changeId = await change(school, `/lessons/${lesson.id}/${path}`, body)
    assert.notDeepEqual(await rowsOf(school, lesson.id), before)
    assert.equal(await settleDue(), 0, 'what is told waits')
    setNow(now().add({ milliseconds: 9_999 }))
    await as(dewi)(undoChange, { changeId })
    assert.deepEqual(await rowsOf(school, lesson.id), before)
    assert.ok((await settle()) > 0, 'the reactions are worked through, and keep silent')
    assert.deepEqual((await as(dewi)(listMails, {})).rows, [])
    assert.deepEqual((await as(maria)(listNotifications, {})).rows, [])
  })
}

test('a lesson that was planned goes altogether', async () => {
  const school = await world()
  const { as, refused, dewi, piano, rina, tom } = school
  const path = '/lessons'
  const wanted = { offeringId: piano.id, teacherId: rina.id, ...wire('14:00'), studentIds: [tom.id] }
  const changeId = await change(school, path, wanted)
  const { id } = await school.access.owner
    .selectFrom('scheduling.lesson')
    .select('id')
    .where('orgId', '=', school.organisation.id)
    .executeTakeFirstOrThrow()
  await as(dewi)(undoChange, { changeId })
  assert.equal((await refused(dewi)(getLesson, { lessonId: id })).status, 404)
  assert.equal((await plan(school)).status, 'planned', 'the time is free again')
})

test('after ten seconds, a second time, and once it is told, a change stays', async () => {
  const school = await world()
  const { as, refused, dewi, setNow, now, settle } = school
  const lesson = await plan(school)
  const late = await change(school, `/lessons/${lesson.id}/move`, wire('16:00'))
  const made = now()
  setNow(made.add({ seconds: 10 }))
  const tooLate = await refused(dewi)(undoChange, { changeId: late })
  assert.deepEqual([tooLate.status, tooLate.body.code], [409, 'undo_too_late'])

  const told = await change(school, `/lessons/${lesson.id}/move`, wire('15:00'))
  await settle()
  assert.equal((await refused(dewi)(undoChange, { changeId: told })).body.code, 'undo_too_late')

  const twice = await change(school, `/lessons/${lesson.id}/move`, wire('16:00'))
  await as(dewi)(undoChange, { changeId: twice })
  assert.equal((await refused(dewi)(undoChange, { changeId: twice })).body.code, 'undo_too_late')
  assert.ok((await as(dewi)(getLesson, { lessonId: lesson.id })).startsAt.equals(at('15:00')))
})

test('only who made a change takes it back', async () => {
  const school = await world()
  const { as, refused, dewi, olivia, maria } = school
  const other = await world()
  const lesson = await plan(school)
  const changeId = await change(school, `/lessons/${lesson.id}/move`, wire('16:00'))
  const unknown = (await refused(olivia)(undoChange, { changeId: newId('change') })).body
  for (const who of [olivia, maria, null]) {
    const { status, body } = await refused(who)(undoChange, { changeId })
    assert.deepEqual([status, body], [404, unknown])
  }
  assert.equal((await other.refused(other.dewi)(undoChange, { changeId })).status, 404)
  await as(dewi)(undoChange, { changeId })
})

test('what somebody took or changed meanwhile is not taken back', async () => {
  const school = await world()
  const { as, refused, dewi, piano, rina, lila } = school
  const lesson = await plan(school)
  const moved = await change(school, `/lessons/${lesson.id}/move`, wire('16:00'))
  const other = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at('14:00'),
    studentIds: [lila.id],
  })
  const taken = await refused(dewi)(undoChange, { changeId: moved })
  assert.deepEqual([taken.status, taken.body.code], [409, 'scheduling.time_taken'])
  assert.ok((await as(dewi)(getLesson, { lessonId: lesson.id })).startsAt.equals(at('16:00')), 'nothing by half')

  await as(dewi)(cancelLesson, { lessonId: other.id, reason: '' })
  const again = await change(school, `/lessons/${lesson.id}/move`, wire('15:00'))
  await as(dewi)(moveLesson, { lessonId: lesson.id, startsAt: at('12:00') })
  assert.equal((await refused(dewi)(undoChange, { changeId: again })).body.code, 'changed_since')
})

test('of a change that is taken back and told at the same moment exactly one happens', async () => {
  for (let round = 0; round < 6; round++) {
    const school = await world()
    const { send, dewi, settle, organisation, as } = school
    const lesson = await plan(school)
    const changeId = await change(school, `/lessons/${lesson.id}/cancellation`, { reason: '' })
    const undo = () => send(dewi, 'POST', `/api/o/${organisation.slug}/changes/${changeId}/undo`, {})
    const [answer] = await Promise.all([undo(), settle()])
    await settle()
    const isTold = (await as(dewi)(listMails, {})).rows.length > 0
    assert.equal(isTold, answer.status === 409)
    const { status } = await as(dewi)(getLesson, { lessonId: lesson.id })
    assert.equal(status, isTold ? 'cancelled' : 'planned')
  }
})

test('several lessons that were moved in one act are put back in one', async () => {
  const school = await world()
  const { as, dewi, piano, rina, lila } = school
  const first = await plan(school, '10:00')
  const { id } = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    startsAt: at('12:00'),
    studentIds: [lila.id],
  })
  const before = [await rowsOf(school, first.id), await rowsOf(school, id)]
  const changeId = await change(school, '/lesson-moves', {
    moves: [
      { lessonId: first.id, ...wire('12:00') },
      { lessonId: id, ...wire('10:00') },
    ],
  })
  assert.ok((await as(dewi)(getLesson, { lessonId: first.id })).startsAt.equals(at('12:00')))
  await as(dewi)(undoChange, { changeId })
  assert.deepEqual([await rowsOf(school, first.id), await rowsOf(school, id)], before)
})
