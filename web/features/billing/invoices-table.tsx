import type { ReactNode } from 'react'
import type { z } from 'zod'
import type { InvoiceRow } from '#contract/billing'
import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Table, type Column } from '#web/ui/table.tsx'
import { InvoiceStateBadge } from './invoice-state.tsx'

type Row = z.output<typeof InvoiceRow>

interface InvoicesTableProps {
  rows: readonly Row[] | undefined
  empty: ReactNode
  withFamily?: boolean
  /** Where a row leads; the office's page without it. */
  href?: (row: Row) => string
}

export function InvoicesTable({ rows, empty, withFamily = false, href }: InvoicesTableProps) {
  const { t, formatDate, formatMoney } = useI18n()
  const { slug } = useMember()
  const family: Column<Row> = {
    id: 'family',
    title: t('billing.family'),
    secondary: true,
    cell: ({ familyName }) => familyName,
  }
  return (
    <Table
      caption={t('billing.invoices')}
      captionHidden
      columns={[
        {
          id: 'number',
          title: t('billing.number'),
          whole: true,
          cell: ({ number }) => number ?? t('billing.draft_number'),
          ...(withFamily && { below: ({ familyName }: Row) => familyName }),
        },
        ...(withFamily ? [family] : []),
        {
          id: 'issued',
          whole: true,
          title: t('billing.issued_on'),
          secondary: true,
          cell: ({ issuedOn }) => issuedOn && formatDate(issuedOn),
        },
        {
          id: 'due',
          title: t('billing.due_on'),
          whole: true,
          secondary: true,
          cell: ({ dueOn }) => dueOn && formatDate(dueOn),
        },
        { id: 'state', title: t('billing.state'), cell: ({ state }) => <InvoiceStateBadge state={state} /> },
        {
          id: 'total',
          title: t('billing.total'),
          numeric: true,
          secondary: true,
          cell: ({ total }) => formatMoney(total),
        },
        { id: 'balance', title: t('billing.balance'), numeric: true, cell: ({ balance }) => formatMoney(balance) },
      ]}
      rows={rows}
      rowKey={({ id }) => id}
      rowHref={href ?? (({ id }) => paths.invoice(slug, id))}
      empty={empty}
    />
  )
}
