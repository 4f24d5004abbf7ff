import { z } from 'zod'
import {
  amount,
  endpoint,
  fields,
  flag,
  instant,
  locale,
  money,
  nothing,
  pageFields,
  pageOf,
  plainDate,
  text,
} from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

const FamilyId = idOf('family')
export const InvoiceId = idOf('invoice')
export const PaymentId = idOf('payment')
export const PaymentMethod = z.enum(['cash', 'transfer'])

/** Derived from the ledger, never stored: overdue is open or part paid after the due day. */
export const InvoiceState = z.enum(['draft', 'open', 'part_paid', 'paid', 'overdue'])
export type InvoiceState = z.output<typeof InvoiceState>

export const Charge = z.object({
  id: idOf('charge'),
  /** A lesson that was held, or a fee for one that was cancelled too late. */
  kind: z.enum(['lesson', 'cancellation']),
  familyId: FamilyId,
  familyName: z.string(),
  studentId: idOf('person'),
  studentName: z.string(),
  lessonId: idOf('lesson'),
  title: z.string(),
  startsAt: instant,
  price: money,
  invoiceId: InvoiceId.nullable(),
})
export type Charge = z.output<typeof Charge>

export const listCharges = endpoint({
  route: 'GET /charges',
  needs: 'billing.manage',
  summary: 'What lessons and late cancellations cost, oldest first; `unbilled` leaves only what is on no invoice yet.',
  input: fields({ familyId: FamilyId.optional(), unbilled: flag.optional(), ...pageFields }),
  output: pageOf(Charge),
})

export const InvoiceRow = z.object({
  id: InvoiceId,
  number: z.string().nullable(),
  familyId: FamilyId,
  familyName: z.string(),
  issuedOn: plainDate.nullable(),
  dueOn: plainDate.nullable(),
  total: money,
  paid: money,
  balance: money,
  state: InvoiceState,
})
export type InvoiceRow = z.output<typeof InvoiceRow>

export const Invoice = InvoiceRow.extend({
  locale,
  lines: z.array(
    z.object({
      id: idOf('invoice_line'),
      description: z.string(),
      studentName: z.string(),
      happenedAt: instant.nullable(),
      quantity: z.int(),
      unitAmount: amount,
      amount,
    }),
  ),
  payments: z.array(
    z.object({ paymentId: PaymentId, receivedOn: plainDate, method: PaymentMethod, amount, reference: z.string() }),
  ),
  can: z.object({ issue: z.boolean(), discard: z.boolean(), recordPayment: z.boolean() }),
})
export type Invoice = z.output<typeof Invoice>

export const listInvoices = endpoint({
  route: 'GET /invoices',
  needs: 'billing.manage',
  summary: 'Invoices, newest first, by state, family, or number in `search`.',
  input: fields({
    state: InvoiceState.optional(),
    familyId: FamilyId.optional(),
    search: z.string().max(100).optional(),
    ...pageFields,
  }),
  output: pageOf(InvoiceRow),
})

export const getInvoice = endpoint({
  route: 'GET /invoices/:invoiceId',
  needs: 'signed-in',
  summary:
    'One invoice with lines and payments: for the office and for whoever pays in the family; families see issued ones only.',
  input: fields({ invoiceId: InvoiceId }),
  output: Invoice,
})

export const downloadInvoice = endpoint({
  route: 'GET /invoices/:invoiceId/pdf',
  needs: 'signed-in',
  summary: 'The invoice as PDF, in its own language or the one asked for; only issued ones have a PDF.',
  input: fields({ invoiceId: InvoiceId, locale: locale.optional() }),
  output: z.instanceof(Uint8Array),
  produces: 'application/pdf',
  errors: ['billing.still_draft'],
})

export const draftInvoice = endpoint({
  route: 'POST /invoices',
  needs: 'billing.manage',
  summary: 'Makes a draft for a family from charges that are on no invoice (all of them when none are named).',
  input: fields({
    familyId: FamilyId,
    chargeIds: z.array(idOf('charge')).max(1000).optional(),
    dueOn: plainDate.optional(),
    locale: locale.optional(),
  }),
  output: Invoice,
  errors: ['billing.nothing_to_bill', 'billing.already_invoiced', 'billing.mixed_currencies'],
})

