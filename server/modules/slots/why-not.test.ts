import assert from 'node:assert/strict'
import { test } from 'node:test'
import { epochMinute } from '#platform/time.ts'
import type { Candidate } from './openings.ts'
import { noRanges } from './ranges.ts'
import type { ResourceKind, SlotSearch } from './slot-search.ts'
import type { Teacher } from './teacher-limits.ts'
import { explain } from './why-not.ts'

const at = (text: string) => Temporal.Instant.from(text)
const minute = (text: string) => epochMinute(at(text))
const date = (text: string) => Temporal.PlainDate.from(text)

/** Monday to Sunday from 9 to 17 in Paris. */
function candidate(id: string, changes: Partial<Teacher> = {}): Teacher {
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
    needs: [],
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

const need = (kind: ResourceKind, ...candidates: Candidate[]) => ({ kind, candidates })

test('rooms: none at all, none free, or the wanted one taken', () => {
  const taken = candidate('blue', { busy, rules: [] })
  const shut = candidate('red', { rules: [{ weekday: 1, fromMinute: 0, toMinute: 1440 }] })
  assert.deepEqual(explain(search({ needs: [need('room')] }), free), [{ code: 'no_room' }])
  assert.deepEqual(explain(search({ needs: [need('room', taken, shut)] }), free), [
    { code: 'no_room' },
    { code: 'room_busy', subjectId: 'blue', ...lesson },
    { code: 'room_closed', subjectId: 'red' },
  ])
  assert.deepEqual(explain(search({ needs: [need('room', taken, candidate('green'))] }), free), [])
  assert.equal(explain(search({ needs: [need('room', taken)] }), free)[0]?.code, 'room_busy')
})

test('every need is explained by its kind, and one thing does not serve two of them', () => {
  const needs = [need('room', candidate('blue')), need('vehicle', candidate('van', { busy }))]
  assert.deepEqual(explain(search({ needs }), free), [{ code: 'vehicle_busy', subjectId: 'van', ...lesson }])
  const [first, second] = [candidate('drums'), candidate('amplifier')]
  const both = (...candidates: Candidate[]) => [need('equipment', ...candidates), need('equipment', first)]
  assert.deepEqual(explain(search({ needs: both(first, second) }), free), [])
  assert.deepEqual(explain(search({ needs: both(first) }), free), [{ code: 'no_equipment' }])
})

test('an expired paper and a leaving date say from when', () => {
  const until = minute('2026-10-22T08:30Z')
  const van = candidate('van', { until, untilLabel: 'Insurance' })
  assert.deepEqual(explain(search({ needs: [need('vehicle', van)] }), free), [
    { code: 'vehicle_papers', subjectId: 'van', from: until, label: 'Insurance' },
  ])
  assert.deepEqual(explain(search({ teachers: [candidate('ana', { until })] }), free), [
    { code: 'teacher_left', subjectId: 'ana', from: until },
  ])
  assert.deepEqual(explain(search({ studentsUntil: until }), free), [{ code: 'student_left', from: until }])
  assert.deepEqual(explain(search({ studentsUntil: minute('2026-10-22T08:45Z') }), free), [])
})

test('hours for lessons of another format or at another location are named as such', () => {
  const everyDay = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1020 }))
  const online = candidate('ana', { rules: everyDay.map((rule) => ({ ...rule, format: 'online' as const })) })
  const atNorth = candidate('ana', { rules: everyDay.map((rule) => ({ ...rule, locationId: 'north' })) })
  const venue = { format: 'in_person' as const, locationId: 'south' }
  const subjectId = 'ana'
  assert.deepEqual(explain(search({ teachers: [online], venue }), free), [{ code: 'teacher_other_format', subjectId }])
  assert.deepEqual(explain(search({ teachers: [atNorth], venue }), free), [
    { code: 'teacher_other_location', subjectId },
  ])
  assert.deepEqual(explain(search({ teachers: [atNorth], venue: { ...venue, locationId: 'north' } }), free), [])
  const off = {
    from: at('2026-10-22T06:00Z'),
    to: at('2026-10-22T20:00Z'),
    available: false,
    format: 'online' as const,
  }
  assert.deepEqual(explain(search({ teachers: [candidate('ana', { exceptions: [off] })], venue }), free), [])
})

const lessons = Int32Array.of(minute('2026-10-22T08:45Z'), minute('2026-10-22T09:30Z'))

test("a teacher's own notice, furthest day, grid and buffers count where they are stricter", () => {
  const limited = (limits: Teacher['limits']) =>
    search({ teachers: [candidate('ana', { busy, limits: limits! })] }, { bufferAfterMinutes: 0 })
  const subjectId = 'ana'
  assert.deepEqual(explain(limited({ noticeMinutes: 60 }), free), [])
  assert.deepEqual(explain(limited({ noticeMinutes: 72 * 60 }), free), [
    { code: 'too_soon', subjectId, from: minute('2026-10-23T06:00Z') },
  ])
  assert.deepEqual(explain(limited({ furthestDays: 1 }), free), [
    { code: 'too_far', subjectId, to: minute('2026-10-21T22:00Z') },
  ])
  assert.deepEqual(explain(limited({ gridMinutes: 60 }), at('2026-10-22T07:30Z')), [{ code: 'off_grid', subjectId }])
  assert.deepEqual(explain(limited({ bufferAfterMinutes: 5 }), free), [{ code: 'teacher_busy', subjectId, ...lesson }])
})

test('a full day, a run without a break and the way from elsewhere say what stands behind them', () => {
  const ana = (changes: Partial<Teacher>) => search({ teachers: [candidate('ana', { lessons, ...changes })] })
  const subjectId = 'ana'
  assert.deepEqual(explain(ana({ limits: { mostLessons: 1 } }), free), [
    { code: 'teacher_day_full', subjectId, from: minute('2026-10-21T22:00Z'), to: minute('2026-10-22T22:00Z') },
  ])
  assert.deepEqual(explain(ana({ limits: { mostLessons: 2 } }), free), [])
  assert.deepEqual(explain(ana({ limits: { longestRunMinutes: 89, breakMinutes: 15 } }), free), [
    { code: 'teacher_needs_break', subjectId, ...lesson },
  ])
  assert.deepEqual(explain(ana({ limits: { longestRunMinutes: 90, breakMinutes: 15 } }), free), [])
  assert.deepEqual(explain(ana({ limits: { longestRunMinutes: 89, breakMinutes: 15 } }), at('2026-10-22T07:45Z')), [])
  const elsewhere = Int32Array.of(lesson.from - 30, lesson.to + 30)
  assert.deepEqual(explain(ana({ elsewhere }), free), [
    { code: 'teacher_travels', subjectId, from: lesson.from - 30, to: lesson.to + 30 },
  ])
  assert.deepEqual(explain(ana({ elsewhere }), at('2026-10-22T07:30Z')), [])
})

test('a school without teachers has no slots', () => {
  assert.deepEqual(explain(search({ teachers: [] }), free), [{ code: 'outside_teacher_hours' }])
})

test('a start outside the searched range has no answer, since its reservations are not known', () => {
  assert.throws(() => explain(search(), at('2027-01-01T09:00Z')), RangeError)
})
