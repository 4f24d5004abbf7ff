import assert from 'node:assert/strict'
import { test } from 'node:test'
import { epochMinute } from '#platform/time.ts'
import type { Candidate } from './openings.ts'
import { noRanges } from './ranges.ts'
import type { SlotSearch } from './slot-search.ts'
import { explain } from './why-not.ts'

const at = (text: string) => Temporal.Instant.from(text)
const minute = (text: string) => epochMinute(at(text))
const date = (text: string) => Temporal.PlainDate.from(text)

/** Monday to Sunday from 9 to 17 in Paris. */
function candidate(id: string, changes: Partial<Candidate> = {}): Candidate {
  const rules = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1020 }))
  return { id, zone: 'Europe/Paris', rules, exceptions: [], busy: noRanges, ...changes }
}

function search(changes: Partial<SlotSearch> = {}, offering: Partial<SlotSearch['offering']> = {}): SlotSearch {
  return {
    from: at('2026-10-01T00:00Z'),
    to: at('2026-12-01T00:00Z'),
    now: at('2026-10-20T06:00Z'),
    zone: 'Europe/Paris',
    offering: {
      durationMinutes: 45,
      gridMinutes: 15,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 15,
      minimumNoticeMinutes: 24 * 60,
      furthestDays: 14,
      ...offering,
    },
    teachers: [candidate('ana')],
    rooms: null,
    ...changes,
  }
}

const free = at('2026-10-22T08:00Z')
const busy = Int32Array.of(minute('2026-10-22T08:45Z'), minute('2026-10-22T09:30Z'))
const lesson = { from: busy[0]!, to: busy[1]! }

test('nothing speaks against a slot', () => {
  assert.deepEqual(explain(search(), free), [])
})

test('notice, past and furthest day say from when and until when', () => {
  assert.deepEqual(explain(search(), at('2026-10-19T08:00Z')), [
    { code: 'in_the_past', from: minute('2026-10-20T06:00Z') },
  ])
  assert.deepEqual(explain(search(), at('2026-10-20T08:00Z')), [
    { code: 'too_soon', from: minute('2026-10-21T06:00Z') },
  ])
  assert.deepEqual(explain(search(), at('2026-11-03T15:00Z')), [])
  assert.deepEqual(explain(search(), at('2026-11-04T09:00Z')), [{ code: 'too_far', to: minute('2026-11-03T23:00Z') }])
})

test('a start beside the grid, by minutes or by seconds', () => {
  assert.deepEqual(explain(search(), at('2026-10-22T08:05Z')), [{ code: 'off_grid' }])
  assert.deepEqual(explain(search(), at('2026-10-22T08:00:01Z')), [{ code: 'off_grid' }])
})

test('a wall time that exists twice is meant the first time', () => {
  const nights = candidate('ana', { rules: [{ weekday: 7, fromMinute: 0, toMinute: 1440 }] })
  assert.deepEqual(explain(search({ teachers: [nights] }), at('2026-10-25T00:30Z')), [])
  assert.deepEqual(explain(search({ teachers: [nights] }), at('2026-10-25T01:30Z')), [
    { code: 'clock_change', from: minute('2026-10-25T00:30Z') },
  ])
})

test('a closure has its name and its days', () => {
  const closures = [{ from: date('2026-10-22'), to: date('2026-10-23'), label: 'Autumn break' }]
  const [from, to] = [minute('2026-10-21T22:00Z'), minute('2026-10-23T22:00Z')]
  assert.deepEqual(explain(search({ closures }), free), [{ code: 'closure', from, to, label: 'Autumn break' }])
})

test("a student's lessons count without buffers", () => {
  assert.deepEqual(explain(search({ students: [busy] }), free), [])
  assert.deepEqual(explain(search({ students: [busy] }), at('2026-10-22T08:15Z')), [
    { code: 'student_busy', ...lesson },
  ])
})

test("a teacher's lessons count with buffers", () => {
  assert.deepEqual(explain(search({ teachers: [candidate('ana', { busy })] }), free), [
    { code: 'teacher_busy', subjectId: 'ana', ...lesson },
  ])
})

test('hours and time off are told apart, and time off has its reason', () => {
  const off = { from: at('2026-10-22T08:30Z'), to: at('2026-10-22T10:00Z'), available: false, reason: 'Dentist' }
  const ana = candidate('ana', { exceptions: [off] })
  const timeOff = { code: 'teacher_time_off', subjectId: 'ana', label: 'Dentist' } as const
  const [from, to] = [epochMinute(off.from), epochMinute(off.to)]
  assert.deepEqual(explain(search({ teachers: [ana] }), free), [{ ...timeOff, from, to }])
  assert.deepEqual(explain(search({ teachers: [ana] }), at('2026-10-22T15:00Z')), [
    { code: 'outside_teacher_hours', subjectId: 'ana' },
  ])
})

test('one free teacher is enough unless a certain one is wanted', () => {
  const teachers = [candidate('ana', { busy }), candidate('ben')]
  assert.deepEqual(explain(search({ teachers }), free), [])
  assert.equal(explain(search({ teachers }), free, 'ana')[0]?.code, 'teacher_busy')
  assert.throws(() => explain(search({ teachers }), free, 'eve'), RangeError)
})

test('rooms: none at all, none free, or the wanted one taken', () => {
  const taken = candidate('blue', { busy, rules: [] })
  const shut = candidate('red', { rules: [{ weekday: 1, fromMinute: 0, toMinute: 1440 }] })
  assert.deepEqual(explain(search({ rooms: [] }), free), [{ code: 'no_room' }])
  assert.deepEqual(explain(search({ rooms: [taken, shut] }), free), [
    { code: 'no_room' },
    { code: 'room_busy', subjectId: 'blue', ...lesson },
    { code: 'room_closed', subjectId: 'red' },
  ])
  assert.deepEqual(explain(search({ rooms: [taken, candidate('green')] }), free), [])
  assert.equal(explain(search({ rooms: [taken, candidate('green')] }), free, undefined, 'blue')[0]?.code, 'room_busy')
})

test('a school without teachers has no slots', () => {
  assert.deepEqual(explain(search({ teachers: [] }), free), [{ code: 'outside_teacher_hours' }])
})

test('a start outside the searched range has no answer, since its reservations are not known', () => {
  assert.throws(() => explain(search(), at('2027-01-01T09:00Z')), RangeError)
})
