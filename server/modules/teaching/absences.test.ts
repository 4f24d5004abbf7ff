import assert from 'node:assert/strict'
import { test } from 'node:test'
import { undoChange } from '#contract/audit'
import { listMakeUps, listMyMakeUps, settleMakeUp } from '#contract/booking'
import { getMail, listMails, listNotifications } from '#contract/notifications'
import { getAvailability, getLesson } from '#contract/scheduling'
import { newId, type Id } from '#platform/ids.ts'
import { monday, world } from '#testing/world.ts'
import { at, fullDay, plan, propose, wednesday } from './absences.test-data.ts'
import { findCover, recordAbsence } from './contract.ts'

test('everything chosen happens at once, and every family hears of all its lessons in one mail', async () => {
  const school = await world()
  const { as, dewi, rina, budi, maria, ana, tom, lila, studio, settle } = school
  const { toms, lilas, choir } = await fullDay(school)
  const { lessons } = await propose(school)
  const next = lessons.find(({ id }) => id === lilas)!.otherTimes[0]!.startsAt
  const done = await as(dewi)(recordAbsence, {
    teacherId: rina.id,
    ...wednesday,
    reason: 'Flu',
    changes: [
      { lessonId: toms, change: 'cover', teacherId: budi.id },
      { lessonId: lilas, change: 'other_time', startsAt: next },
      { lessonId: choir, change: 'make_up' },
    ],
  })
  assert.deepEqual([done.changed, done.left], [3, 0])
  const covered = await as(dewi)(getLesson, { lessonId: toms })
  assert.deepEqual([covered.teacherId, covered.roomId], [budi.id, studio.id])
  assert.ok(covered.startsAt.equals(at('10:00')))
  assert.ok((await as(dewi)(getLesson, { lessonId: lilas })).startsAt.equals(next))
  assert.equal((await as(dewi)(getLesson, { lessonId: choir })).status, 'cancelled')
  const { exceptions } = await as(dewi)(getAvailability, { claimantKind: 'teacher', claimantId: rina.id })
  assert.deepEqual(
    exceptions.map(({ isAvailable, reason }) => [isAvailable, reason]),
    [[false, 'Flu']],
  )

  await settle()
  const mails = (await as(dewi)(listMails, {})).rows
  assert.equal(mails.length, 5, 'one for each')
  assert.deepEqual(
    new Set(mails.map(({ recipient }) => recipient)),
    new Set([ana, budi, lila, maria, tom].map(({ email }) => email)),
  )
  const { bodyText } = await as(dewi)(getMail, { mailId: mails.find(({ recipient }) => recipient === maria.email)!.id })
  assert.match(bodyText, /Piano \(Tom Santoso\).*Budi Nugroho teaches it/)
  assert.match(bodyText, /Choir \(Tom Santoso\).*We owe you this lesson/)
  assert.doesNotMatch(bodyText, /Flu|Lila/)
  assert.deepEqual(
    (await as(maria)(listNotifications, {})).rows.map(({ kind, arguments: facts }) => [kind, facts]),
    [['teaching.lessons_changed', { count: 2 }]],
  )
  assert.deepEqual(
    (await as(budi)(listNotifications, {})).rows.map(({ kind }) => kind),
    ['teaching.cover_asked'],
  )

  const [owed] = (await as(maria)(listMyMakeUps, {})).makeUps
  assert.deepEqual([owed!.title, owed!.studentName, String(owed!.expiresOn)], ['Choir', 'Tom Santoso', '2027-02-14'])
  assert.equal((await as(dewi)(listMakeUps, {})).makeUps.length, 2)
  const replacement = await plan(school, '14:00', { students: [tom], offering: 'choir', day: '25' })
  assert.equal((await school.refused(dewi)(settleMakeUp, { makeUpId: owed!.id, lessonId: lilas })).status, 404)
  await as(dewi)(settleMakeUp, { makeUpId: owed!.id, lessonId: replacement })
  const twice = await school.refused(dewi)(settleMakeUp, { makeUpId: owed!.id, lessonId: replacement })
  assert.equal(twice.body.code, 'booking.make_up_settled')
  assert.deepEqual((await as(maria)(listMyMakeUps, {})).makeUps, [])
})

test('a lesson goes online with its teacher, and its room is free', async () => {
  const school = await world()
  const { as, dewi, rina, budi } = school
  const { toms } = await fullDay(school)
  const changes = [{ lessonId: toms, change: 'online' as const }]
  const { left } = await as(dewi)(recordAbsence, { teacherId: rina.id, ...wednesday, reason: '', changes })
  assert.equal(left, 2)
  const lesson = await as(dewi)(getLesson, { lessonId: toms })
  assert.deepEqual([lesson.format, lesson.roomId, lesson.teacherId], ['online', null, rina.id])
  await plan(school, '10:00', { teacher: budi, students: [school.lila] })
})

