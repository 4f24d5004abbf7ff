import { plainAmount } from '#web/app/amount-text.ts'
import { formatPlain, MoneyError, parseMoney, type Money } from '#platform/money.ts'

/** An amount from a field, or the key of the sentence that says why not. */
export function readAmount(text: string, currency: string): { money: Money } | { problem: AmountProblem } {
  try {
    const money = parseMoney(plainAmount(text, currency), currency)
    return money.amount > 0n ? { money } : { problem: 'billing.amount_needed' }
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error
    if (error.code === 'blank') return { problem: 'billing.amount_needed' }
    return { problem: error.code === 'too-many-decimals' ? 'billing.amount_too_fine' : 'billing.amount_unreadable' }
  }
}

export type AmountProblem = 'billing.amount_needed' | 'billing.amount_too_fine' | 'billing.amount_unreadable'

/** As it stands in the field at first: whole amounts without their decimals. */
export function writeAmount(money: Money): string {
  return formatPlain(money).replace(/\.0+$/, '')
}
