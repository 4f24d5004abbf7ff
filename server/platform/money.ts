import { isCurrency, minorUnitDigits } from './currencies.ts'

/** `amount` counts the currency's smallest unit: 275000.00 IDR is 27500000n. */
export interface Money {
  readonly amount: bigint
  readonly currency: string
}

export type MoneyErrorCode =
  | 'blank'
  | 'currency-mismatch'
  | 'exponent'
  | 'malformed'
  | 'separator'
  | 'sign'
  | 'too-large'
  | 'too-many-decimals'
  | 'unknown-currency'

export class MoneyError extends Error {
  readonly code: MoneyErrorCode

  constructor(code: MoneyErrorCode, message: string) {
    super(message)
    this.name = 'MoneyError'
    this.code = code
  }
}

/** The database keeps amounts in a signed 64-bit column. */
export const largestAmount = 2n ** 63n - 1n
const longestText = 40

export function money(amount: bigint, currency: string): Money {
  if (!isCurrency(currency)) throw new MoneyError('unknown-currency', `Unknown currency ${JSON.stringify(currency)}`)
  if (magnitude(amount) > largestAmount) throw new MoneyError('too-large', 'The amount does not fit in 64 bits')
  return { amount, currency }
}

export function add(first: Money, second: Money): Money {
  return money(first.amount + sameCurrency(first, second).amount, first.currency)
}

export function subtract(first: Money, second: Money): Money {
  return money(first.amount - sameCurrency(first, second).amount, first.currency)
}

export function negate(value: Money): Money {
  return money(-value.amount, value.currency)
}

export function multiply(value: Money, times: bigint): Money {
  return money(value.amount * times, value.currency)
}

/** Below zero, zero or above zero, as `toSorted` wants it. */
export function compare(first: Money, second: Money): number {
  const difference = first.amount - sameCurrency(first, second).amount
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

export function isZero(value: Money): boolean {
  return value.amount === 0n
}

/**
 * Shares out the whole of `total` in proportion to `weights`. Each part is first rounded towards zero; the units left
 * over go one each to the largest remainders, and to the earlier part where remainders are equal.
 */
export function split(total: Money, weights: readonly bigint[]): Money[] {
  const sum = weights.reduce((running, weight) => running + weight, 0n)
  if (weights.some((weight) => weight < 0n) || sum === 0n) {
    throw new RangeError('Weights must not be negative, and at least one must be above zero')
  }
  const sign = total.amount < 0n ? -1n : 1n
  const shares = weights.map((weight, index) => {
    const product = magnitude(total.amount) * weight
    return { index, whole: product / sum, remainder: product % sum }
  })
  const left = magnitude(total.amount) - shares.reduce((running, share) => running + share.whole, 0n)
  const lucky = new Set(
    shares
      .toSorted((one, other) => Number(other.remainder > one.remainder) - Number(other.remainder < one.remainder))
      .slice(0, Number(left))
      .map((share) => share.index),
  )
  return shares.map((share) => money(sign * (share.whole + (lucky.has(share.index) ? 1n : 0n)), total.currency))
}

/**
 * One basis point is a hundredth of a percent: 1900n is 19 %. Rounds to the nearest unit; an exact half goes to the
 * even neighbour, so that many small taxes do not drift upwards.
 */
export function percentage(value: Money, basisPoints: bigint): Money {
  const product = value.amount * basisPoints
  const size = magnitude(product)
  const whole = size / 10_000n
  const rest = size % 10_000n
  const roundsUp = rest > 5_000n || (rest === 5_000n && whole % 2n === 1n)
  return money((product < 0n ? -1n : 1n) * (whole + (roundsUp ? 1n : 0n)), value.currency)
}

/**
 * Reads plain decimal text: digits and at most one point, "275000", "275000.00" or "12.5", and a leading minus sign
 * where `negative` allows it. Whatever a country writes differently has to be made plain before.
 */
export function parseMoney(text: string, currency: string, { negative = false } = {}): Money {
  if (!isCurrency(currency)) throw new MoneyError('unknown-currency', `Unknown currency ${JSON.stringify(currency)}`)
  const digits = minorUnitDigits(currency)
  if (text.length > longestText) throw new MoneyError('too-large', 'The text is too long to be an amount')
  if (text.trim() === '') throw new MoneyError('blank', 'No amount is given')
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (match === null) throw new MoneyError(refusal(text), `${JSON.stringify(text)} is not a plain decimal amount`)
  const [, sign = '', whole = '', decimals = ''] = match
  if (sign !== '' && !negative) throw new MoneyError('sign', 'A sign is not allowed here')
  if (decimals.length > digits) {
    throw new MoneyError('too-many-decimals', `${currency} has ${digits} decimals, not ${decimals.length}`)
  }
  return money(BigInt(sign + whole + decimals.padEnd(digits, '0')), currency)
}

/** Decimal text with all decimals of the currency and no sign of it: the inverse of `parseMoney`. */
export function formatPlain({ amount, currency }: Money): string {
  const digits = minorUnitDigits(currency)
  const text = magnitude(amount)
    .toString()
    .padStart(digits + 1, '0')
  const sign = amount < 0n ? '-' : ''
  return digits === 0 ? sign + text : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}

function sameCurrency(first: Money, second: Money): Money {
  if (first.currency !== second.currency) {
    throw new MoneyError('currency-mismatch', `${first.currency} and ${second.currency} cannot be mixed`)
  }
  return second
}

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount
}

function refusal(text: string): MoneyErrorCode {
  if (/^[+-]?[\d.]+[eE][+-]?\d+$/.test(text)) return 'exponent'
  if (/^[+−]\d+(\.\d+)?$/.test(text)) return 'sign'
  if (/^-?\d[\d.,'’_\s]*\d$/.test(text)) return 'separator'
  return 'malformed'
}
