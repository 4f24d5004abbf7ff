import { epochMinute, instantOf, localDate, toInstant } from '#platform/time.ts'
import * as fc from 'fast-check'
import type { Candidate, Purpose } from './openings.ts'
import type { ResourceKind, SlotSearch } from './slot-search.ts'
import { pairsOf } from './slow-slots.test-data.ts'
import type { Teacher } from './teacher-limits.ts'

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

function candidatesFor(zone: string, noon: number, ids: string[]): fc.Arbitrary<Candidate[]> {
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
function teachersFor(zone: string, noon: number): fc.Arbitrary<Teacher[]> {
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
  return fc.tuple(candidatesFor(zone, noon, ['t1', 't2', 't3']), fc.tuple(facts, facts, facts)).map(([each, all]) =>
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

/** Searches of a few days around the moments at which something happens to the clocks. */
export const searches: fc.Arbitrary<SlotSearch> = fc.constantFrom(...scenes).chain(([zone, day]) => {
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
    teachers: teachersFor(zone, noon),
    needs: fc
      .tuple(
        candidatesFor(zone, noon, ['r1', 'r2', 'r3']),
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
