import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { sql } from 'kysely'
import { getBooking, listBookings } from '#contract/booking'
import { createPerson } from '#contract/people'
import { createResource, listResources } from '#contract/resources'
import { getLesson, planLesson } from '#contract/scheduling'
import type { DatabaseAccess } from '#platform/db.ts'
import type { Id } from '#platform/ids.ts'
import { findSentence } from '#platform/texts.ts'
import { world } from '#testing/world.ts'
import { listReportLines } from './contract.ts'
import {
  allPages,
  fingerprints,
  importedSchool,
  importInto,
  oldRecords,
  readSample,
} from './imported-school.test-data.ts'
import { lessonMesses } from './music-school-lesson-messes.test-data.ts'
import { add, set, type Tables } from './music-school-mess.test-data.ts'
import { peopleMesses } from './music-school-people-messes.test-data.ts'
import type { OldRows } from './planning.ts'

const messes = [...peopleMesses, ...lessonMesses]

let rows: OldRows
before(async () => {
  rows = await readSample()
})

const copy = (some: OldRows): Tables => new Map([...some].map(([table, list]) => [table, [...list]]))
const allAtOnce = () => messes.reduce<OldRows>((some, mess) => mess.make(copy(some)), copy(rows))

/** Every value of every old row is found again, and what it became can be opened. */
async function checkKept(school: Awaited<ReturnType<typeof importedSchool>>, from: OldRows): Promise<void> {
  const kept = await oldRecords(school)
  const all = [...from.values()].flat()
  assert.equal(kept.length, all.length)
  const texts = new Set(kept.map(({ oldTable, columns }) => textOf(oldTable, columns)))
  for (const { table, values } of all) assert.ok(texts.has(textOf(table, values)))
  const as = school.as(school.owner)
  for (const { becameKind, becameId } of kept) {
    if (becameKind === 'booking') await as(getBooking, { bookingId: becameId as Id<'booking'> })
    if (becameKind === 'lesson') await as(getLesson, { lessonId: becameId as Id<'lesson'> })
  }
}

function textOf(table: string, columns: Readonly<Record<string, string | null>>): string {
  const sorted = Object.entries(columns).toSorted(([one], [other]) => (one < other ? -1 : 1))
  return JSON.stringify([table, sorted])
}

/** Claims that stop nobody are exactly those that overlap others, and places are counted right. */
async function checkTimetable(access: DatabaseAccess, orgId: string): Promise<void> {
  const { rows: wrong } = await sql<{ what: string; id: string }>`
    select 'counts other than its places' as what, lesson.id::text from scheduling.lesson
    where org_id = ${orgId} and places_taken <> (
      select count(*) from scheduling.place where place.org_id = lesson.org_id and lesson_id = lesson.id and status = 'taken')
    union all
    select 'gives way to nobody', one.id::text from scheduling.reservation one
    where one.org_id = ${orgId} and not one.exclusive and not exists (
      select from scheduling.reservation other
      where other.org_id = one.org_id and other.id <> one.id and other.claimant_id = one.claimant_id and other.during && one.during)
    union all
    select 'claims nothing', lesson.id::text from scheduling.lesson
    where org_id = ${orgId} and status = 'planned' and not exists (
      select from scheduling.reservation where reservation.org_id = lesson.org_id and lesson_id = lesson.id)`.execute(
    access.owner,
  )
  assert.deepEqual(wrong, [])
}

for (const mess of messes) {
  test(`mess: ${mess.name}`, async () => {
    const messy = mess.make(copy(rows))
    const { access, organisation, summary } = await importedSchool(messy)
    const said = new Set(summary.remarks.map(({ message }) => message))
    for (const message of mess.says) assert.ok(said.has(`transfer.${message}` as never), `says ${message}`)
    await checkTimetable(access, organisation.id)
    const prints = await fingerprints(access, organisation.id)
    await importInto(access, organisation.id, { rows: messy })
    assert.deepEqual(await fingerprints(access, organisation.id), prints)
  })
}

test('all messes at once: nothing is lost, every line of the report is a sentence', async () => {
  const messy = allAtOnce()
  const school = await importedSchool(messy)
  await checkKept(school, messy)
  await checkTimetable(school.access, school.organisation.id)
  const lines = await allPages((cursor) =>
    school.as(school.owner)(listReportLines, {
      importId: school.summary.runId,
      limit: 200,
      ...(cursor && { cursor }),
    }),
  )
  assert.equal(lines.length, school.summary.remarks.length)
  for (const { message, arguments: args } of lines)
    for (const locale of ['en', 'fr', 'id', 'ar'] as const)
      assert.doesNotMatch(findSentence(locale, message, args) ?? '{', /[{}]|undefined/, message)
  for (const kind of ['merged', 'guessed', 'not_understood', 'clash', 'kept'] as const)
    assert.ok(
      lines.some((line) => line.kind === kind),
      kind,
    )
})

