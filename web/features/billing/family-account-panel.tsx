import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { draftInvoice, getFamilyAccount } from '#contract/billing'
import type { Id } from '#platform/ids.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Button } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Inline, Section, Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { BalanceList } from './balance-list.tsx'
import { InvoicesTable } from './invoices-table.tsx'
import { PaymentDialog } from './payment-dialog.tsx'
import { PaymentsTable } from './payments-table.tsx'
import { afterMoneyMoved } from './refresh.ts'

/** What a family owes and has paid, with the acts of the office; for the page of the family. */
export function FamilyAccountPanel({ familyId }: { familyId: Id<'family'> }) {
  const { t } = useI18n()
  const { slug, organisation } = useMember()
  const navigate = useNavigate()
  const account = useRead(getFamilyAccount, { familyId })
  const draft = useAction(draftInvoice, { refresh: afterMoneyMoved })
  const [isPaying, setPaying] = useState(false)
  const balance = account.balances.find(({ amount }) => amount > 0n) ??
    account.balances[0] ?? { amount: 0n, currency: organisation.currency }
  const hasUnbilled = account.unbilled.some(({ amount }) => amount > 0n)

  function make() {
    const onSuccess = ({ id }: { id: string }) => void navigate({ href: paths.invoice(slug, id) })
    draft.run({ familyId }, { onSuccess })
  }

  return (
    <Stack gap="large">
      <Section
        title={t('billing.account')}
        action={
          <Inline>
            <Button icon="cash" onClick={() => setPaying(true)}>
              {t('billing.record_payment')}
            </Button>
            {hasUnbilled && (
              <Button icon="receipt" pending={draft.isPending} onClick={make}>
                {t('billing.make_draft')}
              </Button>
            )}
          </Inline>
        }
      >
        {draft.error && <Notice tone="danger" title={draft.error.title} urgent />}
        <BalanceList balances={account.balances} unbilled={account.unbilled} />
      </Section>
      <Section title={t('billing.invoices')} count={account.invoices.length}>
        <InvoicesTable
          rows={account.invoices}
          empty={<EmptyState title={t('billing.no_invoices')}>{t('billing.no_invoices_detail')}</EmptyState>}
        />
      </Section>
      <Section title={t('billing.payments')} count={account.payments.length}>
        <PaymentsTable
          rows={account.payments}
          empty={<EmptyState title={t('billing.no_payments')}>{t('billing.no_payments_detail')}</EmptyState>}
          canRefund
        />
      </Section>
      <PaymentDialog open={isPaying} onClose={() => setPaying(false)} owed={{ familyId, balance }} />
    </Stack>
  )
}
