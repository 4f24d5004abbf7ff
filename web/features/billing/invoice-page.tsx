import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { discardDraft, getInvoice, InvoiceId, issueInvoice, type Invoice } from '#contract/billing'
import { listMails } from '#contract/notifications'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance, useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { Inline, Page, PageHeading } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { InvoiceContent } from './invoice-content.tsx'
import { InvoiceStateBadge } from './invoice-state.tsx'
import { PaymentDialog } from './payment-dialog.tsx'
import { afterMoneyMoved } from './refresh.ts'

/** One invoice for the office: what is on it, what was paid, and the next act. */
export function InvoicePage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const params: { invoiceId?: string } = useParams({ strict: false })
  const invoice = useRead(getInvoice, { invoiceId: InvoiceId.parse(params.invoiceId) })
  return (
    <Page>
      <PageHeading
        above={<TextLink href={`${paths.money(slug)}?tab=invoices`}>{t('billing.invoices')}</TextLink>}
        title={invoice.number ?? t('billing.draft_number')}
        detail={
          <Inline>
            <TextLink href={paths.family(slug, invoice.familyId)}>{invoice.familyName}</TextLink>
            <InvoiceStateBadge state={invoice.state} />
          </Inline>
        }
        actions={<InvoiceActions invoice={invoice} />}
      />
      {invoice.state === 'draft' && <Notice tone="info">{t('billing.draft_detail')}</Notice>}
      <InvoiceContent invoice={invoice} />
    </Page>
  )
}

function InvoiceActions({ invoice }: { invoice: Invoice }) {
  const { t } = useI18n()
  const { slug } = useMember()
  const navigate = useNavigate()
  const toast = useToast()
  const [asking, setAsking] = useState<'issue' | 'discard' | 'payment' | null>(null)
  const issue = useAction(issueInvoice, { refresh: afterMoneyMoved })
  const discard = useAction(discardDraft, { refresh: afterMoneyMoved.filter((each) => each !== getInvoice) })
  const { id: invoiceId, can } = invoice
  const isMailed = useGlance(listMails, { limit: 1 })?.mailServer ?? false
  const close = () => setAsking(null)

  function runIssue() {
    issue.run(
      { invoiceId },
      {
        onSuccess: ({ number }) => {
          toast({ message: t(isMailed ? 'billing.issued' : 'billing.issued_kept', { number: number ?? '' }) })
          close()
        },
      },
    )
  }

  function runDiscard() {
    discard.run(
      { invoiceId },
      {
        onSuccess: () => {
          toast({ message: t('billing.discarded') })
          void navigate({ href: paths.money(slug), replace: true })
        },
      },
    )
  }

  return (
    <>
      {can.recordPayment && (
        <Button variant="primary" icon="cash" onClick={() => setAsking('payment')}>
          {t('billing.record_payment')}
        </Button>
      )}
      {can.issue && (
        <Button variant="primary" icon="receipt" onClick={() => setAsking('issue')}>
          {t('billing.issue')}
        </Button>
      )}
      {can.discard && (
        <Button icon="trash" onClick={() => setAsking('discard')}>
          {t('billing.discard')}
        </Button>
      )}
      <PaymentDialog open={asking === 'payment'} onClose={close} owed={invoice} />
      <ConfirmDialog
        open={asking === 'issue'}
        onClose={close}
        title={t('billing.issue_question')}
        confirmLabel={t('billing.issue')}
        cancelLabel={t('common.cancel')}
        closeLabel={t('common.close')}
        pending={issue.isPending}
        error={issue.error}
        onConfirm={runIssue}
      >
        {t('billing.issue_detail', { family: invoice.familyName })}
      </ConfirmDialog>
      <ConfirmDialog
        open={asking === 'discard'}
        onClose={close}
        title={t('billing.discard_question')}
        confirmLabel={t('billing.discard')}
        cancelLabel={t('common.cancel')}
        closeLabel={t('common.close')}
        danger
        pending={discard.isPending}
        error={discard.error}
        onConfirm={runDiscard}
      >
        {t('billing.discard_detail')}
      </ConfirmDialog>
    </>
  )
}
