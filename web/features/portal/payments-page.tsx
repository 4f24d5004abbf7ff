import { getMyAccount } from '#contract/billing'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { BalanceList } from '#web/features/billing/balance-list.tsx'
import { InvoicesTable } from '#web/features/billing/invoices-table.tsx'
import { PaymentsTable } from '#web/features/billing/payments-table.tsx'
import { paths } from '#web/paths.ts'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Columns, Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { PaymentInstructions } from './balance-section.tsx'

/** What the family owes and has paid, and how to pay. */
export function PaymentsPage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const { account, paymentInstructions } = useRead(getMyAccount, {})
  const invoiceHref = (id: string) => paths.familyInvoice(slug, id)
  if (!account)
    return (
      <Page width="narrow">
        <PageHeading title={t('portal.payments')} />
        <EmptyState title={t('portal.not_paying')}>{t('portal.not_paying_detail')}</EmptyState>
      </Page>
    )
  const owesSomething = account.balances.some(({ amount }) => amount > 0n)
  return (
    <Page>
      <PageHeading title={t('portal.payments')} detail={account.familyName} />
      <Columns
        main={
          <Stack gap="large">
            <Section title={t('portal.balance')}>
              <BalanceList balances={account.balances} unbilled={account.unbilled} />
            </Section>
            <Section title={t('portal.invoices')} count={account.invoices.length}>
              <InvoicesTable
                rows={account.invoices}
                href={({ id }) => invoiceHref(id)}
                empty={<EmptyState title={t('portal.no_invoices')}>{t('portal.no_invoices_detail')}</EmptyState>}
              />
            </Section>
            <Section title={t('portal.payments_made')} count={account.payments.length}>
              <PaymentsTable
                rows={account.payments}
                invoiceHref={invoiceHref}
                empty={<EmptyState title={t('portal.no_payments')}>{t('portal.no_payments_detail')}</EmptyState>}
              />
            </Section>
          </Stack>
        }
        side={
          <Stack gap="large">
            {owesSomething && paymentInstructions && (
              <Section title={t('portal.how_to_pay')}>
                <PaymentInstructions text={paymentInstructions} />
              </Section>
            )}
          </Stack>
        }
      />
    </Page>
  )
}
