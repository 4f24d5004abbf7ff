import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import { clipRanges, isSame, joinRanges, packRanges, type Ranges, startRanges, subtractRanges } from './ranges.ts'

const pair = fc.tuple(fc.integer({ min: 0, max: 80 }), fc.integer({ min: 0, max: 20 }))
const pairs = fc.array(
  pair.map(([start, length]): [number, number] => [start, start + length]),
  { maxLength: 8 },
)

function covers(ranges: Ranges, minute: number): boolean {
  for (let i = 0; i < ranges.length; i += 2) if (ranges[i]! <= minute && minute < ranges[i + 1]!) return true
  return false
}

function assertJoined(ranges: Ranges): void {
  for (let i = 1; i < ranges.length; i++) assert.ok(ranges[i - 1]! < ranges[i]!, String(ranges))
}

test('joining, subtracting and clipping say for each minute what they mean', () => {
  fc.assert(
    fc.property(pairs, pairs, (a, b) => {
      const [left, right] = [packRanges(a), packRanges(b)]
      const joined = joinRanges(left, right)
      const less = subtractRanges(left, right)
      const clipped = clipRanges(left.slice(), 20, 60)
      assert.equal(isSame(left, right), String(left) === String(right))
      for (const ranges of [left, joined, less, clipped]) assertJoined(ranges)
      for (let minute = -2; minute < 105; minute++) {
        assert.equal(
          covers(left, minute),
          a.some(([start, end]) => start <= minute && minute < end),
        )
        assert.equal(covers(joined, minute), covers(left, minute) || covers(right, minute))
        assert.equal(covers(less, minute), covers(left, minute) && !covers(right, minute))
        assert.equal(covers(clipped, minute), covers(left, minute) && minute >= 20 && minute < 60)
      }
    }),
  )
})

test('a lesson starts where it fits into the open time and its buffers meet nothing', () => {
  const claims = fc.record({
    duration: fc.integer({ min: 1, max: 12 }),
    before: fc.integer({ min: 0, max: 5 }),
    after: fc.integer({ min: 0, max: 5 }),
  })
  fc.assert(
    fc.property(pairs, pairs, claims, (a, b, claim) => {
      const open = packRanges(a)
      const blocked = Int32Array.from(b.toSorted((x, y) => x[0] - y[0]).flat())
      const starts = startRanges(open, blocked, claim)
      assertJoined(starts)
      for (let minute = -2; minute < 105; minute++) {
        let fits = true
        const end = minute + claim.duration
        for (let m = minute; m < end; m++) fits &&= covers(open, m)
        for (let m = minute - claim.before; m < end + claim.after; m++) fits &&= !covers(blocked, m)
        assert.equal(covers(starts, minute), fits, `${minute}`)
      }
    }),
    { numRuns: 500 },
  )
})
