import {
  getFamilyAccount,
  getInvoice,
  getMoneySummary,
  listCharges,
  listInvoices,
  listPayments,
} from '#contract/billing'

/** The reads that a payment, a refund or an issued invoice changes. */
export const afterMoneyMoved = [
  getInvoice,
  listInvoices,
  listCharges,
  listPayments,
  getFamilyAccount,
  getMoneySummary,
] as const
