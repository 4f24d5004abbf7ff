import { add, type Money } from '#platform/money.ts'

/** Amounts of several currencies are never mixed: one sum for each, in the order in which they first come. */
export function sumByCurrency(amounts: readonly Money[]): Money[] {
  return [...Map.groupBy(amounts, ({ currency }) => currency).values()].map((alike) =>
    alike.reduce((sum, each) => add(sum, each)),
  )
}