test('lessons that clash come in beside each other', async () => {
  const mess = lessonMesses.find(({ says }) => says.includes('clash_teacher'))!
  const { access, organisation } = await importedSchool(mess.make(copy(rows)))
  const { rows: clashing } = await sql<{ asWhat: string }>`
    select as_what as "asWhat" from scheduling.reservation where org_id = ${organisation.id} and not exclusive order by 1`.execute(
    access.owner,
  )
  assert.deepEqual(
    clashing.map(({ asWhat }) => asWhat),
    ['resource', 'student', 'teacher'],
  )
})

test('an organisation that is in use takes an old database in, and says what met', async () => {
  const { as, dewi, rina, piano, studio, access, organisation } = await world()
  const names = rows.get('rooms')!.map(({ values }) => values['name']!)
  for (const name of names.slice(0, 2)) await as(dewi)(createResource, { kind: 'room', name })
  await as(dewi)(createPerson, { fullName: 'Ilham Lama', email: 'Ilham.Pangestu@yahoo.example' })
  await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: rina.id,
    roomId: studio.id,
    startsAt: Temporal.Instant.from('2026-11-18T03:00:00Z'),
    studentIds: [],
  })
  const atFirst = await as(dewi)(listResources, {})
  const { remarks } = await importInto(access, organisation.id, { rows: allAtOnce() })
  const said = (message: string) => remarks.filter((remark) => remark.message === `transfer.${message}`)
  assert.equal(said('room_name_here').length, 3, 'two rooms, and the twin of one')
  assert.deepEqual(said('room_name_here')[0]?.args['other'], `${String(said('room_name_here')[0]?.args['name'])} (2)`)
  assert.ok(said('email_here').some(({ args }) => args['other'] === 'Ilham Lama'))
  const after = await as(dewi)(listResources, {})
  assert.equal(after.resources.length, atFirst.resources.length + 7, 'six rooms and the twin of one')
  await checkTimetable(access, organisation.id)
  const prints = await fingerprints(access, organisation.id)
  const again = await importInto(access, organisation.id, { rows: allAtOnce() })
  assert.deepEqual([again.remarks, await fingerprints(access, organisation.id)], [[], prints])
})

test('open requests keep their times while there are any, and the rest is said', async () => {
  const { access, organisation, as, dewi } = await world()
  const messy = copy(rows)
  const slot = rows.get('class_schedules')![0]!.key
  set(messy, 'class_schedules', slot, {
    start_time: '2026-11-20 03:00:00+00',
    end_time: '2026-11-20 04:00:00+00',
    booking_id: null,
  })
  const course = rows.get('class_schedules')![0]!.values['course_id']!
  set(messy, 'courses', course, { max_students: '1' })
  const pending = rows.get('bookings')!.find(({ values }) => values['status'] === 'pending')!
  for (const name of ['first', 'second', 'third'])
    add(messy, ['bookings', pending.key], `open-${name}`, {
      course_id: course,
      created_at: '2026-11-15 03:00:00+00',
      first_choice_slot_id: slot,
      second_choice_slot_id: null,
      second_preference: null,
      expires_at: name === 'third' ? null : '2026-11-19 03:00:00+00',
      user_id: null,
      applicant_full_name: name,
      applicant_email: `${name}@mail.example`,
      applicant_wa_number: null,
      guardian_name: null,
      guardian_wa_number: null,
    })
  for (const booking of rows.get('bookings')!)
    if (booking.values['confirmed_slot_id'] === slot)
      set(messy, 'bookings', booking.key, { status: 'cancelled', confirmed_slot_id: null })
  const { remarks } = await importInto(access, organisation.id, { rows: messy })
  const keys = (message: string) =>
    remarks.filter((remark) => remark.message === `transfer.${message}`).map(({ key }) => key)
  assert.deepEqual(keys('choice_not_held'), ['open-second', 'open-third'])
  assert.deepEqual(keys('request_prolonged'), ['open-third'])
  const { rows: waiting } = await as(dewi)(listBookings, { status: 'requested' })
  assert.deepEqual(waiting.map(({ studentName }) => studentName).toSorted(), ['first', 'second', 'third'])
})
