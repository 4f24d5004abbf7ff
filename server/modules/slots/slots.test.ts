import assert from 'node:assert/strict'
import { env } from 'node:process'
import { test } from 'node:test'
import { epochMinute, instantOf, localDate, minuteOfDay, toInstant } from '#platform/time.ts'
import * as fc from 'fast-check'
import type { Candidate, CandidateKind, WeeklyRule } from './openings.ts'
import type { SlotSearch } from './slot-search.ts'
import { findSlots, nearestSlots, type Slot } from './slots.ts'
import { explain } from './why-not.ts'

const numRuns = Number(env['SLOT_CASES'] ?? 2000)

// The obvious way: every minute is asked on its own, and Temporal answers for every wall time.

type Moments = { readonly from: Temporal.Instant; readonly to: Temporal.Instant }

function meets(minute: number, { from, to }: Moments): boolean {
  return (minute + 1) * 60_000 > from.epochMilliseconds && minute * 60_000 < to.epochMilliseconds
}

function isWithin(minute: number, { from, to }: Moments): boolean {
  return minute * 60_000 >= from.epochMilliseconds && (minute + 1) * 60_000 <= to.epochMilliseconds
}

function edge(date: Temporal.PlainDate, minute: number, zone: string): number {
  const wall = date.toPlainDateTime().add({ minutes: minute })
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const exists = earlier.toPlainDateTime().equals(wall)
  return (exists ? earlier : earlier.getTimeZoneTransition('next')!).epochMilliseconds / 60_000
}

function holds(rule: WeeklyRule, date: Temporal.PlainDate): boolean {
  return (
    date.dayOfWeek === rule.weekday &&
    (!rule.validFrom || Temporal.PlainDate.compare(date, rule.validFrom) >= 0) &&
    (!rule.validTo || Temporal.PlainDate.compare(date, rule.validTo) <= 0)
  )
}

/** Every day near the search on which a rule holds, as epoch minutes. */
function weeklyHours({ rules, zone }: Candidate, search: SlotSearch): [number, number][] {
  const hours: [number, number][] = []
  const last = localDate(search.to, zone).add({ days: 3 })
  for (let day = localDate(search.from, zone).subtract({ days: 2 }); !day.equals(last); day = day.add({ days: 1 })) {
    for (const rule of rules) {
      if (holds(rule, day)) hours.push([edge(day, rule.fromMinute, zone), edge(day, rule.toMinute, zone)])
    }
  }
  return hours
}

function isOpen(
  { rules, exceptions }: Candidate,
  kind: CandidateKind,
  hours: [number, number][],
  minute: number,
): boolean {
  if (kind === 'room' && rules.length === 0) return true
  return (
    hours.some(([from, to]) => from <= minute && minute < to) ||
    exceptions.some((added) => added.available && isWithin(minute, added))
  )
}

function isTaken(candidate: Candidate, minute: number): boolean {
  return isBusy(candidate.busy, minute) || candidate.exceptions.some((off) => !off.available && meets(minute, off))
}

function isBusy(busy: Int32Array, minute: number): boolean {
  for (let i = 0; i < busy.length; i += 2) if (busy[i]! <= minute && minute < busy[i + 1]!) return true
  return false
}

