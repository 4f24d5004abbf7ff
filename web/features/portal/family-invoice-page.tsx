import { useParams } from '@tanstack/react-router'
import { getInvoice, getMyAccount, InvoiceId } from '#contract/billing'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { InvoiceContent } from '#web/features/billing/invoice-content.tsx'
import { InvoiceStateBadge } from '#web/features/billing/invoice-state.tsx'
import { paths } from '#web/paths.ts'
import { Page, PageHeading, Section } from '#web/ui/layout.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { PaymentInstructions } from './balance-section.tsx'

/** One invoice as its family reads it. */
export function FamilyInvoicePage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const params: { invoiceId?: string } = useParams({ strict: false })
  const invoice = useRead(getInvoice, { invoiceId: InvoiceId.parse(params.invoiceId) })
  const { paymentInstructions } = useRead(getMyAccount, {})
  return (
    <Page>
      <PageHeading
        above={<TextLink href={paths.payments(slug)}>{t('portal.payments')}</TextLink>}
        title={t('portal.invoice', { number: invoice.number ?? '' })}
        detail={<InvoiceStateBadge state={invoice.state} />}
      />
      <InvoiceContent invoice={invoice} />
      {invoice.balance.amount > 0n && paymentInstructions && (
        <Section title={t('portal.how_to_pay')}>
          <PaymentInstructions text={paymentInstructions} />
        </Section>
      )}
    </Page>
  )
}
