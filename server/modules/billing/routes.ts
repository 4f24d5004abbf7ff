import { serve, type ServedRoute } from '#platform/serve.ts'
import { getFamilyAccount, getMoneySummary, getMyAccount } from './accounts.ts'
import { listCharges } from './charges.ts'
import * as contract from './contract.ts'
import { downloadInvoice } from './documents.ts'
import { discardDraft, draftInvoice } from './drafting.ts'
import { getInvoice, listInvoices } from './invoices.ts'
import { issueInvoice } from './issuing.ts'
import { listPayments, recordPayment, refundPayment } from './payments.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.listCharges, listCharges),
  serve(contract.listInvoices, listInvoices),
  serve(contract.getInvoice, getInvoice),
  serve(contract.downloadInvoice, downloadInvoice),
  serve(contract.draftInvoice, draftInvoice),
  serve(contract.discardDraft, discardDraft),
  serve(contract.issueInvoice, issueInvoice),
  serve(contract.recordPayment, recordPayment),
  serve(contract.listPayments, listPayments),
  serve(contract.refundPayment, refundPayment),
  serve(contract.getFamilyAccount, getFamilyAccount),
  serve(contract.getMyAccount, getMyAccount),
  serve(contract.getMoneySummary, getMoneySummary),
]
