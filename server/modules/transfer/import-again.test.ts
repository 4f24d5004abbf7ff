import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cancelBooking, declineBooking, getBooking } from '#contract/booking'
import { changeOffering, listOfferings } from '#contract/catalogue'
import { changePerson, getPerson } from '#contract/people'
import { changeResource, listResources } from '#contract/resources'
import { cancelLesson, getAvailability, getLesson, moveLesson, setAvailability } from '#contract/scheduling'
import type { Id } from '#platform/ids.ts'
import { world } from '#testing/world.ts'
import { listOldRecords, listReportLines } from './contract.ts'
import { fingerprints, importedSchool, importInto, readSample, zone } from './imported-school.test-data.ts'
import { add, childBooking, group, guestBooking, ilham, set, type Tables } from './music-school-mess.test-data.ts'
import type { OldRows } from './planning.ts'

const copy = (rows: OldRows): Tables => new Map([...rows].map(([table, list]) => [table, [...list]]))

/** The sample with everything moved, so that its last lessons are still to come and its open requests still open. */
function movedToNow(rows: OldRows): Tables {
  const moved = Temporal.Duration.from({ hours: 53 * 7 * 24 })
  const later = (text: string) =>
    Temporal.Instant.from(text.replace(' ', 'T')).add(moved).toString().replace('T', ' ').replace('Z', '+00')
  return new Map(
    [...rows].map(([table, list]) => [
      table,
      list.map((row) => ({
        ...row,
        values: Object.fromEntries(
          Object.entries(row.values).map(([column, text]) => [
            column,
            text && /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(text) ? later(text) : text,
          ]),
        ),
      })),
    ]),
  )
}

test('running an import again changes nothing', async () => {
  const rows = await readSample()
  const { access, organisation, summary } = await importedSchool(rows)
  const before = await fingerprints(access, organisation.id)
  const again = await importInto(access, organisation.id, { rows })
  assert.deepEqual(await fingerprints(access, organisation.id), before)
  assert.deepEqual(again.remarks, [])
  assert.deepEqual(
    again.tables.map(({ read, unchanged }) => read - unchanged),
    again.tables.map(() => 0),
  )
  assert.deepEqual(
    summary.tables.map(({ read, made }) => read - made),
    again.tables.map(() => 0),
  )
  const shuffled = new Map([...rows].toReversed().map(([table, list]) => [table, list.toReversed()]))
  await importInto(access, organisation.id, { rows: shuffled })
  assert.deepEqual(await fingerprints(access, organisation.id), before, 'in whatever order the rows come')
})

