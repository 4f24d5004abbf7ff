import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { before, test } from 'node:test'
import { openDump } from './dump.ts'
import { musicSchoolColumns } from './music-school-columns.ts'
import { planMusicSchool, readMusicSchool } from './music-school.ts'
import type { OldRow } from './old-database.ts'
import type { ImportPlan, PlanOptions } from './plan.ts'
import type { ColumnHomes, OldRows } from './planning.ts'
import { lessonMesses } from './music-school-lesson-messes.test-data.ts'
import { peopleMesses } from './music-school-people-messes.test-data.ts'
import { checkPlan, outcomeOf } from './music-school-checks.test-data.ts'

const messes = [...peopleMesses, ...lessonMesses]

const sample = join(import.meta.dirname, '../../../db/sample/music-school')
const options: PlanOptions = {
  orgId: '0198a000-0000-7000-8000-000000000001',
  zone: 'Asia/Jakarta',
  currency: 'IDR',
  country: 'ID',
}

const allHomes: ColumnHomes = musicSchoolColumns

let rows: OldRows
let plan: ImportPlan

before(async () => {
  rows = await readMusicSchool(await openDump(`${sample}.sql`))
  plan = planMusicSchool(rows, options)
})

function made<Thing extends { sources: readonly { key: string }[] }>(things: readonly Thing[], key: string): Thing {
  const found = things.find((thing) => thing.sources.some((source) => source.key === key))
  assert.ok(found, `nothing was made of ${key}`)
  return found
}

const remarks = (of: ImportPlan, message: string) =>
  of.report.remarks.filter((remark) => remark.message === `transfer.${message}`)

test('every column of the old schema has a home', () => {
  for (const [table, list] of rows) {
    for (const column of Object.keys(list[0]?.values ?? {})) {
      const homes = allHomes[table] ?? {}
      assert.ok(homes[column], `${table}.${column} is neither mapped nor kept`)
    }
  }
  const columns = Object.values(musicSchoolColumns).map((table) => Object.keys(table).length)
  assert.equal(
    columns.reduce((sum, count) => sum + count),
    100,
  )
})

test('a mapped column matters: another value gives another plan', () => {
  const unchanged = outcomeOf(plan)
  const other: Readonly<Record<string, string>> = { boolean: 'true', id: 'c0ffee00-0000-4000-8000-000000000000' }
  for (const [table, columns] of Object.entries(musicSchoolColumns)) {
    for (const [column, home] of Object.entries(columns)) {
      if (home === 'kept') continue
      const changed = new Map(rows)
      const value = (old: string | null) =>
        old === 'true' ? 'false' : old === 'false' ? 'true' : (other[column] ?? 'x 17')
      changed.set(
        table,
        (rows.get(table) ?? []).map((row) => ({
          ...row,
          key: column === keyOf(table) ? `${row.key}!` : row.key,
          values: { ...row.values, [column]: value(row.values[column] ?? null) },
        })),
      )
      assert.notEqual(outcomeOf(planMusicSchool(changed, options)), unchanged, `${table}.${column}`)
    }
  }
})

function keyOf(table: string): string {
  return table === 'instructor_profiles' ? 'user_id' : 'id'
}

test('the sample gives the people, lessons and bookings it holds', () => {
  const { persons, guardianships, families, lessons, bookings, enrolments, places } = plan
  assert.equal(persons.length, 92, '46 accounts, 17 guests, 12 children booked for by an account, 17 guardians')
  assert.equal(persons.filter((person) => person.teacher).length, 6)
  assert.equal(persons.filter((person) => person.isStaff).length, 2)
  assert.deepEqual([guardianships.length, lessons.length, bookings.length, enrolments.length], [17, 74, 65, 30])
  assert.equal(places.length, 31, '32 bookings are confirmed, two of them for one student in one class')
  assert.equal(remarks(plan, 'place_twice').length, 1)
  const members = families.flatMap((family) => family.memberIds)
  assert.equal(new Set(members).size, members.length, 'nobody is in two families')
  for (const person of persons) if (person.student) assert.ok(members.includes(person.id))
  assert.equal(plan.report.remarks.filter((remark) => remark.kind === 'clash').length, 0)
})

