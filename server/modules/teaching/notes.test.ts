import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listNotifications } from '#contract/notifications'
import { changeGuardianship, getPerson } from '#contract/people'
import { newId, type Id } from '#platform/ids.ts'
import { world, type Person } from '#testing/world.ts'
import { listRecord, listTaughtStudents, markAttendance, writeNote } from './contract.ts'
import { plan, texts } from './teaching.test-data.ts'

test('a note that somebody changed meanwhile is not overwritten', async () => {
  const school = await world()
  const { as, refused, rina, dewi, tom, setNow } = school
  const { id, startsAt } = await plan(school)
  const note = { lessonId: id, studentId: tom.id, ...texts }
  setNow(startsAt)
  const first = await as(rina)(writeNote, { ...note, sharedText: 'one' })
  setNow(startsAt.add({ seconds: 1 }))
  const second = await as(dewi)(writeNote, { ...note, sharedText: 'two', basedOn: first.writtenAt })
  for (const basedOn of [first.writtenAt, null, undefined]) {
    const { status, body } = await refused(rina)(writeNote, { ...note, sharedText: 'three', basedOn })
    assert.deepEqual([status, body.code], [409, 'teaching.note_changed'])
    const newer = body['note'] as { sharedText: string; writtenAt: string; writtenByName: string }
    assert.deepEqual(
      [newer.sharedText, newer.writtenAt, newer.writtenByName],
      ['two', second.writtenAt.toString(), 'Dewi Kartika'],
    )
  }
  const again = await as(rina)(writeNote, { ...note, sharedText: 'two', basedOn: first.writtenAt })
  assert.equal(again.writtenByName, 'Dewi Kartika', 'the same words are no change')
})

test('of two who write at the same moment one is told', async () => {
  const school = await world()
  const { send, rina, dewi, tom, setNow, organisation } = school
  const { id, startsAt } = await plan(school)
  setNow(startsAt)
  const path = `/api/o/${organisation.slug}/lessons/${id}/notes/${tom.id}`
  const answers = await Promise.all(
    [rina, dewi, rina, dewi].map((who, index) => send(who, 'PUT', path, { ...texts, sharedText: `text ${index}` })),
  )
  assert.deepEqual(
    answers.map(({ status }) => status).toSorted((a, b) => a - b),
    [200, 409, 409, 409],
  )
})

test('families read what is shared, teachers of the student also what is private, others nothing', async () => {
  const school = await world()
  const { as, refused, rina, budi, maria, ana, dewi, tom, setNow } = school
  const held = await plan(school)
  await plan(school, { days: 7 })
  setNow(held.startsAt.add({ hours: 1 }))
  await as(rina)(markAttendance, { lessonId: held.id, studentId: tom.id, status: 'late', minutesLate: 4 })
  await as(rina)(writeNote, {
    lessonId: held.id,
    studentId: tom.id,
    sharedText: 'Good',
    privateText: 'secret',
    homework: 'Page 4',
  })
  const read = async (who: Person, studentId: Id<'person'> = tom.id) => (await as(who)(listRecord, { studentId })).rows
  const [row, ...more] = await read(maria)
  assert.deepEqual(more, [])
  assert.deepEqual(
    [row?.sharedText, row?.homework, row?.privateText, row?.attendance?.minutesLate, row?.teacherName],
    ['Good', 'Page 4', '', 4, 'Rina Utami'],
  )
  assert.equal((await read(rina))[0]?.privateText, 'secret')
  assert.equal((await read(dewi))[0]?.privateText, 'secret')
  const nowhere = (await refused(ana)(listRecord, { studentId: newId('person') })).body
  for (const who of [ana, budi]) {
    const { status, body } = await refused(who)(listRecord, { studentId: tom.id })
    assert.deepEqual([status, body], [404, nowhere])
  }
  const [link] = (await as(dewi)(getPerson, { personId: tom.id })).guardians
  await as(dewi)(changeGuardianship, { guardianshipId: link!.id, seesGrades: false })
  const [bare] = await read(maria)
  assert.deepEqual([bare?.sharedText, bare?.homework, bare?.attendance?.minutesLate], ['', '', 4])
  const raw = await school.send(maria, 'GET', `/api/o/${school.organisation.slug}/students/${tom.id}/record`)
  assert.doesNotMatch(JSON.stringify(raw.body), /secret/)
})

test('a guardian is told of a note once, by mail only when she receives reports, and never of private words', async () => {
  const school = await world()
  const { as, rina, maria, dewi, tom, setNow, settle, access, organisation } = school
  const { id, startsAt } = await plan(school)
  const later = await plan(school, { days: 1 })
  const note = { lessonId: id, studentId: tom.id, ...texts }
  setNow(startsAt)
  const mails = async () =>
    access.owner
      .selectFrom('platform.mail')
      .selectAll()
      .where('orgId', '=', organisation.id)
      .where('uniqueKey', 'like', 'note:%')
      .execute()
  const first = await as(rina)(writeNote, { ...note, privateText: 'secret' })
  await settle()
  assert.deepEqual(await mails(), [])
  setNow(startsAt.add({ seconds: 1 }))
  const second = await as(rina)(writeNote, {
    ...note,
    sharedText: 'Scales <b>',
    privateText: 'secret',
    homework: 'Page 5',
    basedOn: first.writtenAt,
  })
  await settle()
  setNow(startsAt.add({ seconds: 2 }))
  await as(rina)(writeNote, { ...note, sharedText: 'Scales!', privateText: 'secret', basedOn: second.writtenAt })
  await settle()
  const [mail, ...others] = await mails()
  assert.deepEqual(others, [])
  assert.equal(mail?.recipient, maria.email)
  assert.match(mail.bodyText, /Scales/)
  assert.match(mail.bodyHtml, /&lt;b&gt;/)
  assert.doesNotMatch(mail.bodyText + mail.bodyHtml, /secret/)
  const told = async () =>
    (await as(maria)(listNotifications, {})).rows.filter(({ kind }) => kind === 'teaching.note_shared').length
  assert.equal(await told(), 1)

  const person = await as(dewi)(getPerson, { personId: tom.id })
  await as(dewi)(changeGuardianship, { guardianshipId: person.guardians[0]!.id, receivesReports: false })
  setNow(later.startsAt)
  await as(rina)(writeNote, { ...note, lessonId: later.id, sharedText: 'More' })
  await settle()
  assert.equal((await mails()).length, 1)
  assert.equal(await told(), 2)
})

test('a teacher lists the students taught, whose records open, and nobody else', async () => {
  const school = await world()
  const { as, refused, rina, budi, maria, tom, lila } = school
  await plan(school)
  const namesOf = async (who: Person, search?: string) =>
    (await as(who)(listTaughtStudents, search === undefined ? {} : { search })).rows.map(({ fullName }) => fullName)
  assert.deepEqual(await namesOf(rina), [tom.name])
  assert.deepEqual(await namesOf(rina, 'tom'), [tom.name])
  assert.deepEqual(await namesOf(rina, lila.name), [])
  assert.deepEqual(await namesOf(budi), [])
  assert.equal((await refused(maria)(listTaughtStudents, {})).status, 403)
})
