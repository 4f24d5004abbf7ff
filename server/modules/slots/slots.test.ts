import assert from 'node:assert/strict'
import { env } from 'node:process'
import { test } from 'node:test'
import { epochMinute, instantOf, localDate, minuteOfDay, toInstant } from '#platform/time.ts'
import * as fc from 'fast-check'
import type { Candidate, CandidateKind, Purpose, WeeklyRule } from './openings.ts'
import type { ResourceKind, SlotSearch } from './slot-search.ts'
import { findSlots, nearestSlots, type Slot } from './slots.ts'
import type { Teacher } from './teacher-limits.ts'
import { explain } from './why-not.ts'

const numRuns = Number(env['SLOT_CASES'] ?? 800)

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

/** Hours for lessons of one format or at one location do not count for others. */
function isMeant({ format, locationId }: Purpose, { venue = {} }: SlotSearch): boolean {
  if (format && venue.format && format !== venue.format) return false
  return locationId === undefined || venue.locationId === undefined || locationId === venue.locationId
}

const knownHours = new WeakMap<Candidate, [number, number][]>()

/** Every day near the search on which a rule holds, as epoch minutes; worked out once for each candidate. */
function weeklyHours(candidate: Candidate, search: SlotSearch): [number, number][] {
  const known = knownHours.get(candidate)
  if (known) return known
  const { rules, zone } = candidate
  const hours: [number, number][] = []
  const last = localDate(search.to, zone).add({ days: 3 })
  for (let day = localDate(search.from, zone).subtract({ days: 2 }); !day.equals(last); day = day.add({ days: 1 })) {
    for (const rule of rules) {
      if (!holds(rule, day) || !isMeant(rule, search)) continue
      hours.push([edge(day, rule.fromMinute, zone), edge(day, rule.toMinute, zone)])
    }
  }
  knownHours.set(candidate, hours)
  return hours
}

function isBusy(busy: Int32Array, minute: number): boolean {
  for (let i = 0; i < busy.length; i += 2) if (busy[i]! <= minute && minute < busy[i + 1]!) return true
  return false
}

function minutes(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i)
}

function pairsOf(ranges: Int32Array = new Int32Array()): [number, number][] {
  return Array.from({ length: ranges.length / 2 }, (_, i) => [ranges[i * 2]!, ranges[i * 2 + 1]!])
}

function isFree(search: SlotSearch, candidate: Teacher, kind: CandidateKind, start: number): boolean {
  const { offering } = search
  const { rules, exceptions, limits = {} } = candidate
  const lesson = minutes(start, start + offering.durationMinutes)
  const hours = weeklyHours(candidate, search)
  const meant = exceptions.filter((exception) => isMeant(exception, search))
  const isOpen = (minute: number) =>
    (kind === 'resource' && rules.length === 0) ||
    hours.some(([from, to]) => from <= minute && minute < to) ||
    meant.some((added) => added.available && isWithin(minute, added))
  const isTaken = (minute: number) =>
    isBusy(candidate.busy, minute) || meant.some((off) => !off.available && meets(minute, off))
  const before = Math.max(offering.bufferBeforeMinutes, limits.bufferBeforeMinutes ?? 0)
  const after = Math.max(offering.bufferAfterMinutes, limits.bufferAfterMinutes ?? 0)
  return (
    lesson.every(isOpen) &&
    !minutes(start - before, start + offering.durationMinutes + after).some(isTaken) &&
    !lesson.some((minute) => isBusy(candidate.elsewhere ?? new Int32Array(), minute)) &&
    start + offering.durationMinutes <= (candidate.until ?? Infinity) &&
    isWithinLimits(search, candidate, start)
  )
}

function isWithinLimits(
  { now, zone, offering }: SlotSearch,
  { limits = {}, lessons }: Teacher,
  start: number,
): boolean {
  const day = localDate(instantOf(start), zone)
  const { noticeMinutes = 0, furthestDays = 1e4, gridMinutes = 1, mostLessons = Infinity } = limits
  const earliest = now.add({ minutes: noticeMinutes })
  const sameDay = pairsOf(lessons).filter(([from]) => localDate(instantOf(from), zone).equals(day))
  return (
    (limits.noticeMinutes === undefined || start * 60_000 >= earliest.epochMilliseconds) &&
    localDate(now, zone).until(day).days <= furthestDays &&
    minuteOfDay(instantOf(start), zone) % gridMinutes === 0 &&
    sameDay.length < mostLessons &&
    runAround(start, start + offering.durationMinutes, { limits, lessons: pairsOf(lessons) }) <=
      (limits.longestRunMinutes ?? Infinity)
  )
}

/** How long the teacher would go on without a break with a lesson from `from` to `to`. */
function runAround(
  from: number,
  to: number,
  { limits, lessons }: { limits: { breakMinutes?: number }; lessons: [number, number][] },
): number {
  let [first, last] = [from, to]
  for (let grown = true; grown;) {
    grown = false
    for (const [start, end] of lessons) {
      const isNear = start - last < (limits.breakMinutes ?? 0) && first - end < (limits.breakMinutes ?? 0)
      if (!isNear || (start >= first && end <= last)) continue
      ;[first, last, grown] = [Math.min(first, start), Math.max(last, end), true]
    }
  }
  return last - first
}

/** Whether somebody can have one of each list, none twice: every choice is tried. */
function canChoose([first, ...rest]: string[][], taken: string[] = []): boolean {
  return first === undefined || first.some((id) => !taken.includes(id) && canChoose(rest, [...taken, id]))
}

