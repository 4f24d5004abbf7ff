import { on, type Job } from '#platform/jobs.ts'
import { keepFingerprint } from './documents.ts'
import { tellOfInvoice, tellOfPayment } from './telling.ts'

export const jobs: readonly Job[] = [
  on('billing.invoice_issued', keepFingerprint),
  on('billing.invoice_issued', tellOfInvoice),
  on('billing.payment_recorded', tellOfPayment),
]
