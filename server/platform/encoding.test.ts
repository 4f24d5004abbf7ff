import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { amount, flag, instant, money, pageOf, plainDate } from './contract.ts'
import { encoderOf } from './encoding.ts'
import { idOf } from './ids.ts'

const at = Temporal.Instant.from('2026-11-18T03:00:00Z')
const day = Temporal.PlainDate.from('2026-11-18')

/** Gives the wire form after comparing it with the one that zod makes. */
function encode(schema: z.ZodType, value: unknown): unknown {
  const text = JSON.stringify(encoderOf(schema)(value))
  assert.equal(text, JSON.stringify(z.encode(schema, value as never)))
  return JSON.parse(text)
}

test('codecs are encoded wherever they stand', () => {
  const Row = z.object({ at: instant, on: plainDate.nullable(), left: amount.optional(), isOn: flag, price: money })
  const row = { at, on: day, left: 5n, isOn: true, price: { amount: 9_007_199_254_740_993n, currency: 'IDR' } }
  const page = { rows: [row, { ...row, on: null, left: undefined }], next: null }
  assert.deepEqual(encode(pageOf(Row), page), {
    rows: [
      {
        at: '2026-11-18T03:00:00Z',
        on: '2026-11-18',
        left: '5',
        isOn: 'true',
        price: { amount: '9007199254740993', currency: 'IDR' },
      },
      { at: '2026-11-18T03:00:00Z', on: null, isOn: 'true', price: { amount: '9007199254740993', currency: 'IDR' } },
    ],
    next: null,
  })
  encode(z.record(z.string(), instant), { second: at, first: at })
  encode(z.record(z.enum(['first', 'second']), z.int()), { second: 2, first: 1 })
  encode(z.array(z.array(z.tuple([z.int(), instant]))), [[[1, at]]])
  encode(z.union([z.literal(1), z.string()]), 'one')
  encode(
    z.discriminatedUnion('kind', [z.object({ kind: z.literal('a'), at: instant }), z.object({ kind: z.literal('b') })]),
    { kind: 'a', at },
  )
})

test('only what is declared leaves, in lists and in what may be missing', () => {
  const secret = { id: '01900002-0000-7000-8000-000000000000', name: 'Rina', passwordHash: 'secret', at }
  const Person = z.object({ id: idOf('person'), name: z.string() })
  for (const [schema, value] of [
    [Person, secret],
    [z.array(Person), [secret]],
    [Person.nullable(), secret],
    [
      z.object({ of: Person.optional(), by: z.record(z.string(), Person) }),
      { of: secret, by: { x: secret }, more: secret },
    ],
    [z.union([Person, z.object({ other: z.string() })]), secret],
    [z.tuple([Person]), [secret]],
  ] as [z.ZodType, unknown][]) {
    assert.ok(!JSON.stringify(encode(schema, value)).includes('secret'))
  }
})
