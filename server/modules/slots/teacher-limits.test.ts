import assert from 'node:assert/strict'
import { env } from 'node:process'
import { test } from 'node:test'
import { epochMinute, instantOf } from '#platform/time.ts'
import * as fc from 'fast-check'
import { noRanges } from './ranges.ts'
import type { SlotSearch } from './slot-search.ts'
import { forbiddenStarts, type Teacher } from './teacher-limits.ts'

const numRuns = Number(env['SLOT_CASES'] ?? 800)
const begin = epochMinute(Temporal.Instant.from('2026-10-22T06:00Z'))

function searchFor(durationMinutes: number): SlotSearch {
  return {
    from: instantOf(begin),
    to: instantOf(begin + 400),
    now: instantOf(begin),
    zone: 'Europe/Paris',
    offering: {
      durationMinutes,
      bufferBeforeMinutes: 0,
      bufferAfterMinutes: 0,
      minimumNoticeMinutes: 0,
      furthestDays: 9,
    },
    teachers: [],
    needs: [],
  }
}

/** Lessons one after the other, with a gap before each. */
const lessons = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 40 })), { maxLength: 8 })
  .map((parts) => {
    let minute = begin + 20
    return parts.map(([gap, length]): [number, number] => [(minute += gap), (minute += length)])
  })

/** The lessons and a new one in order, followed from one to the next while there is no break between them. */
function runWith(taught: readonly [number, number][], lesson: [number, number], pause: number): number {
  const all = [...taught, lesson].toSorted(([one], [other]) => one - other)
  const own = all.indexOf(lesson)
  let [first, last] = [own, own]
  while (first > 0 && all[first]![0] - all[first - 1]![1] < pause) first--
  while (last < all.length - 1 && all[last + 1]![0] - all[last]![1] < pause) last++
  return all[last]![1] - all[first]![0]
}

test('a start is forbidden exactly when the teacher would go on for too long without a break', () => {
  let forbidden = 0
  const facts = fc.record({
    taught: lessons,
    duration: fc.integer({ min: 1, max: 40 }),
    pause: fc.integer({ min: 1, max: 30 }),
    longest: fc.integer({ min: 15, max: 150 }),
  })
  fc.assert(
    fc.property(facts, ({ taught, duration, pause, longest }) => {
      const teacher: Teacher = {
        id: 'ana',
        zone: 'UTC',
        rules: [],
        exceptions: [],
        busy: noRanges,
        lessons: Int32Array.from(taught.flat()),
        limits: { longestRunMinutes: longest, breakMinutes: pause },
      }
      const found = forbiddenStarts(searchFor(duration), teacher, { from: begin, to: begin + 400 })
      for (let start = begin; start < begin + 400; start++) {
        const end = start + duration
        if (taught.some(([from, to]) => from < end && start < to)) continue
        const isForbidden = found.some(({ from, to }) => from <= start && start < to)
        assert.equal(isForbidden, runWith(taught, [start, end], pause) > longest, `${start - begin}`)
        if (isForbidden) forbidden++
      }
    }),
    { numRuns },
  )
  assert.ok(forbidden > numRuns, 'enough is forbidden')
})
