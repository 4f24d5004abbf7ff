import assert from 'node:assert/strict'
import { test } from 'node:test'
import { epochMinute } from '#platform/time.ts'
import { unpackTimes } from './packed-times.ts'

const minute = (text: string) => epochMinute(Temporal.Instant.from(text))

/** As PostgreSQL sends a timestamptz: microseconds since 2000. */
function pack(...texts: string[]): Buffer {
  const packed = Buffer.alloc(texts.length * 8)
  const epoch = Temporal.Instant.from('2000-01-01T00:00Z').epochNanoseconds
  texts.forEach((text, i) =>
    packed.writeBigInt64BE((Temporal.Instant.from(text).epochNanoseconds - epoch) / 1000n, i * 8),
  )
  return packed
}

test('times come back as the minutes they were, before and after 2000', () => {
  const times = [
    '1974-02-28T23:59Z',
    '1974-03-01T00:00Z',
    '2026-11-18T03:00Z',
    '2026-11-18T03:45Z',
    '2190-12-31T23:00Z',
    '2190-12-31T23:30Z',
  ]
  assert.deepEqual([...unpackTimes(pack(...times))], times.map(minute))
})

test('what begins or ends within a minute takes the whole of it', () => {
  const packed = pack('2026-11-18T03:00:59.999999Z', '2026-11-18T03:45:00.000001Z')
  assert.deepEqual([...unpackTimes(packed)], [minute('2026-11-18T03:00Z'), minute('2026-11-18T03:46Z')])
})

test('times in the order of their ends are sorted by their beginnings', () => {
  const packed = pack('2026-11-18T04:00Z', '2026-11-18T05:00Z', '2026-11-18T03:00Z', '2026-11-18T06:00Z')
  const sorted = ['2026-11-18T03:00Z', '2026-11-18T06:00Z', '2026-11-18T04:00Z', '2026-11-18T05:00Z']
  assert.deepEqual([...unpackTimes(packed)], sorted.map(minute))
  assert.equal(unpackTimes(Buffer.alloc(0)).length, 0)
})
