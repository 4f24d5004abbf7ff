import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, test } from 'node:test'
import { getBooking, listBookings, listEnrolments } from '#contract/booking'
import { listOfferings } from '#contract/catalogue'
import { getPerson, listPeople } from '#contract/people'
import { listResources } from '#contract/resources'
import { getAvailability, getLesson, getTimetable } from '#contract/scheduling'
import type { Id } from '#platform/ids.ts'
import type { WorldCalls } from '#testing/world.ts'
import { listImports, listOldRecords } from './contract.ts'
import {
  allPages,
  importedSchool,
  oldRecords,
  readSample,
  sample,
  type ImportedSchool,
  type OldRecordRow,
} from './imported-school.test-data.ts'
import { readList } from './values.ts'

interface Fact {
  readonly id: string
  readonly fact: string
  readonly table: string
  readonly key?: Readonly<Record<string, string>>
  readonly column?: string
  readonly where?: string
  readonly value: unknown
}
interface Expected {
  readonly row_counts: Readonly<Record<string, number>>
  readonly total_rows: number
  readonly facts: readonly Fact[]
}

const expected = JSON.parse(readFileSync(sample.replace(/sql$/, 'expect.json'), 'utf8')) as Expected
const booking = '0bbe99ea-1335-47bc-9452-90efe7561986'
const lesson = 'ca61153d-c07e-4365-9789-d9c759685612'
const pianoRoom = '91358190-7e97-45e6-8223-a61c383bb753'
const group = 'eb7d10b5-9660-4437-be0a-b39d6d49c6f1'

let school: ImportedSchool & WorldCalls
let records: OldRecordRow[]

before(async () => {
  school = await importedSchool(await readSample())
  records = await oldRecords(school)
})

const as = () => school.as(school.owner)

async function became<Kind extends string>(oldTable: string, oldKey: string, kind: Kind): Promise<Id<Kind>> {
  const { rows } = await as()(listOldRecords, { oldTable, oldKey })
  assert.equal(rows.length, 1, `${oldTable} ${oldKey} is kept once`)
  assert.equal(rows[0]?.becameKind, kind === 'resource' ? 'room' : kind)
  return rows[0]?.becameId as Id<Kind>
}

const value = (id: number) =>
  expected.facts.find((fact) => fact.id === `music-school-${String(id).padStart(2, '0')}`)?.value

test('every row of the older database is kept, table by table', async () => {
  const counts = Object.fromEntries(
    [...Map.groupBy(records, ({ oldTable }) => oldTable)].map(([table, rows]) => [table, rows.length]),
  )
  assert.deepEqual(counts, expected.row_counts)
  assert.equal(records.length, expected.total_rows)
  const { imports } = await as()(listImports, {})
  assert.deepEqual(Object.fromEntries(imports[0]!.tables.map(({ table, read }) => [table, read])), expected.row_counts)
})

test('every fact is answered by the kept rows', () => {
  for (const fact of expected.facts) assert.deepEqual(answer(fact), fact.value, `${fact.id} ${fact.fact}`)
})

test('people: names, addresses, numbers and what teachers teach', async () => {
  const ilham = await as()(getPerson, {
    personId: await became('users', '13d7f7a4-d34b-4c95-96b5-fb46bc6aa850', 'person'),
  })
  assert.deepEqual([ilham.fullName, ilham.email, ilham.phone], [value(1), value(2), value(3)])
  const teachers = await allPages((cursor) => as()(listPeople, { kind: 'teacher', ...(cursor && { cursor }) }))
  assert.equal(teachers.length, value(4))
  const rina = await became('instructor_profiles', '529c84ff-37d6-4df1-a1c1-d0d8d1284811', 'person')
  assert.equal((await as()(getPerson, { personId: rina })).teacher?.specialization, value(5))
})