function minutes(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

function findSlotsSlowly(search: SlotSearch): Slot[] {
  const { offering, zone, teachers, rooms, students = [], closures = [], now } = search
  const hours = new Map([...teachers, ...(rooms ?? [])].map((each) => [each, weeklyHours(each, search)]))
  const isFree = (candidate: Candidate, kind: CandidateKind, lesson: number[]) => {
    const [start, end] = [lesson[0]!, lesson.at(-1)! + 1]
    const claimed = minutes(start - offering.bufferBeforeMinutes, end + offering.bufferAfterMinutes)
    return (
      lesson.every((m) => isOpen(candidate, kind, hours.get(candidate)!, m)) &&
      claimed.every((m) => !isTaken(candidate, m))
    )
  }
  const lastDay = localDate(now, zone).add({ days: offering.furthestDays })
  const earliest = now.add({ minutes: offering.minimumNoticeMinutes })

  const closed = closures.map(({ from, to }) => [edge(from, 0, zone), edge(to, 1440, zone)] as const)

  const slots: Slot[] = []
  for (let day = localDate(search.from, zone).subtract({ days: 2 }); ; day = day.add({ days: 1 })) {
    if (Temporal.PlainDate.compare(day, localDate(search.to, zone).add({ days: 2 })) > 0) break
    if (Temporal.PlainDate.compare(day, lastDay) > 0) break
    for (let minute = 0; minute < 1440; minute += offering.gridMinutes ?? 15) {
      const instant = toInstant(day, minute, zone)
      const skipped = !localDate(instant, zone).equals(day) || minuteOfDay(instant, zone) !== minute
      const outside =
        Temporal.Instant.compare(instant, search.from) < 0 || Temporal.Instant.compare(instant, search.to) >= 0
      if (skipped || outside || Temporal.Instant.compare(instant, earliest) < 0) continue

      const start = epochMinute(instant)
      const lesson = minutes(start, start + offering.durationMinutes)
      const isClosed = (m: number) => closed.some(([from, to]) => from <= m && m < to)
      if (lesson.some((m) => isClosed(m) || students.some((busy) => isBusy(busy, m)))) continue

      const free = (among: readonly Candidate[], kind: CandidateKind) =>
        [...among.keys()].filter((n) => isFree(among[n]!, kind, lesson))
      const slot = {
        start,
        end: start + offering.durationMinutes,
        teachers: free(teachers, 'teacher'),
        rooms: free(rooms ?? [], 'room'),
      }
      if (slot.teachers.length > 0 && (rooms === null || slot.rooms.length > 0)) slots.push(slot)
    }
  }
  return slots
}

// Places and days at which something happens to the clocks, and some quiet ones.
const scenes: [zone: string, day: string][] = [
  ['Europe/Paris', '2026-03-29'],
  ['Europe/Paris', '2026-10-25'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Asia/Kathmandu', '2026-06-01'],
  ['Asia/Kathmandu', '1986-01-01'],
  ['Pacific/Apia', '2011-12-30'],
  ['Africa/Casablanca', '2026-02-15'],
  ['Africa/Casablanca', '2026-03-22'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['America/Sao_Paulo', '2018-02-17'],
  ['America/St_Johns', '2009-11-01'],
  ['Asia/Pyongyang', '2018-05-04'],
  ['Asia/Jakarta', '2026-05-10'],
]
const otherZones = ['Asia/Kathmandu', 'Europe/Paris', 'Australia/Lord_Howe', 'Asia/Jakarta', 'America/St_Johns']

function candidates(zone: string, noon: number, ids: string[]): fc.Arbitrary<Candidate[]> {
  const moment = fc.integer({ min: -3000, max: 3000 })
  const seconds = fc.constantFrom(0, 0, 0, 30)
  const span = fc.tuple(moment, fc.integer({ min: 0, max: 700 })).map(([start, length]) => [start, start + length])
  const quarter = fc.oneof(
    fc.integer({ min: 0, max: 96 }).map((n) => n * 15),
    fc.integer({ min: 0, max: 1440 }),
  )
  const date = fc.integer({ min: -3, max: 3 }).map((days) => localDate(instantOf(noon), 'UTC').add({ days }))
  const rule = fc
    .record({
      weekday: fc.integer({ min: 1, max: 7 }),
      edges: fc.tuple(quarter, quarter),
      validFrom: fc.option(date, { nil: undefined, freq: 2 }),
      validTo: fc.option(date, { nil: undefined, freq: 2 }),
    })
    .map(({ weekday, edges: [a, b], validFrom, validTo }) => ({
      weekday,
      fromMinute: Math.min(a, b),
      toMinute: Math.max(a, b),
      ...(validFrom ? { validFrom } : {}),
      ...(validTo ? { validTo } : {}),
    }))
  const exception = fc
    .record({ span, seconds, available: fc.boolean() })
    .map(({ span: [a, b], seconds: s, available }) => ({
      from: instantOf(noon + a!).add({ seconds: s }),
      to: instantOf(noon + b!).add({ seconds: s }),
      available,
    }))
  const wholeDays = [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, toMinute: 1440 }))
  const one = (id: string) =>
    fc.record({
      id: fc.constant(id),
      zone: fc.oneof(fc.constant(zone), fc.constantFrom(...otherZones)),
      rules: fc.oneof(fc.array(rule, { maxLength: 10 }), fc.constant(wholeDays)),
      exceptions: fc.array(exception, { maxLength: 3 }),
      busy: busyTimes(noon),
    })
  return fc.integer({ min: 0, max: ids.length }).chain((count) => fc.tuple(...ids.slice(0, count).map(one)))
}

function busyTimes(noon: number): fc.Arbitrary<Int32Array> {
  const span = fc.tuple(fc.integer({ min: -2600, max: 2600 }), fc.integer({ min: 0, max: 200 }))
  return fc.array(span, { maxLength: 12 }).map((spans) => {
    const sorted = spans.toSorted((a, b) => a[0] - b[0])
    return Int32Array.from(sorted.flatMap(([start, length]) => [noon + start, noon + start + length]))
  })
}

const searches: fc.Arbitrary<SlotSearch> = fc.constantFrom(...scenes).chain(([zone, day]) => {
  const noon = epochMinute(toInstant(Temporal.PlainDate.from(day), 720, zone))
  const moment = (min: number, max: number) =>
    fc
      .tuple(fc.integer({ min, max }), fc.constantFrom(0, 0, 1))
      .map(([m, s]) => instantOf(noon + m).add({ seconds: s }))
  const closure = fc.tuple(fc.integer({ min: -3, max: 3 }), fc.integer({ min: 0, max: 1 })).map(([from, length]) => ({
    from: Temporal.PlainDate.from(day).add({ days: from }),
    to: Temporal.PlainDate.from(day).add({ days: from + length }),
  }))
  return fc.record({
    from: moment(-1500, 100),
    to: moment(0, 1500),
    now: fc.oneof(fc.constant(instantOf(noon - 1500)), moment(-2000, 1000)),
    zone: fc.constant(zone),
    offering: fc.record({
      durationMinutes: fc.oneof(fc.constantFrom(15, 30, 45, 60), fc.integer({ min: 1, max: 120 })),
      gridMinutes: fc.constantFrom(15, 15, 30, 60, 7, 45),
      bufferBeforeMinutes: fc.constantFrom(0, 0, 5, 15),
      bufferAfterMinutes: fc.constantFrom(0, 0, 10, 30),
      minimumNoticeMinutes: fc.constantFrom(0, 0, 60, 1000),
      furthestDays: fc.constantFrom(0, 1, 2, 60),
    }),
    teachers: candidates(zone, noon, ['t1', 't2', 't3']),
    rooms: fc.option(candidates(zone, noon, ['r1', 'r2']), { nil: null, freq: 2 }),
    students: fc.array(busyTimes(noon), { maxLength: 2 }),
    closures: fc.oneof(fc.constant([]), fc.array(closure, { maxLength: 2 })),
  })
})

test(`slots are what asking minute by minute gives, in ${numRuns} searches`, () => {
  let found = 0
  fc.assert(
    fc.property(searches, (search) => {
      const slots = findSlots(search)
      found += slots.length
      assert.deepEqual(slots, findSlotsSlowly(search))
    }),
    { numRuns },
  )
  assert.ok(found > numRuns, 'the searches are not empty ones')
})

test('a time is a slot exactly when nothing speaks against it, for any and for each teacher and room', () => {
  fc.assert(
    fc.property(
      searches,
      fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { maxLength: 12 }),
      (search, places) => {
        const length = search.to.epochMilliseconds - search.from.epochMilliseconds
        if (length <= 0) return
        const slots = findSlots(search)
        const anywhere = places.map((place) => search.from.add({ milliseconds: Math.floor(place * length) }))
        const onMinutes = anywhere.map((instant) => instant.round({ smallestUnit: 'minute', roundingMode: 'ceil' }))
        const onQuarters = anywhere.map((instant) => instant.round({ smallestUnit: 'minute', roundingIncrement: 15 }))
        const onSlots = slots.slice(0, 8).map(({ start }) => instantOf(start))
        for (const start of [...anywhere, ...onMinutes, ...onQuarters, ...onSlots]) {
          if (Temporal.Instant.compare(start, search.from) < 0 || Temporal.Instant.compare(start, search.to) >= 0)
            continue
          const slot = slots.find((other) => instantOf(other.start).equals(start))
          const asked = String(start)
          assert.equal(explain(search, start).length === 0, slot !== undefined, asked)
          for (const [n, { id }] of search.teachers.entries()) {
            assert.equal(explain(search, start, id).length === 0, slot?.teachers.includes(n) ?? false, `${asked} ${id}`)
          }
          for (const [n, { id }] of (search.rooms ?? []).entries()) {
            assert.equal(
              explain(search, start, undefined, id).length === 0,
              slot?.rooms.includes(n) ?? false,
              `${asked} ${id}`,
            )
          }
        }
      },
    ),
    { numRuns: Math.ceil(numRuns / 4) },
  )
})

test('the nearest slots are the nearest', () => {
  const wanted = fc.integer({ min: -4000, max: 4000 })
  fc.assert(
    fc.property(searches, wanted, fc.integer({ min: 0, max: 5 }), (search, offset, count) => {
      const minute = epochMinute(search.from) + offset
      const distance = ({ start }: Slot) => Math.abs(start - minute)
      const byDistance = findSlots(search).toSorted((a, b) => distance(a) - distance(b) || a.start - b.start)
      const nearest = byDistance.slice(0, count).toSorted((a, b) => a.start - b.start)
      assert.deepEqual(nearestSlots(search, instantOf(minute), count), nearest)
    }),
    { numRuns: Math.ceil(numRuns / 4) },
  )
})