test('the spot facts of the sample can be answered', () => {
  const user = made(plan.persons, '13d7f7a4-d34b-4c95-96b5-fb46bc6aa850')
  assert.deepEqual(
    [user.fullName, user.email, user.phone],
    ['Ilham Pangestu', 'ilham.pangestu@yahoo.example', '+6287812771082'],
  )
  assert.equal(
    made(plan.persons, '529c84ff-37d6-4df1-a1c1-d0d8d1284811').teacher?.specialization,
    'Gitar akustik dan elektrik',
  )

  const booking = made(plan.bookings, '0bbe99ea-1335-47bc-9452-90efe7561986')
  const lesson = made(plan.lessons, 'ca61153d-c07e-4365-9789-d9c759685612')
  assert.equal(booking.choices[0]?.lessonId, made(plan.lessons, '531b52c3-9ce9-47c8-bca8-ff363836f1ba').id)
  assert.equal(booking.choices[1]?.lessonId, lesson.id)
  assert.deepEqual(booking.confirmation, {
    lessonId: lesson.id,
    choiceId: booking.choices[1]?.id,
    at: '2025-11-03T18:00:09Z',
  })
  assert.deepEqual([booking.guardianName, booking.guardianWhatsapp], ['Citra Wijaya', '+6282153372216'])
  assert.equal(booking.notes, 'Lebih suka kelas sore setelah jam 16.00.')
  assert.deepEqual([booking.preferredDays, booking.preferredFrom, booking.preferredTo], [[2, 4, 6], 780, 1140])
  assert.equal(booking.startDate, '2025-11-23')
  assert.deepEqual([lesson.startsAt, lesson.endsAt], ['2025-12-09T10:00:00Z', '2025-12-09T10:45:00Z'])
  assert.equal(lesson.roomId, made(plan.rooms, '8cf91a38-0f1f-4c6e-b5c3-b99a04baa1e2').id)
  assert.equal(lesson.teacherId, made(plan.persons, '91d90e57-2542-4d26-a9aa-aa5d2bf957dd').id)

  const guest = made(plan.bookings, 'c2570742-6c92-4bff-9982-cc8bea73ccfe')
  assert.deepEqual([guest.studentName, guest.email, guest.bookedBy], ['Arif Halim', 'arif.halim@gmail.example', null])
  assert.equal(plan.persons.find((person) => person.id === guest.studentId)?.fullName, 'Arif Halim')

  const byStatus = Object.groupBy(plan.bookings, (each) => each.status)
  const counts = ['requested', 'confirmed', 'expired', 'cancelled', 'declined'] as const
  assert.deepEqual(
    counts.map((status) => byStatus[status]?.length),
    [8, 32, 9, 9, 7],
  )
  assert.equal(plan.bookings.filter((each) => each.bookedBy === null).length, 17)

  const group = plan.bookings.filter(
    (each) => each.confirmation?.lessonId === made(plan.lessons, 'eb7d10b5-9660-4437-be0a-b39d6d49c6f1').id,
  )
  assert.deepEqual(group.map((each) => each.sources[0]?.key ?? '').toSorted(), [
    '48d93c16-8204-4d34-bd27-45c4a846f3d7',
    'cf0b01fe-e2bf-415e-bf93-1233df8386b4',
    'effdc762-f73b-4766-a797-6df1d92ed193',
  ])

  const amounts = plan.prices.map((price) => price.amount).toSorted((one, other) => Number(one - other))
  assert.deepEqual([amounts.at(0), amounts.at(-1)], [7_500_000n, 25_000_000n])
  assert.deepEqual(
    plan.offerings.filter((each) => !each.isActive).map((each) => each.title),
    ['Keyboard Anak'],
  )
  const piano = made(plan.rooms, '91358190-7e97-45e6-8223-a61c383bb753')
  const open = plan.availability.filter((rule) => rule.ownerId === piano.id)
  assert.deepEqual(
    open.map((rule) => rule.weekday).toSorted((one, other) => one - other),
    [1, 2, 3, 4, 5, 6],
  )
  assert.equal(plan.enrolments.filter((each) => each.status === 'active').length, 27)
  assert.equal(plan.enrolments.filter((each) => each.studentId === null).length, 2)
  assert.equal(plan.lessons.map((each) => each.startsAt).toSorted()[0], '2025-10-28T08:00:00Z')
  assert.equal(
    plan.lessons
      .map((each) => each.endsAt)
      .toSorted()
      .at(-1),
    '2025-12-12T13:00:00Z',
  )
})