function findSlotsSlowly(search: SlotSearch): Slot[] {
  const { offering, zone, teachers, needs, students = [], closures = [], now } = search
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
      const end = start + offering.durationMinutes
      const lesson = minutes(start, end)
      const isClosed = (m: number) => closed.some(([from, to]) => from <= m && m < to)
      if (lesson.some((m) => isClosed(m) || students.some((busy) => isBusy(busy, m)))) continue
      if (end > (search.studentsUntil ?? Infinity)) continue

      const free = (among: readonly Candidate[], kind: CandidateKind) =>
        [...among.keys()].filter((n) => isFree(search, among[n]!, kind, start))
      const freeTeachers = free(teachers, 'teacher')
      if (freeTeachers.length === 0) continue
      const resources = needs.map(({ candidates }) => free(candidates, 'resource'))
      if (!canChoose(resources.map((list, n) => list.map((c) => needs[n]!.candidates[c]!.id)))) continue
      slots.push({ start, end, teachers: freeTeachers, resources })
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

const purpose: fc.Arbitrary<Purpose> = fc.constantFrom<Purpose[]>(
  {},
  {},
  {},
  { format: 'online' },
  { format: 'in_person' },
  { locationId: 'north' },
  { locationId: 'south', format: 'in_person' },
)

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
      purpose,
    })
    .map(({ weekday, edges: [a, b], validFrom, validTo, purpose: meant }) => ({
      ...meant,
      weekday,
      fromMinute: Math.min(a, b),
      toMinute: Math.max(a, b),
      ...(validFrom ? { validFrom } : {}),
      ...(validTo ? { validTo } : {}),
    }))
  const exception = fc
    .record({ span, seconds, available: fc.boolean(), purpose })
    .map(({ span: [a, b], seconds: s, available, purpose: meant }) => ({
      ...meant,
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
      until: fc
        .option(moment, { nil: undefined, freq: 2 })
        .map((minute) => (minute === undefined ? 9e7 : noon + minute)),
    })
  return fc.integer({ min: 0, max: ids.length }).chain((count) => fc.tuple(...ids.slice(0, count).map(one)))
}

/** Some of what keeps a teacher busy are lessons, with buffers around them, and some of those are somewhere else. */
function teachers(zone: string, noon: number): fc.Arbitrary<Teacher[]> {
  const some = fc.array(fc.boolean(), { minLength: 12, maxLength: 12 })
  const figure = (...values: number[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 })
  const limits = fc.record({
    noticeMinutes: figure(0, 300),
    furthestDays: figure(1, 3),
    gridMinutes: figure(30, 60, 20),
    bufferBeforeMinutes: figure(10),
    bufferAfterMinutes: figure(20),
    longestRunMinutes: figure(60, 120, 240),
    mostLessons: figure(1, 2, 4),
  })
  const facts = fc.record({
    isLesson: some,
    isElsewhere: some,
    limits,
    breakMinutes: fc.constantFrom(5, 15, 60),
    way: fc.constantFrom(0, 15, 90),
  })
  return fc.tuple(candidates(zone, noon, ['t1', 't2', 't3']), fc.tuple(facts, facts, facts)).map(([each, all]) =>
    each.map((candidate, n) => {
      const { isLesson, isElsewhere, limits: found, breakMinutes, way } = all[n]!
      const kept = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
      const pairs = pairsOf(candidate.busy).filter(([from, to], i) => isLesson[i] && to - from > 10)
      const lessons = pairs.map(([from, to]): [number, number] => [from + 5, to - 3])
      const away = lessons.filter((_, i) => isElsewhere[i]).map(([from, to]) => [from - way, to + way])
      return {
        ...candidate,
        lessons: Int32Array.from(lessons.flat()),
        ...(away.length > 0 && { elsewhere: Int32Array.from(away.flat()) }),
        ...(Object.keys(kept).length > 0 && { limits: { ...kept, breakMinutes } }),
      }
    }),
  )
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
    venue: fc.constantFrom(
      {},
      { format: 'in_person' as const },
      { format: 'in_person' as const, locationId: 'north' },
      { format: 'online' as const, locationId: null },
    ),
    teachers: teachers(zone, noon),
    needs: fc
      .tuple(
        candidates(zone, noon, ['r1', 'r2', 'r3']),
        fc.array(fc.constantFrom(0b111, 0b111, 0b011, 0b110), { maxLength: 3 }),
      )
      .map(([all, masks]) =>
        masks.map((mask, n) => ({
          kind: (['room', 'vehicle', 'equipment'] as const satisfies ResourceKind[])[n]!,
          candidates: all.filter((_, c) => mask & (1 << c)),
        })),
      ),
    students: fc.array(busyTimes(noon), { maxLength: 2 }),
    studentsUntil: fc.constantFrom(9e7, 9e7, noon, noon + 700),
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

test('a time is a slot exactly when nothing speaks against it, for any and for each teacher and resource', () => {
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
          for (const [need, { kind, candidates: all }] of search.needs.entries()) {
            if (search.needs.length > 1) break
            for (const [n, candidate] of all.entries()) {
              const narrowed = { ...search, needs: [{ kind, candidates: [candidate] }] }
              const isListed = slot?.resources[need]!.includes(n) ?? false
              assert.equal(explain(narrowed, start).length === 0, isListed, `${asked} ${candidate.id}`)
            }
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
