import { listPayments } from '#contract/billing'
import { useI18n } from '#web/app/i18n.tsx'
import { usePages } from '#web/app/queries.ts'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { PaymentsTable } from './payments-table.tsx'

export function PaymentsPanel() {
  const { t } = useI18n()
  const { rows, isLoadingMore, showMore } = usePages(listPayments, {})
  return (
    <Stack>
      <PaymentsTable
        rows={rows}
        empty={<EmptyState title={t('billing.no_payments')}>{t('billing.no_payments_detail')}</EmptyState>}
        withFamily
        canRefund
      />
      <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
    </Stack>
  )
}