export const discardDraft = endpoint({
  route: 'DELETE /invoices/:invoiceId',
  needs: 'billing.manage',
  summary: 'Throws a draft away; its charges are free for another. An issued invoice stays for ever.',
  input: fields({ invoiceId: InvoiceId }),
  output: nothing,
  errors: ['billing.already_issued'],
})

export const issueInvoice = endpoint({
  route: 'POST /invoices/:invoiceId/issue',
  needs: 'billing.manage',
  summary:
    'Issues a draft: the next number, parties copied in, booked in the ledger, sent to who pays; prepaid balance is used at once.',
  input: fields({ invoiceId: InvoiceId }),
  output: Invoice,
  errors: ['billing.already_issued'],
})

export const Payment = z.object({
  id: PaymentId,
  familyId: FamilyId,
  familyName: z.string(),
  method: PaymentMethod,
  received: money,
  receivedOn: plainDate,
  reference: z.string(),
  allocations: z.array(z.object({ invoiceId: InvoiceId, number: z.string(), amount })),
  refunded: money,
  /** Neither allocated nor refunded: the family's balance. */
  left: money,
})
export type Payment = z.output<typeof Payment>

export const recordPayment = endpoint({
  route: 'POST /payments',
  needs: 'billing.manage',
  summary:
    'Records money received from a family, in the smallest unit of the currency. It pays the named invoice first, then the oldest open ones; what is left stays as balance.',
  input: fields({
    familyId: FamilyId,
    invoiceId: InvoiceId.optional(),
    method: PaymentMethod,
    received: fields({ amount, currency: z.string() }),
    receivedOn: plainDate,
    reference: text(200),
  }),
  output: Payment,
  errors: ['billing.amount_not_positive', 'billing.other_currency', 'billing.in_the_future', 'billing.still_draft'],
})

export const listPayments = endpoint({
  route: 'GET /payments',
  needs: 'billing.manage',
  summary: 'Payments, newest first.',
  input: fields({ familyId: FamilyId.optional(), ...pageFields }),
  output: pageOf(Payment),
})

export const refundPayment = endpoint({
  route: 'POST /payments/:paymentId/refunds',
  needs: 'billing.manage',
  summary: 'Gives back money that pays no invoice; never more than what is left of the payment.',
  input: fields({ paymentId: PaymentId, amount, method: PaymentMethod, refundedOn: plainDate, reason: text(500) }),
  output: Payment,
  errors: ['billing.more_than_left', 'billing.amount_not_positive', 'billing.in_the_future'],
})

/** What one family owes and has paid. */
export const FamilyAccount = z.object({
  familyId: FamilyId,
  familyName: z.string(),
  /** One for each currency: above zero is owed, below zero is prepaid. */
  balances: z.array(money),
  unbilled: z.array(money),
  invoices: z.array(InvoiceRow),
  payments: z.array(Payment.omit({ familyName: true })),
})

export const getFamilyAccount = endpoint({
  route: 'GET /families/:familyId/account',
  needs: 'billing.manage',
  summary: 'Balance, invoices and payments of a family.',
  input: fields({ familyId: FamilyId }),
  output: FamilyAccount,
})

export const getMyAccount = endpoint({
  route: 'GET /my/account',
  needs: 'signed-in',
  summary: "Balance, issued invoices and payments of the reader's family; null for those who do not pay.",
  input: nothing,
  output: z.object({ account: FamilyAccount.nullable(), paymentInstructions: z.string() }),
})

export const getMoneySummary = endpoint({
  route: 'GET /money-summary',
  needs: 'billing.manage',
  summary: 'Unbilled, owed, overdue and received this month, in the currency of the organisation.',
  input: nothing,
  output: z.object({ unbilled: money, owed: money, overdue: money, receivedThisMonth: money }),
})
