import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { writeInstant } from './instant-text.ts'

test('an instant is written as it writes itself, whatever was written before it', () => {
  const span = { min: Date.UTC(1800, 0, 1), max: Date.UTC(2999, 11, 31) }
  const instant = fc
    .tuple(fc.integer(span), fc.constantFrom(0, 1, 999_999), fc.constantFrom(1, 1000, 60_000, 86_400_000))
    .map(([at, rest, unit]) =>
      Temporal.Instant.fromEpochNanoseconds(
        BigInt(Math.floor(at / unit) * unit) * 1_000_000n + (unit === 1 ? BigInt(rest) : 0n),
      ),
    )
  fc.assert(
    fc.property(fc.array(instant, { minLength: 1, maxLength: 20 }), (instants) => {
      assert.deepEqual(instants.map(writeInstant), instants.map(String))
    }),
    { numRuns: Number(process.env['PROPERTY_RUNS'] ?? 300) },
  )
  for (const text of [
    '1000-01-01T00:00:00Z',
    '0999-12-31T23:59:59Z',
    '-000001-01-01T00:00:00Z',
    '+010000-01-01T00:00:00Z',
    '1969-12-31T23:59:59Z',
  ])
    assert.equal(writeInstant(Temporal.Instant.from(text)), text)
})
