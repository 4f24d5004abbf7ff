// The slots engine alone: `node bench/slots.ts`. Prints the size of the work and the medians, to rows and to JSON.
import { performance } from 'node:perf_hooks'
import { epochMinute, toInstant } from '#platform/time.ts'
import type { Candidate } from '../server/modules/slots/openings.ts'
import type { SlotSearch } from '../server/modules/slots/slot-search.ts'
import { findSlots } from '../server/modules/slots/slots.ts'

interface Work {
  readonly teachers: number
  readonly days: number
  readonly busyEach: number
  readonly rooms?: number
  readonly gridMinutes?: number
  readonly goalMs?: number
}

const works: Work[] = [
  { teachers: 1, days: 30, busyEach: 30 },
  { teachers: 1, days: 30, busyEach: 200, goalMs: 0.2 },
  { teachers: 1, days: 90, busyEach: 200 },
  { teachers: 20, days: 30, busyEach: 30 },
  { teachers: 20, days: 30, busyEach: 200 },
  { teachers: 20, days: 90, busyEach: 200, goalMs: 0.65 },
  { teachers: 20, days: 90, busyEach: 200, gridMinutes: 15 },
  { teachers: 20, days: 90, busyEach: 200, rooms: 8 },
  { teachers: 40, days: 365, busyEach: 800 },
]

const zone = 'Europe/Paris'
const firstDay = Temporal.PlainDate.from('2026-09-14')
const rounds = 400

/** A small linear congruential generator, so that every run does the same work. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

function buildCandidate(id: string, { days, busyEach }: Work, random: () => number): Candidate {
  const from = epochMinute(toInstant(firstDay, 0, zone))
  const starts = Int32Array.from({ length: busyEach }, () => from + Math.floor(random() * days * 96) * 15).toSorted()
  return {
    id,
    zone,
    rules: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 9 * 60, toMinute: 17 * 60 })),
    exceptions: [],
    busy: Int32Array.from([...starts].flatMap((start) => [start, start + 30])),
  }
}

function buildSearch(work: Work): SlotSearch {
  const random = randomNumbers(42)
  const candidates = (count: number) => Array.from({ length: count }, (_, n) => buildCandidate(String(n), work, random))
  return {
    from: toInstant(firstDay, 0, zone),
    to: toInstant(firstDay.add({ days: work.days }), 0, zone),
    now: toInstant(firstDay, 0, zone),
    zone,
    offering: {
      durationMinutes: 30,
      gridMinutes: work.gridMinutes ?? 30,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      minimumNoticeMinutes: 0,
      furthestDays: work.days + 1,
    },
    teachers: candidates(work.teachers),
    needs: work.rooms === undefined ? [] : [{ kind: 'room', candidates: candidates(work.rooms) }],
  }
}

interface Times {
  readonly median: number
  /** One round in ten was faster: what the machine does when nothing else runs on it. */
  readonly fast: number
}

function measure(run: () => unknown): Times {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    run()
    times.push(performance.now() - start)
  }
  const sorted = times.slice(rounds >> 2).toSorted((a, b) => a - b)
  const at = (part: number) => Number((sorted[Math.floor(sorted.length * part)] ?? Number.NaN).toFixed(3))
  return { median: at(0.5), fast: at(0.1) }
}

const table = works.map((work) => {
  const search = buildSearch(work)
  const rows = measure(() => findSlots(search))
  const json = measure(() => JSON.stringify(findSlots(search)))
  const slots = findSlots(search)
  return {
    teachers: work.teachers,
    days: work.days,
    'busy each': work.busyEach,
    rooms: work.rooms ?? 0,
    grid: search.offering.gridMinutes,
    slots: slots.length,
    'JSON bytes': JSON.stringify(slots).length,
    'rows ms': rows.median,
    'JSON ms': json.median,
    'JSON ms, fastest tenth': json.fast,
    'goal ms': work.goalMs ?? '',
  }
})
console.table(table)
