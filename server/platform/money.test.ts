import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { currencyCodes, isCurrency, minorUnitDigits } from './currencies.ts'
import {
  MoneyError,
  type MoneyErrorCode,
  add,
  compare,
  formatPlain,
  isZero,
  largestAmount,
  money,
  multiply,
  negate,
  parseMoney,
  percentage,
  split,
  subtract,
} from './money.ts'

const currency = fc.constantFrom('IDR', 'JPY', 'TND', 'EUR')
const amount = fc.bigInt(-(10n ** 15n), 10n ** 15n)
const weights = fc
  .array(fc.bigInt(0n, 10n ** 6n), { minLength: 1, maxLength: 12 })
  .filter((all) => all.some((one) => one > 0n))

function refuses(code: MoneyErrorCode, act: () => unknown): void {
  assert.throws(act, (error) => error instanceof MoneyError && error.code === code)
}

test('decimals follow ISO 4217 and not the runtime', () => {
  const cases = { IDR: 2, HUF: 2, COP: 2, PKR: 2, EUR: 2, JPY: 0, KRW: 0, XOF: 0, TND: 3, KWD: 3, CLF: 4, UYW: 4 }
  for (const [code, digits] of Object.entries(cases)) assert.equal(minorUnitDigits(code), digits, code)
  assert.equal(currencyCodes.length, new Set(currencyCodes).size)
  assert.ok(currencyCodes.every((code) => /^[A-Z]{3}$/.test(code)))
})

test('what is not a currency is refused', () => {
  for (const code of ['', 'eur', 'EURO', 'XXX', 'constructor']) {
    assert.equal(isCurrency(code), false)
    assert.throws(() => minorUnitDigits(code), RangeError)
    refuses('unknown-currency', () => money(1n, code))
  }
})

test('decimal text is read into the smallest unit', () => {
  const cases: [string, string, bigint][] = [
    ['275000', 'IDR', 27_500_000n],
    ['275000.00', 'IDR', 27_500_000n],
    ['12.5', 'EUR', 1_250n],
    ['12.5', 'TND', 12_500n],
    ['0.001', 'TND', 1n],
    ['007', 'JPY', 7n],
    ['1.005', 'TND', 1_005n],
    ['92233720368547758.07', 'EUR', largestAmount],
  ]
  for (const [text, code, expected] of cases) assert.equal(parseMoney(text, code).amount, expected, text)
  assert.equal(parseMoney('-4.35', 'EUR', { negative: true }).amount, -435n)
})

test('text that is not a plain amount is refused with its reason', () => {
  const cases: [string, string, MoneyErrorCode][] = [
    ['', 'EUR', 'blank'],
    [' \u00A0\t', 'EUR', 'blank'],
    ['1.005', 'EUR', 'too-many-decimals'],
    ['1.0', 'JPY', 'too-many-decimals'],
    ['1e3', 'EUR', 'exponent'],
    ['1.5E-3', 'EUR', 'exponent'],
    ['-1', 'EUR', 'sign'],
    ['+1', 'EUR', 'sign'],
    ['−1', 'EUR', 'sign'],
    ['1,000.00', 'EUR', 'separator'],
    ['12,5', 'EUR', 'separator'],
    ['1.000.000', 'IDR', 'separator'],
    ['1 000', 'EUR', 'separator'],
    ['1\u202F000', 'EUR', 'separator'],
    ["1'000", 'EUR', 'separator'],
    ['1_000', 'EUR', 'separator'],
    ['NaN', 'EUR', 'malformed'],
    ['Infinity', 'EUR', 'malformed'],
    ['0x10', 'EUR', 'malformed'],
    ['.5', 'EUR', 'malformed'],
    ['5.', 'EUR', 'malformed'],
    [' 5', 'EUR', 'malformed'],
    ['5\n', 'EUR', 'malformed'],
    ['٥', 'EUR', 'malformed'],
    ['5 €', 'EUR', 'malformed'],
    ['9'.repeat(30), 'EUR', 'too-large'],
    ['9'.repeat(100_000), 'EUR', 'too-large'],
    ['92233720368547758.08', 'EUR', 'too-large'],
    ['1', 'ABC', 'unknown-currency'],
  ]
  for (const [text, code, reason] of cases) refuses(reason, () => parseMoney(text, code))
})

test('an amount written out and read again is the same amount', () => {
  fc.assert(
    fc.property(fc.bigInt(-largestAmount, largestAmount), currency, (units, code) => {
      const value = money(units, code)
      assert.deepEqual(parseMoney(formatPlain(value), code, { negative: true }), value)
    }),
  )
})

test('a split keeps every unit, and no part is off by a whole unit', () => {
  fc.assert(
    fc.property(amount, currency, weights, (units, code, shares) => {
      const parts = split(money(units, code), shares)
      assert.deepEqual(parts.reduce(add), money(units, code))
      const sum = shares.reduce((running, weight) => running + weight, 0n)
      for (const [index, part] of parts.entries()) {
        const error = part.amount * sum - units * (shares[index] ?? 0n)
        assert.ok(error < sum && error > -sum)
      }
    }),
  )
})

test('a split mirrors for negative amounts and gives what is left to the largest remainders', () => {
  const amounts = (units: bigint, shares: bigint[]) => split(money(units, 'EUR'), shares).map((part) => part.amount)
  assert.deepEqual(amounts(10_000n, [1n, 1n, 1n]), [3_334n, 3_333n, 3_333n])
  assert.deepEqual(amounts(-10_000n, [1n, 1n, 1n]), [-3_334n, -3_333n, -3_333n])
  assert.deepEqual(amounts(100n, [1n, 0n, 2n]), [33n, 0n, 67n])
  assert.throws(() => amounts(1n, [0n]), RangeError)
  assert.throws(() => amounts(1n, []), RangeError)
  assert.throws(() => amounts(1n, [2n, -1n]), RangeError)
})

test('a percentage is rounded to the nearest unit, an exact half to the even one', () => {
  const of = (units: bigint, points: bigint) => percentage(money(units, 'TND'), points).amount
  assert.equal(of(45_000n, 1_900n), 8_550n)
  assert.equal(of(5n, 1_000n), 0n)
  assert.equal(of(15n, 1_000n), 2n)
  assert.equal(of(25n, 1_000n), 2n)
  assert.equal(of(-15n, 1_000n), -2n)
  assert.equal(of(-25n, 1_000n), -2n)
  assert.equal(of(26n, 1_000n), 3n)
  fc.assert(
    fc.property(amount, fc.bigInt(0n, 20_000n), (units, points) => {
      const error = of(units, points) * 10_000n - units * points
      assert.ok(error <= 5_000n && error >= -5_000n)
      assert.equal(of(-units, points), -of(units, points))
    }),
  )
})

test('sums behave like whole numbers', () => {
  fc.assert(
    fc.property(amount, amount, currency, (one, other, code) => {
      const [first, second] = [money(one, code), money(other, code)]
      assert.deepEqual(subtract(add(first, second), second), first)
      assert.ok(isZero(add(first, negate(first))))
      assert.equal(Math.sign(compare(first, second)), Number(one > other) - Number(one < other))
      assert.deepEqual(multiply(first, 3n), add(first, add(first, first)))
    }),
  )
})

test('two currencies never mix', () => {
  const [rupiah, euro] = [money(1n, 'IDR'), money(1n, 'EUR')]
  for (const act of [add, subtract, compare]) refuses('currency-mismatch', () => act(rupiah, euro))
})

test('an amount that the database cannot hold is refused', () => {
  refuses('too-large', () => add(money(largestAmount, 'EUR'), money(1n, 'EUR')))
})