test('a booking keeps its two choices, what was confirmed, and what its applicant wrote', async () => {
  const shown = await as()(getBooking, { bookingId: await became('bookings', booking, 'booking') })
  for (const [rank, fact] of [
    [1, 6],
    [2, 7],
  ] as const) {
    const lessonOf = await as()(getLesson, {
      lessonId: await became('class_schedules', String(value(fact)), 'lesson'),
    })
    const choice = shown.choices.find((each) => each.rank === rank)
    assert.deepEqual([choice?.startsAt, choice?.teacherId], [lessonOf.startsAt, lessonOf.teacherId])
  }
  assert.equal(shown.status, 'confirmed')
  assert.equal(shown.lessonId, await became('class_schedules', String(value(8)), 'lesson'))
  assert.equal(shown.confirmedRank, 2)
  assert.deepEqual([shown.guardianName, shown.guardianWaNumber, shown.notes], [value(10), value(11), value(12)])
  assert.deepEqual(shown.preferredDays, [2, 4, 6])
  assert.deepEqual([shown.preferredFrom, shown.preferredTo], [13 * 60, 19 * 60])
  assert.equal(String(shown.startDate), value(15))

  const guest = await became('bookings', 'c2570742-6c92-4bff-9982-cc8bea73ccfe', 'booking')
  const arif = await as()(getBooking, { bookingId: guest })
  assert.deepEqual([arif.studentName, arif.email], [value(16), value(17)])
})

test('bookings by status; requests that ran out in 2025 are expired and their old word is kept', async () => {
  const list = (status: 'requested' | 'confirmed' | 'expired' | 'cancelled' | 'declined') =>
    allPages((cursor) => as()(listBookings, { status, ...(cursor && { cursor }) }))
  const count = async (...of: Parameters<typeof list>) => (await list(...of)).length
  assert.equal(await count('confirmed'), value(20))
  assert.equal(await count('cancelled'), value(22))
  assert.equal(await count('declined'), value(23))
  assert.equal(await count('requested'), 0)
  const expired = await list('expired')
  assert.equal(expired.length, Number(value(19)) + Number(value(21)))
  const oldWords = expired.map(({ id }) => records.find(({ becameId }) => becameId === id)?.columns['status'])
  assert.equal(oldWords.filter((word) => word === 'pending').length, value(19))
  assert.equal(oldWords.filter((word) => word === 'expired').length, value(21))
  assert.equal(school.summary.remarks.filter(({ message }) => message === 'transfer.request_ran_out').length, value(19))
})

test('lessons: room, teacher, time, and the students confirmed for a class', async () => {
  const shown = await as()(getLesson, { lessonId: await became('class_schedules', lesson, 'lesson') })
  assert.equal(shown.roomId, await became('rooms', String(value(27)), 'resource'))
  assert.equal(shown.teacherId, await became('users', String(value(28)), 'person'))
  assert.deepEqual([moment(shown.startsAt), moment(shown.endsAt)], [value(29), value(30)])

  const groupId = await became('class_schedules', group, 'lesson')
  const { students } = await as()(getLesson, { lessonId: groupId })
  const bookings = await Promise.all(
    (value(25) as string[]).map(async (key) =>
      as()(getBooking, { bookingId: await became('bookings', key, 'booking') }),
    ),
  )
  assert.deepEqual(new Set(bookings.map(({ lessonId }) => lessonId)), new Set([groupId]))
  const twice = 'two of the three bookings are of one student, who has one place'
  assert.deepEqual(new Set(students.map(({ id }) => id)), new Set(bookings.map(({ studentId }) => studentId)), twice)

  const days = [
    ['2025-10-20', '2025-11-20'],
    ['2025-11-21', '2025-12-31'],
  ] as const
  const parts = await Promise.all(
    days.map(([from, to]) =>
      as()(getTimetable, { from: Temporal.PlainDate.from(from), to: Temporal.PlainDate.from(to) }),
    ),
  )
  const lessons = parts.flatMap((part) => part.lessons)
  assert.equal(lessons.length, expected.row_counts['class_schedules'])
  assert.equal(lessons.map(({ startsAt }) => moment(startsAt)).toSorted()[0], value(39))
  assert.equal(
    lessons
      .map(({ endsAt }) => moment(endsAt))
      .toSorted()
      .at(-1),
    value(40),
  )
  assert.ok(
    lessons.every(({ isMarked }) => isMarked),
    'nobody is chased for attendance of lessons that the older system knew',
  )
})