test('what people did in between stays, also what they took away', async () => {
  const rows = movedToNow(await readSample())
  const { as: asPerson, owner, access, organisation } = await importedSchool(rows)
  const as = () => asPerson(owner)
  const became = async <Kind extends string>(oldTable: string, oldKey: string) =>
    (await as()(listOldRecords, { oldTable, oldKey })).rows[0]?.becameId as Id<Kind>

  const personId = await became<'person'>('users', ilham)
  await as()(changePerson, { personId, fullName: 'Ilham Pangestu Putra' })
  const { offerings } = await as()(listOfferings, { all: true })
  const offering = offerings.find(({ teacherIds }) => teacherIds.length > 1)!
  const [kept] = offering.teacherIds
  await as()(changeOffering, { offeringId: offering.id, priceAmount: 99_000_00n, teacherIds: [kept!] })
  const roomId = await became<'resource'>('rooms', '91358190-7e97-45e6-8223-a61c383bb753')
  await as()(changeResource, { resourceId: roomId, name: 'Grand Piano' })
  const claimant = { claimantKind: 'resource', claimantId: roomId } as const
  await as()(setAvailability, { ...claimant, rules: [{ weekday: 7, fromMinute: 600, toMinute: 660, zone }] })
  const teacherHours = { claimantKind: 'teacher', claimantId: kept! } as const
  await as()(setAvailability, { ...teacherHours, rules: [] })

  const lessons = rows.get('class_schedules')!
  const coming = lessons.filter(({ values }) => Date.parse(values['start_time'] ?? '') > Date.parse('2026-11-17'))
  const [toMove, toCancel] = [coming.at(-1)!, coming.find(({ values }) => values['booking_id'])!]
  const movedId = await became<'lesson'>('class_schedules', toMove.key)
  const { startsAt } = await as()(getLesson, { lessonId: movedId })
  const later = startsAt.add({ hours: 24 * 7 })
  await access.owner
    .deleteFrom('scheduling.reservation')
    .where('orgId', '=', organisation.id)
    .where('lessonId', '=', movedId)
    .where('exclusive', '=', false)
    .execute()
  await as()(moveLesson, { lessonId: movedId, startsAt: later })
  const cancelledId = await became<'lesson'>('class_schedules', toCancel.key)
  await as()(cancelLesson, { lessonId: cancelledId, reason: 'The teacher is ill.' })
  const pending = rows.get('bookings')!.filter(({ values }) => values['status'] === 'pending')
  const states = await Promise.all(
    pending.map(async ({ key }) => as()(getBooking, { bookingId: await became<'booking'>('bookings', key) })),
  )
  const [toDecline, toWithdraw] = states.filter(({ status }) => status === 'requested')
  assert.ok(toDecline && toWithdraw, 'some requests of the moved sample are still open')
  await as()(declineBooking, { bookingId: toDecline.id, reason: 'Full.' })
  await as()(cancelBooking, { bookingId: toWithdraw.id, reason: 'They changed their mind.' })

  const before = await fingerprints(access, organisation.id)
  await importInto(access, organisation.id, { rows })
  assert.deepEqual(await fingerprints(access, organisation.id), before)
  assert.equal((await as()(getPerson, { personId })).fullName, 'Ilham Pangestu Putra')
  const { offerings: offeringsNow } = await as()(listOfferings, { all: true })
  const now = offeringsNow.find(({ id }) => id === offering.id)
  assert.deepEqual([now?.price?.amount, now?.teacherIds], [99_000_00n, [kept]])
  assert.equal((await as()(getAvailability, claimant)).rules.length, 1)
  assert.equal((await as()(getAvailability, teacherHours)).rules.length, 0)
  assert.deepEqual((await as()(getLesson, { lessonId: movedId })).startsAt, later)
  assert.equal((await as()(getLesson, { lessonId: cancelledId })).status, 'cancelled')
  assert.ok((await as()(listResources, {})).resources.some(({ name }) => name === 'Grand Piano'))
  const declined = await as()(getBooking, { bookingId: toDecline.id })
  assert.deepEqual([declined.status, declined.holdId], ['declined', null])

  const more = copy(rows)
  const [likeMoved, likeCancelled] = ['b-moved', 'b-cancelled']
  for (const [key, slot] of [
    [likeMoved, toMove.key],
    [likeCancelled, toCancel.key],
  ] as const)
    add(more, ['bookings', guestBooking], key, {
      status: 'confirmed',
      confirmed_slot_id: slot,
      course_id: lessons.find((each) => each.key === slot)!.values['course_id'] ?? '',
      applicant_full_name: `Student of ${key}`,
      applicant_email: `${key}@mail.example`,
      applicant_wa_number: null,
    })
  const { remarks } = await importInto(access, organisation.id, { rows: more })
  assert.deepEqual(
    remarks.filter(({ message }) => message === 'transfer.lesson_cancelled_here').map(({ key }) => key),
    [likeCancelled],
  )
  const moved = await as()(getLesson, { lessonId: movedId })
  assert.ok(moved.students.some(({ name }) => name === `Student of ${likeMoved}`))
  const newcomer = moved.students.find(({ name }) => name === `Student of ${likeMoved}`)!
  const { rows: times } = await access.pool.query<{ at: string }>(
    'select lower(during)::text as at from scheduling.reservation where person_id = $1',
    [newcomer.id],
  )
  assert.deepEqual(
    times.map(({ at }) => Temporal.Instant.from(at.replace(' ', 'T')).epochMilliseconds),
    [later.epochMilliseconds],
  )
  assert.equal((await as()(getLesson, { lessonId: cancelledId })).students.length, 0)
})

