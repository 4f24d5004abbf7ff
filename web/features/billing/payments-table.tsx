import { useState, type ReactNode } from 'react'
import type { z } from 'zod'
import type { Payment } from '#contract/billing'
import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Button } from '#web/ui/button.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { Table, type Column } from '#web/ui/table.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { RefundDialog } from './refund-dialog.tsx'

export type PaymentRow = Omit<z.output<typeof Payment>, 'familyName'> & { familyName?: string }

interface PaymentsTableProps {
  rows: readonly PaymentRow[] | undefined
  empty: ReactNode
  withFamily?: boolean
  canRefund?: boolean
  invoiceHref?: (invoiceId: string) => string
}

/** Payments with the invoices they pay, what was given back, and what is left. */
export function PaymentsTable(props: PaymentsTableProps) {
  const { rows, empty, withFamily = false, canRefund = false, invoiceHref } = props
  const { t, formatDate, formatMoney } = useI18n()
  const { slug } = useMember()
  const [refunding, setRefunding] = useState<PaymentRow | null>(null)
  const hrefOf = invoiceHref ?? ((id: string) => paths.invoice(slug, id))
  const family: Column<PaymentRow> = {
    id: 'family',
    title: t('billing.family'),
    secondary: true,
    cell: ({ familyName, familyId }) => <TextLink href={paths.family(slug, familyId)}>{familyName}</TextLink>,
  }
  const left: Column<PaymentRow> = {
    id: 'left',
    title: t('billing.left'),
    numeric: true,
    cell: (payment) =>
      payment.left.amount > 0n ? (
        <Stack gap="small">
          <span>{formatMoney(payment.left)}</span>
          {canRefund && (
            <Button variant="quiet" onClick={() => setRefunding(payment)}>
              {t('billing.refund')}
            </Button>
          )}
        </Stack>
      ) : null,
  }
  return (
    <>
      <Table
        caption={t('billing.payments')}
        captionHidden
        columns={[
          {
            id: 'day',
            title: t('billing.received_on'),
            whole: true,
            cell: ({ receivedOn }) => formatDate(receivedOn),
            ...(withFamily && { below: family.cell }),
          },
          ...(withFamily ? [family] : []),
          {
            id: 'method',
            title: t('billing.method'),
            secondary: true,
            cell: ({ method, reference }) => (
              <>
                {t(`billing.method_${method}`)}{' '}
                {reference && (
                  <Text as="small" tone="soft" dir="auto">
                    {reference}
                  </Text>
                )}
              </>
            ),
          },
          {
            id: 'pays',
            title: t('billing.pays'),
            secondary: true,
            cell: ({ allocations }) => (
              <Inline>
                {allocations.map(({ invoiceId, number }) => (
                  <TextLink key={invoiceId} href={hrefOf(invoiceId)}>
                    {number}
                  </TextLink>
                ))}
              </Inline>
            ),
          },
          {
            id: 'received',
            title: t('billing.received'),
            numeric: true,
            cell: ({ received, refunded }) => (
              <Stack gap="none">
                <span>{formatMoney(received)}</span>
                {refunded.amount > 0n && (
                  <Text size={12} tone="soft">
                    {t('billing.refunded', { amount: formatMoney(refunded) })}
                  </Text>
                )}
              </Stack>
            ),
          },
          ...(rows?.some((payment) => payment.left.amount > 0n) ? [left] : []),
        ]}
        rows={rows}
        rowKey={({ id }) => id}
        empty={empty}
      />
      {canRefund && <RefundDialog payment={refunding} onClose={() => setRefunding(null)} />}
    </>
  )
}