test('offerings, prices, rooms and their hours', async () => {
  const { offerings } = await as()(listOfferings, { all: true })
  assert.equal(offerings.length, expected.row_counts['courses'])
  const prices = offerings.map(({ price }) => price!.amount).toSorted((one, other) => Number(one - other))
  assert.deepEqual([prices[0], prices.at(-1)], [BigInt(String(value(32))) * 100n, BigInt(String(value(33))) * 100n])
  assert.deepEqual(
    offerings.filter(({ isActive }) => !isActive).map(({ title }) => title),
    value(34),
  )
  assert.equal((await as()(listResources, {})).resources.length, expected.row_counts['rooms'])
  const { rules } = await as()(getAvailability, {
    claimantKind: 'resource',
    claimantId: await became('rooms', pianoRoom, 'resource'),
  })
  const names = ['', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
  assert.deepEqual(rules.map(({ weekday }) => names[weekday]!).toSorted(), value(35))
})

test('enrolments by status, and those of nobody', async () => {
  const list = await allPages((cursor) => as()(listEnrolments, { ...(cursor && { cursor }) }))
  assert.equal(list.length, expected.row_counts['enrollments'])
  assert.equal(list.filter(({ status }) => status === 'active').length, value(36))
  assert.equal(list.filter(({ bookingId }) => bookingId === null).length, value(37))
})

test('kept rows are found by any text in them, and only by who may', async () => {
  const { rows } = await as()(listOldRecords, { search: 'sudah SIAP untuk' })
  assert.ok(rows.length > 0 && rows.every(({ oldTable }) => oldTable === 'result_test'))
  assert.deepEqual((await as()(listOldRecords, { search: '100%' })).rows, [])
  assert.equal((await school.refused(null)(listOldRecords, {})).status, 401)
})

function moment(instant: Temporal.Instant): string {
  return instant.toString({ fractionalSecondDigits: 6 })
}

/** What the kept rows answer, in the way the expectations are written. */
function answer({ table, key, column = '', where, fact }: Fact): unknown {
  const rows = records.filter(({ oldTable }) => oldTable === table).map(({ columns }) => columns)
  if (key) {
    const row = rows.find((columns) => Object.entries(key).every(([name, text]) => columns[name] === text))
    return readable(row?.[column] ?? null)
  }
  if (fact.startsWith('smallest') || fact.startsWith('largest')) {
    const values = rows.map((columns) => readable(columns[column] ?? null)).toSorted(compare)
    return fact.startsWith('smallest') ? values[0] : values.at(-1)
  }
  const fitting = rows.filter((columns) => (where ?? '').split(' AND ').every((part) => fits(columns, part)))
  return column
    ? fitting.map((columns) => columns[column]).toSorted((one, other) => (String(one) < String(other) ? -1 : 1))
    : fitting.length
}

function fits(columns: OldRecordRow['columns'], condition: string): boolean {
  const [, name = '', rest = ''] = /^(\w+)(.*)$/.exec(condition) ?? []
  if (rest === '') return columns[name] === 'true'
  if (rest === ' IS NULL') return columns[name] === null
  return columns[name] === rest.replace(/^ = /, '').replaceAll("'", '')
}

function compare(one: unknown, other: unknown): number {
  const [a, b] = [Number(one), Number(other)]
  return Number.isNaN(a) ? String(one).localeCompare(String(other)) : a - b
}

function readable(text: string | null): unknown {
  if (text === null) return null
  if (/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/.test(text)) return moment(Temporal.Instant.from(text.replace(' ', 'T')))
  if (text.startsWith('{') && !text.includes(':')) return readList(text).value
  return text.startsWith('{') ? JSON.parse(text) : text
}
