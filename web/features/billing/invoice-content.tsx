import { downloadInvoice, type Invoice } from '#contract/billing'
import { locales } from '#messages/translator.ts'
import { fileAddress } from '#web/app/api.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Columns, Inline, Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Table } from '#web/ui/table.tsx'

const languageNames = { en: 'English', fr: 'Français', id: 'Bahasa Indonesia', ar: 'العربية' } as const

/** Lines, totals, payments and the document in four languages: the same for the office and for the family. */
export function InvoiceContent({ invoice }: { invoice: Invoice }) {
  const { t, formatMoney, formatDate } = useI18n()
  const { slug } = useMember()
  const { currency } = invoice.total
  const dated = [
    ...(invoice.issuedOn ? [{ term: t('billing.issued_on'), value: formatDate(invoice.issuedOn) }] : []),
    ...(invoice.dueOn ? [{ term: t('billing.due_on'), value: formatDate(invoice.dueOn) }] : []),
  ]
  return (
    <Columns
      main={
        <Stack gap="large">
          <InvoiceLines invoice={invoice} />
          <Section title={t('billing.payments')} count={invoice.payments.length}>
            {invoice.payments.length === 0 ? (
              <EmptyState title={t('billing.not_paid_yet')}>{t('billing.not_paid_yet_detail')}</EmptyState>
            ) : (
              <List label={t('billing.payments')}>
                {invoice.payments.map(({ paymentId, receivedOn, method, amount, reference }) => (
                  <ListRow
                    key={paymentId}
                    title={formatDate(receivedOn)}
                    detail={[t(`billing.method_${method}`), reference].filter(Boolean).join(', ')}
                    end={formatMoney({ amount, currency })}
                  />
                ))}
              </List>
            )}
          </Section>
        </Stack>
      }
      side={
        <Stack>
          <DefinitionList
            align="end"
            lines={[
              ...dated,
              { term: t('billing.total'), value: formatMoney(invoice.total) },
              { term: t('billing.paid'), value: formatMoney(invoice.paid) },
              { term: t('billing.balance'), value: formatMoney(invoice.balance), strong: true },
            ]}
          />
          {invoice.state !== 'draft' && (
            <Section title={t('billing.document')} size={14}>
              <Inline>
                {[invoice.locale, ...locales.filter((each) => each !== invoice.locale)].map((locale) => (
                  <ButtonLink
                    key={locale}
                    icon="download"
                    target="_blank"
                    hrefLang={locale}
                    href={fileAddress(downloadInvoice, { invoiceId: invoice.id, locale }, slug)}
                  >
                    {t('billing.pdf_in', { language: languageNames[locale] })}
                  </ButtonLink>
                ))}
              </Inline>
            </Section>
          )}
        </Stack>
      }
    />
  )
}

function InvoiceLines({ invoice }: { invoice: Invoice }) {
  const { t, formatMoney, formatDayAndTime } = useI18n()
  const { currency } = invoice.total
  return (
    <Table
      caption={t('billing.lines')}
      captionHidden
      columns={[
        {
          id: 'description',
          title: t('billing.lesson'),
          cell: ({ description, studentName, happenedAt }) => (
            <Stack gap="none">
              <strong>{description}</strong>
              <span>{[studentName, happenedAt && formatDayAndTime(happenedAt)].filter(Boolean).join(', ')}</span>
            </Stack>
          ),
        },
        {
          id: 'quantity',
          title: t('billing.quantity'),
          numeric: true,
          secondary: true,
          cell: ({ quantity }) => quantity,
        },
        {
          id: 'unit',
          title: t('billing.price'),
          numeric: true,
          secondary: true,
          cell: ({ unitAmount }) => formatMoney({ amount: unitAmount, currency }),
        },
        {
          id: 'amount',
          title: t('billing.amount'),
          numeric: true,
          cell: ({ amount }) => formatMoney({ amount, currency }),
        },
      ]}
      rows={invoice.lines}
      rowKey={({ id }) => id}
      empty={null}
    />
  )
}