test('an old row that changed is kept anew and reported once; a new one is added', async () => {
  const rows = await readSample()
  const { as: asPerson, owner, access, organisation } = await importedSchool(rows)
  const as = () => asPerson(owner)
  const changed = copy(rows)
  set(changed, 'users', ilham, { full_name: 'Ilham P. Baru', phone_number: '+6281100000001' })
  set(changed, 'class_schedules', group, { start_time: '2025-11-29 04:00:00+00', end_time: '2025-11-29 05:00:00+00' })
  add(changed, ['users', ilham], 'u-new', {
    full_name: 'Murid Baru',
    email: 'baru@mail.example',
    phone_number: '+6281100000002',
    wa_number: null,
  })
  add(changed, ['bookings', childBooking], 'b-new', {
    applicant_full_name: 'Adik Baru',
    confirmed_slot_id: null,
    status: 'cancelled',
  })
  const { remarks, runId, tables } = await importInto(access, organisation.id, { rows: changed })
  const lines = remarks.filter(({ message }) => message === 'transfer.changed_since')
  assert.deepEqual(lines.map(({ key }) => key).toSorted(), [ilham, group].toSorted())
  const shown = await as()(listReportLines, { importId: runId, kind: 'kept' })
  assert.ok(shown.rows.some(({ oldKey, message }) => oldKey === ilham && message === 'transfer.changed_since'))
  const users = tables.find(({ table }) => table === 'users')
  assert.deepEqual([users?.made, users?.changed, users?.unchanged], [1, 1, 45])

  const { rows: kept } = await as()(listOldRecords, { oldTable: 'users', oldKey: ilham })
  assert.equal(kept[0]?.columns['full_name'], 'Ilham P. Baru')
  const person = await as()(getPerson, { personId: kept[0]?.becameId as Id<'person'> })
  assert.equal(person.fullName, 'Ilham Pangestu', 'what is worked with is not overwritten')
  const { rows: made } = await as()(listOldRecords, { oldTable: 'bookings', oldKey: 'b-new' })
  const booking = await as()(getBooking, { bookingId: made[0]?.becameId as Id<'booking'> })
  assert.deepEqual([booking.studentName, booking.status], ['Adik Baru', 'cancelled'])

  const before = await fingerprints(access, organisation.id)
  assert.deepEqual((await importInto(access, organisation.id, { rows: changed })).remarks, [])
  assert.deepEqual(await fingerprints(access, organisation.id), before)
})

test('a class whose course appears later comes in then', async () => {
  const rows = await readSample()
  const broken = copy(rows)
  set(broken, 'class_schedules', group, { course_id: 'not yet' })
  const { as, owner, access, organisation } = await importedSchool(broken)
  const find = async () => (await as(owner)(listOldRecords, { oldTable: 'class_schedules', oldKey: group })).rows[0]
  assert.equal((await find())?.becameId, null)
  await importInto(access, organisation.id, { rows })
  const lessonId = (await find())?.becameId as Id<'lesson'>
  assert.equal((await as(owner)(getLesson, { lessonId })).status, 'planned')
})

test('two imports at the same moment do not mix', async () => {
  const rows = await readSample()
  const { access, organisation } = await world()
  const outcomes = await Promise.allSettled([1, 2, 3].map(() => importInto(access, organisation.id, { rows })))
  const failed = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => String(reason.code))
  assert.deepEqual(failed, ['transfer.import_running', 'transfer.import_running'])
})
