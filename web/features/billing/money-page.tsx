import { getMoneySummary } from '#contract/billing'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useSearchState } from '#web/app/search-state.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Page, PageHeading, Stack } from '#web/ui/layout.tsx'
import { Figures } from '#web/ui/status-line.tsx'
import { TabLinks } from '#web/ui/tabs.tsx'
import { InvoicesPanel } from './invoices-panel.tsx'
import { PaymentsPanel } from './payments-panel.tsx'
import { MoneySearch, moneyTabs } from './search.ts'
import { ToBillPanel } from './to-bill-panel.tsx'

const titles = {
  'to-bill': 'billing.to_bill',
  invoices: 'billing.invoices',
  payments: 'billing.payments',
} as const

/** From lessons held to invoices to payments, in the order in which the office works. */
export function MoneyPage() {
  const { t, formatMoney } = useI18n()
  const { slug } = useMember()
  const [{ tab = 'to-bill', state, search }, change] = useSearchState(MoneySearch)
  const { unbilled, owed, overdue, receivedThisMonth } = useRead(getMoneySummary, {})

  return (
    <Page width="wide">
      <PageHeading title={t('billing.money')} />
      <Figures
        figures={[
          { label: t('billing.unbilled'), value: formatMoney(unbilled) },
          { label: t('billing.owed'), value: formatMoney(owed) },
          {
            label: t('billing.overdue'),
            value: formatMoney(overdue),
            ...(overdue.amount > 0n && { tone: 'danger' as const }),
          },
          { label: t('billing.received_this_month'), value: formatMoney(receivedThisMonth) },
        ]}
      />
      <Stack>
        <TabLinks
          label={t('billing.money')}
          links={moneyTabs.map((each) => ({
            href: each === 'to-bill' ? paths.money(slug) : `${paths.money(slug)}?tab=${each}`,
            label: t(titles[each]),
            current: each === tab,
          }))}
        />
        {tab === 'to-bill' && <ToBillPanel />}
        {tab === 'invoices' && <InvoicesPanel state={state} search={search} onChange={change} />}
        {tab === 'payments' && <PaymentsPanel />}
      </Stack>
    </Page>
  )
}
