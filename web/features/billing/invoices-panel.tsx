import type { z } from 'zod'
import { InvoiceState, listInvoices } from '#contract/billing'
import { useI18n } from '#web/app/i18n.tsx'
import { usePages } from '#web/app/queries.ts'
import { SearchBox } from '#web/app/search-box.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { InvoicesTable } from './invoices-table.tsx'
import type { MoneySearch } from './search.ts'

interface InvoicesPanelProps {
  state: InvoiceState | undefined
  search: string | undefined
  onChange: (part: Partial<z.output<typeof MoneySearch>>) => void
}

export function InvoicesPanel({ state, search, onChange }: InvoicesPanelProps) {
  const { t } = useI18n()
  const { rows, isLoadingMore, showMore } = usePages(listInvoices, {
    ...(state && { state }),
    ...(search && { search }),
  })
  const isFiltered = state !== undefined || search !== undefined
  return (
    <Stack>
      <Inline>
        <SearchBox label={t('billing.find_invoice')} value={search} onSearch={(text) => onChange({ search: text })} />
        <Segmented
          label={t('billing.state')}
          value={state ?? 'all'}
          onChange={(value) => onChange({ state: value === 'all' ? undefined : value })}
          options={[
            { value: 'all', label: t('billing.all_states') },
            ...InvoiceState.options.map((value) => ({ value, label: t(`billing.state_${value}`) })),
          ]}
        />
      </Inline>
      <InvoicesTable
        rows={rows}
        empty={
          <EmptyState title={t(isFiltered ? 'billing.no_invoice_found' : 'billing.no_invoices')}>
            {t(isFiltered ? 'billing.no_invoice_found_detail' : 'billing.no_invoices_detail')}
          </EmptyState>
        }
        withFamily
      />
      <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
    </Stack>
  )
}
