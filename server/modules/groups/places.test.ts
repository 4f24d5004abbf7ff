import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ageFor } from './age.ts'
import { deadlineAfter } from './deadline.ts'
import { mostTaken, type Stay } from './places.ts'
import { agreementFor, priceOfEach } from './price-for-rest.ts'
import { datesOf } from './term-dates.ts'

const runs = Number(process.env['GROUP_RUNS'] ?? 300)
const day = (text: string) => Temporal.PlainDate.from(text)
const first = day('2026-11-16')

const stays = fc.array(
  fc.tuple(fc.integer({ min: 0, max: 40 }), fc.option(fc.integer({ min: 0, max: 40 }))).map(([from, length]): Stay => ({
    from: first.add({ days: from }),
    until: length === null ? null : first.add({ days: from + length }),
  })),
  { maxLength: 12 },
)

test('the places that are taken from a day on are those of the fullest day after it', () => {
  fc.assert(
    fc.property(stays, fc.integer({ min: 0, max: 50 }), (all, offset) => {
      const from = first.add({ days: offset })
      const countOn = (date: Temporal.PlainDate) =>
        all.filter(
          (stay) =>
            Temporal.PlainDate.compare(stay.from, date) <= 0 &&
            (!stay.until || Temporal.PlainDate.compare(date, stay.until) < 0),
        ).length
      const slow = Math.max(...Array.from({ length: 120 }, (_, n) => countOn(from.add({ days: n }))))
      assert.equal(mostTaken(all, from), slow)
    }),
    { numRuns: runs },
  )
})

test('the price for the rest is lessons left ÷ lessons in all × price of the term, and its parts add up to it', () => {
  const cases: [number, number, bigint, bigint][] = [
    [12, 12, 100_001n, 100_001n],
    [7, 12, 1_200_000n, 700_000n],
    [1, 3, 100n, 33n],
    [2, 3, 100n, 67n],
    [1, 2, 5n, 2n],
    [1, 2, 7n, 4n],
    [0, 5, 900n, 0n],
  ]
  for (const [left, all, term, price] of cases)
    assert.equal(agreementFor({ amount: term, currency: 'IDR' }, left, all).price?.amount, price, `${left}/${all}`)
  assert.equal(agreementFor(null, 3, 4).price, null)
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 12n }),
      fc.integer({ min: 1, max: 60 }),
      fc.nat(60),
      (term, left, more) => {
        const { price } = agreementFor({ amount: term, currency: 'TND' }, left, left + more)
        const each = priceOfEach(price!, left)
        assert.equal(
          each.reduce((sum, { amount }) => sum + amount, 0n),
          price!.amount,
        )
        assert.ok(price!.amount <= term)
      },
    ),
    { numRuns: runs },
  )
})

test('a deadline in the night is moved to nine in the morning, everywhere', () => {
  const cases: [string, number, string, string][] = [
    ['2026-11-16T02:00:00Z', 24, 'Asia/Jakarta', '2026-11-17T02:00:00Z'],
    ['2026-11-16T16:00:00Z', 24, 'Asia/Jakarta', '2026-11-18T02:00:00Z'],
    ['2026-11-16T20:00:00Z', 24, 'Asia/Jakarta', '2026-11-18T02:00:00Z'],
    ['2026-03-28T01:30:00Z', 24, 'Europe/Paris', '2026-03-29T07:00:00Z'],
    ['2026-11-16T14:00:00Z', 24, 'Asia/Jakarta', '2026-11-17T14:00:00Z'],
  ]
  for (const [now, hours, zone, end] of cases)
    assert.equal(deadlineAfter(Temporal.Instant.from(now), hours, zone).toString(), end, `${now} ${zone}`)
})

const weekly = (termFrom: string, fromMinute: number, zone: string) =>
  datesOf({
    termFrom: day(termFrom),
    termTo: day(termFrom).add({ days: 14 }),
    times: [{ weekday: 7, fromMinute }],
    zone,
  }).map(({ startsAt, clockChange }) => [startsAt.toString(), clockChange])

test('weekly times stay on the clock of the wall; a time that a clock change skips moves forward, of two the first counts', () => {
  assert.deepEqual(weekly('2027-03-21', 150, 'Europe/Paris'), [
    ['2027-03-21T01:30:00Z', null],
    ['2027-03-28T01:30:00Z', 'skipped'],
    ['2027-04-04T00:30:00Z', null],
  ])
  assert.deepEqual(weekly('2026-10-18', 150, 'Europe/Paris'), [
    ['2026-10-18T00:30:00Z', null],
    ['2026-10-25T00:30:00Z', 'repeated'],
    ['2026-11-01T01:30:00Z', null],
  ])
})

test('an age is counted in whole years on the first day of the term', () => {
  const limits = { ageFrom: 8, ageTo: 10, termFrom: day('2026-11-25') }
  const cases: [string | null, string][] = [
    ['2018-11-25', 'fits'],
    ['2018-11-26', 'too_young'],
    ['2015-11-26', 'fits'],
    ['2015-11-25', 'too_old'],
    ['2030-01-01', 'too_young'],
    [null, 'unknown'],
  ]
  for (const [born, age] of cases)
    assert.equal(ageFor(limits, born === null ? null : day(born)).age, age, born ?? 'unknown')
  assert.equal(ageFor({ ...limits, ageFrom: null, ageTo: null }, null).age, 'fits')
})
