import { defineError } from '#platform/errors.ts'

export const nothingToBill = defineError('billing.nothing_to_bill', 409)
export const alreadyInvoiced = defineError('billing.already_invoiced', 409)
export const mixedCurrencies = defineError('billing.mixed_currencies', 409)
export const alreadyIssued = defineError('billing.already_issued', 409)
export const stillDraft = defineError('billing.still_draft', 409)
export const amountNotPositive = defineError('billing.amount_not_positive', 422)
export const otherCurrency = defineError('billing.other_currency', 409)
export const inTheFuture = defineError('billing.in_the_future', 409)
export const moreThanLeft = defineError('billing.more_than_left', 409)
