import { money, split, type Money } from '#platform/money.ts'

/** What somebody agrees to who comes for so many lessons of so many; no price means that each lesson is charged as it is held. */
export interface Agreement {
  readonly lessonsLeft: number
  readonly lessonsInAll: number
  readonly price: Money | null
}

/** Version 1: lessons left ÷ lessons in all × price of the term, to the nearest unit, an exact half to the even one. */
export function agreementFor(termPrice: Money | null, lessonsLeft: number, lessonsInAll: number): Agreement {
  const price = termPrice && lessonsInAll > 0 ? shareOf(termPrice, BigInt(lessonsLeft), BigInt(lessonsInAll)) : null
  return { lessonsLeft, lessonsInAll, price }
}

function shareOf({ amount, currency }: Money, left: bigint, all: bigint): Money {
  const product = amount * left
  const whole = product / all
  const twice = (product % all) * 2n
  const roundsUp = twice > all || (twice === all && whole % 2n === 1n)
  return money(whole + (roundsUp ? 1n : 0n), currency)
}

/** The same price, lesson by lesson, with nothing lost to rounding. */
export function priceOfEach(price: Money, lessons: number): Money[] {
  return split(
    price,
    Array.from({ length: lessons }, () => 1n),
  )
}

export function isSamePrice(one: Money | null, other: Money | null): boolean {
  return one?.amount === other?.amount && one?.currency === other?.currency
}