test('every spot fact is found unchanged on the record of its row', () => {
  type Fact = { table: string; key?: Record<string, string>; column: string; value: unknown }
  const { facts } = JSON.parse(readFileSync(`${sample}.expect.json`, 'utf8')) as { facts: Fact[] }
  const single = facts.filter((fact) => fact.key && fact.column)
  assert.ok(single.length > 20)
  for (const { table, key = {}, column, value } of single) {
    const record = plan.records.find((each) => each.table === table && each.key === Object.values(key).join('/'))
    const text = record?.columns[column] ?? null
    if (text === value) continue
    if (String(value).endsWith('Z')) assert.equal(Date.parse(text ?? ''), Date.parse(String(value)))
    else if (Array.isArray(value)) assert.deepEqual(text?.match(/[a-z]+/g), value)
    else assert.deepEqual(JSON.parse(text ?? 'null'), value)
  }
})

test('a child booked for by an account is a person of its own, in the family of the guardian', () => {
  const booking = made(plan.bookings, '0bbe99ea-1335-47bc-9452-90efe7561986')
  const account = made(plan.persons, '95290a3d-dc54-47a2-a655-653511c9c853')
  const link = plan.guardianships.find((each) => each.studentId === booking.studentId)
  const named = (id: string | null | undefined) => plan.persons.find((person) => person.id === id)
  assert.equal(booking.bookedBy, account.id)
  assert.deepEqual(
    [named(booking.studentId)?.fullName, named(link?.guardianId)?.fullName],
    ['Joko Siregar', 'Citra Wijaya'],
  )
  assert.equal(named(booking.studentId)?.email, null, 'the address is that of the account')
  const family = plan.families.find((each) => each.memberIds.includes(booking.studentId ?? ''))
  assert.deepEqual([family?.payerId, family?.memberIds.length], [link?.guardianId, 2])
})

test('the same rows give the same plan in whatever order they come', () => {
  const shuffled = new Map([...rows].toReversed().map(([table, list]) => [table, list.toReversed()]))
  const again = planMusicSchool(shuffled, options)
  const { report: one, ...first } = plan
  const { report: other, ...after } = again
  const sorted = (record: ImportPlan['records'][number]) => `${record.table}/${record.key}`
  assert.deepEqual(
    { ...after, records: Object.groupBy(after.records, sorted) },
    { ...first, records: Object.groupBy(first.records, sorted) },
  )
  assert.equal(one.remarks.length, other.remarks.length)
  assert.notEqual(
    planMusicSchool(rows, { ...options, orgId: '0198a000-0000-7000-8000-000000000002' }).persons[0]?.id,
    plan.persons[0]?.id,
  )
})

for (const mess of messes) {
  test(`mess: ${mess.name}`, () => {
    const copy = new Map(
      [...rows].map(([table, list]) => [table, list.map((row): OldRow => ({ ...row, values: { ...row.values } }))]),
    )
    const changed = mess.make(copy)
    const messy = planMusicSchool(changed, options)
    checkPlan(changed, messy)
    for (const message of mess.says) assert.ok(remarks(messy, message).length > 0, `says ${message}`)
    mess.check?.(messy, plan)
  })
}

test('all messes at once still give a whole plan', () => {
  const copy = new Map(
    [...rows].map(([table, list]) => [table, list.map((row): OldRow => ({ ...row, values: { ...row.values } }))]),
  )
  const changed = messes.reduce<OldRows>(
    (some, mess) => mess.make(new Map([...some].map(([table, list]) => [table, [...list]]))),
    copy,
  )
  checkPlan(changed, planMusicSchool(changed, options))
})
