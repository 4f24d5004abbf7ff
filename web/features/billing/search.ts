import { z } from 'zod'
import { InvoiceState } from '#contract/billing'
import { searchWord } from '#web/app/search-state.ts'

export const moneyTabs = ['to-bill', 'invoices', 'payments'] as const

export const MoneySearch = z.object({
  tab: z.enum(moneyTabs).optional().catch(undefined),
  state: InvoiceState.optional().catch(undefined),
  search: searchWord,
})
