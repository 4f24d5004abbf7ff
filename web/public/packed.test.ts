import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pack, unpack } from './packed.ts'

test('instants, days and whole amounts come back as what they were', () => {
  const page = {
    at: Temporal.Instant.from('2026-11-20T09:15:00Z'),
    days: [Temporal.PlainDate.from('2026-11-20')],
    price: { amount: 27_500_000n, currency: 'IDR' },
    nothing: null,
    text: '</script><b>$instant',
  }
  assert.deepEqual(unpack(pack(page)), page)
})
