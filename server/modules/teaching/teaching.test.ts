import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listCharges } from '#contract/billing'
import { listNotifications } from '#contract/notifications'
import { changeGuardianship, getPerson } from '#contract/people'
import { cancelLesson, getLesson, planLesson } from '#contract/scheduling'
import { newId, type Id } from '#platform/ids.ts'
import { monday, world, type Person, type World } from '#testing/world.ts'
import { getTeachingDay, listRecord, listUnmarkedLessons, markAttendance, writeNote } from './contract.ts'

const tuesday = Temporal.PlainDate.from('2026-11-17')

interface Plan {
  readonly days?: number
  readonly hour?: number
  readonly students?: readonly Person[]
  readonly offering?: 'piano' | 'choir'
}

/** A lesson with Rina, from Tuesday eleven o'clock on; the clock is left at Monday. */
async function plan(school: World, { days = 0, hour = 11, students, offering = 'piano' }: Plan = {}) {
  school.setNow(monday)
  const startsAt = tuesday
    .add({ days })
    .toZonedDateTime({ timeZone: school.organisation.zone, plainTime: { hour } })
    .toInstant()
  const { id } = await school.as(school.dewi)(planLesson, {
    offeringId: school[offering].id,
    teacherId: school.rina.id,
    roomId: offering === 'piano' ? school.studio.id : school.hall.id,
    startsAt,
    studentIds: (students ?? [school.tom]).map((student) => student.id),
  })
  return { id, startsAt }
}

const texts = { sharedText: '', privateText: '', homework: '' }

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
  const raw = await school.send(maria, 'GET', `/api/o/${school.organisation.slug}/students/${tom.id}/record`)
  assert.doesNotMatch(JSON.stringify(raw.body), /secret/)
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