test('taken back within ten seconds, every lesson is as it was and nobody hears of it', async () => {
  const school = await world()
  const { as, refused, send, dewi, rina, budi, maria, organisation, settle, setNow } = school
  const { toms, lilas, choir } = await fullDay(school)
  const read = async () => Promise.all([toms, lilas, choir].map((lessonId) => as(dewi)(getLesson, { lessonId })))
  const before = await read()
  const body = {
    teacherId: rina.id,
    startsAt: wednesday.startsAt.toString(),
    endsAt: wednesday.endsAt.toString(),
    reason: '',
    changes: [
      { lessonId: toms, change: 'cover', teacherId: budi.id },
      { lessonId: lilas, change: 'online' },
      { lessonId: choir, change: 'make_up' },
    ],
  }
  const { headers } = await send(dewi, 'POST', `/api/o/${organisation.slug}/absences`, body)
  const changeId = headers['lessonry-undo'] as Id<'change'>
  await as(dewi)(undoChange, { changeId })
  assert.deepEqual(await read(), before)
  assert.deepEqual((await as(dewi)(listMakeUps, {})).makeUps, [])
  const { exceptions } = await as(dewi)(getAvailability, { claimantKind: 'teacher', claimantId: rina.id })
  assert.deepEqual(exceptions, [])
  await settle()
  assert.deepEqual((await as(dewi)(listMails, {})).rows, [])
  assert.deepEqual((await as(maria)(listNotifications, {})).rows, [])

  const again = await send(dewi, 'POST', `/api/o/${organisation.slug}/absences`, body)
  setNow(monday.add({ seconds: 10 }))
  const late = await refused(dewi)(undoChange, { changeId: again.headers['lessonry-undo'] as Id<'change'> })
  assert.equal(late.body.code, 'undo_too_late')
})

test('a cover that is taken in between refuses everything, and says for which lesson', async () => {
  const school = await world()
  const { as, refused, dewi, rina, budi } = school
  const { toms, lilas, choir } = await fullDay(school)
  await as(dewi)(recordAbsence, {
    teacherId: budi.id,
    startsAt: at('11:00'),
    endsAt: at('12:00'),
    reason: '',
    changes: [],
  })
  const { status, body } = await refused(dewi)(recordAbsence, {
    teacherId: rina.id,
    ...wednesday,
    reason: '',
    changes: [
      { lessonId: choir, change: 'make_up' },
      { lessonId: toms, change: 'cover', teacherId: budi.id },
      { lessonId: lilas, change: 'cover', teacherId: budi.id },
    ],
  })
  assert.deepEqual([status, body.code, body['lessonId']], [409, 'teaching.cover_taken', lilas])
  assert.equal((await as(dewi)(getLesson, { lessonId: toms })).teacherId, rina.id)
  assert.equal((await as(dewi)(getLesson, { lessonId: choir })).status, 'planned')
  assert.deepEqual((await as(dewi)(listMakeUps, {})).makeUps, [])
})

test('of an absence that wants a cover and a lesson that wants the same teacher at once exactly one wins', async () => {
  for (let round = 0; round < 4; round++) {
    const school = await world()
    const { send, dewi, rina, budi, lila, choir, organisation, access } = school
    await access.owner
      .insertInto('catalogue.offeringTeacher')
      .values({ orgId: organisation.id, offeringId: choir.id, teacherId: budi.id })
      .execute()
    const toms = await plan(school, '10:00')
    const base = `/api/o/${organisation.slug}`
    const instants = { startsAt: wednesday.startsAt.toString(), endsAt: wednesday.endsAt.toString() }
    const changes = [{ lessonId: toms, change: 'cover', teacherId: budi.id }]
    const answers = await Promise.all([
      send(dewi, 'POST', `${base}/absences`, { teacherId: rina.id, ...instants, reason: '', changes }),
      send(dewi, 'POST', `${base}/lessons`, {
        offeringId: choir.id,
        teacherId: budi.id,
        startsAt: at('10:00').toString(),
        studentIds: [lila.id],
      }),
    ])
    assert.deepEqual(
      answers.map(({ status }) => status).toSorted((one, other) => one - other),
      [200, 409],
    )
  }
})

test('teachers record their own absence and leave the lessons to the office, which is told; others may not', async () => {
  const school = await world()
  const other = await world()
  const { as, refused, dewi, rina, budi, maria, settle } = school
  const { toms } = await fullDay(school)
  const absence = { teacherId: rina.id, ...wednesday, reason: '', changes: [] }
  const changes = [{ lessonId: toms, change: 'make_up' as const }]
  assert.equal((await refused(rina)(recordAbsence, { ...absence, changes })).status, 403)
  assert.equal((await refused(budi)(recordAbsence, absence)).status, 403)
  assert.equal((await refused(budi)(findCover, { teacherId: rina.id, ...wednesday })).status, 403)
  assert.equal((await refused(maria)(recordAbsence, absence)).status, 403)
  assert.equal((await refused(other.dewi)(recordAbsence, absence)).status, 404)
  assert.equal((await refused(dewi)(recordAbsence, { ...absence, teacherId: maria.id })).status, 404)
  const reversed = await refused(dewi)(recordAbsence, { ...absence, endsAt: absence.startsAt })
  assert.deepEqual([reversed.status, reversed.body.errors?.[0]?.path], [422, 'endsAt'])
  const foreign = await refused(dewi)(recordAbsence, {
    ...absence,
    changes: [{ ...changes[0]!, lessonId: newId('lesson') }],
  })
  assert.equal(foreign.body.code, 'teaching.lesson_changed')

  assert.equal((await as(rina)(findCover, { teacherId: rina.id, ...wednesday })).lessons.length, 3)
  assert.equal((await as(rina)(recordAbsence, absence)).left, 3)
  await settle()
  const told = (await as(dewi)(listNotifications, {})).rows.find(({ kind }) => kind === 'teaching.lessons_left')
  assert.deepEqual(told?.arguments, { teacher: 'Rina Utami', count: 3 })
})
