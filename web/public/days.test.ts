import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Id } from '#platform/ids.ts'
import { firstFreeDay, groupByDay, nearestSlots, organisationDays, pickTimes } from './days.ts'
import type { Day, Slot } from './page-data.ts'

const day = (text: string) => Temporal.PlainDate.from(text)
const rina = '01890000-0000-7000-8000-000000000001' as Id<'person'>
const budi = '01890000-0000-7000-8000-000000000002' as Id<'person'>

function slot(startsAt: string, teachers: Id<'person'>[] = [rina]): Slot {
  const start = Temporal.Instant.from(startsAt)
  return { startsAt: start, endsAt: start.add({ minutes: 45 }), teacherIds: teachers, lessonId: null, placesLeft: null }
}

function known(...days: Day[]): Map<string, Day> {
  return new Map(days.map((each) => [each.date.toString(), each]))
}

const thursday: Day = { date: day('2026-11-19'), closedBecause: null, slots: [slot('2026-11-19T09:15:00Z')] }
const friday: Day = {
  date: day('2026-11-20'),
  closedBecause: null,
  slots: [slot('2026-11-20T02:00:00Z', [budi]), slot('2026-11-20T14:00:00Z')],
}
const hours = [1, 2, 3, 4, 5, 6].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1200 }))
const jakarta = { zone: 'Asia/Jakarta', openingHours: hours, closures: [] }

test('a reader far away sees each time on the day it has there', () => {
  const view = { from: day('2026-11-19'), teacher: null, readerZone: 'America/New_York' }
  const days = groupByDay(known(thursday, friday), view, jakarta)
  assert.equal(days[0]?.slots.length, 2, 'nine on Friday morning in Jakarta is still Thursday evening in New York')
  assert.equal(days[1]?.slots.length, 1)
})

test('a day of the reader asks for every day of the school that it touches', () => {
  const days = organisationDays(day('2026-11-19'), 'America/New_York', 'Asia/Jakarta')
  assert.deepEqual(days.map(String), ['2026-11-19', '2026-11-20'])
  assert.deepEqual(organisationDays(day('2026-11-19'), 'Asia/Jakarta', 'Asia/Jakarta').map(String), ['2026-11-19'])
})

test('a closed day says why, a full one does not pretend to be closed', () => {
  const holiday = { id: '01890000-0000-7000-8000-000000000003' as Id<'closure'>, name: 'Recital' }
  const closures = [{ ...holiday, fromDate: day('2026-11-21'), toDate: day('2026-11-21') }]
  const full: Day = { date: day('2026-11-20'), closedBecause: null, slots: [] }
  const view = { from: day('2026-11-20'), teacher: null, readerZone: 'Asia/Jakarta' }
  const [fullFriday, saturday, sunday] = groupByDay(known(full), view, { ...jakarta, closures })
  assert.equal(fullFriday?.closed, null)
  assert.deepEqual(saturday?.closed, { because: 'Recital' })
  assert.deepEqual(sunday?.closed, { because: null })
  assert.equal(sunday?.isLoading, true)
})

test('the first free day is that of the teacher', () => {
  const find = (teacher: string | null) => firstFreeDay([friday, thursday], teacher, day('2026-11-19'))?.toString()
  assert.equal(find(null), '2026-11-19')
  assert.equal(find(budi), '2026-11-20')
  assert.equal(firstFreeDay([thursday], budi, day('2026-11-19')), null)
})

test('near a taken time means near in time and with the same teacher', () => {
  const wanted = { startsAt: Temporal.Instant.from('2026-11-20T02:15:00Z'), teacher: rina }
  const starts = nearestSlots(known(thursday, friday), wanted, 2).map(({ startsAt }) => startsAt.toString())
  assert.deepEqual(starts, ['2026-11-19T09:15:00Z', '2026-11-20T14:00:00Z'])
})

test('a full day shows a few times that do not overlap', () => {
  const start = Temporal.Instant.from('2026-11-20T02:00:00Z')
  const all = Array.from({ length: 40 }, (_, n) => slot(start.add({ minutes: n * 15 }).toString()))
  const picked = pickTimes(all)
  assert.ok(picked.length <= 7 && picked.length >= 4, String(picked.length))
  assert.ok(picked.every((each, n) => n === 0 || Temporal.Instant.compare(picked[n - 1]!.endsAt, each.startsAt) <= 0))
  assert.equal(pickTimes(all.slice(0, 6)).length, 6)
})
