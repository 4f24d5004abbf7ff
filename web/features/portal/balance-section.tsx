import { getMyAccount } from '#contract/billing'
import { negate } from '#platform/money.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { InvoiceStateBadge } from '#web/features/billing/invoice-state.tsx'
import { paths } from '#web/paths.ts'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'

/** What is owed, invoice by invoice, and how to pay; nothing for those who do not pay. */
export function BalanceSection() {
  const { t, formatMoney, formatDate, formatList } = useI18n()
  const { slug } = useMember()
  const { account, paymentInstructions } = useRead(getMyAccount, {})
  if (!account) return null
  const owed = account.balances.filter(({ amount }) => amount > 0n)
  const prepaid = account.balances.filter(({ amount }) => amount < 0n).map(negate)
  const due = account.invoices.filter(({ balance }) => balance.amount > 0n)

  return (
    <Section
      title={t('portal.balance')}
      size={14}
      action={<TextLink href={paths.payments(slug)}>{t('portal.all_payments')}</TextLink>}
    >
      <Stack gap="small">
        {owed.length > 0 ? (
          <Text size={28} weight="strong">
            {formatList(owed.map(formatMoney))}
          </Text>
        ) : (
          <Text weight="strong">{t('portal.nothing_owed')}</Text>
        )}
        {prepaid.length > 0 && (
          <Text size={14} tone="soft">
            {t('portal.prepaid', { amount: formatList(prepaid.map(formatMoney)) })}
          </Text>
        )}
        {due.length > 0 && (
          <List label={t('portal.invoices_due')}>
            {due.map(({ id, number, dueOn, balance, state }) => (
              <ListRow
                key={id}
                title={t('portal.invoice', { number: number ?? '' })}
                detail={
                  <>
                    {dueOn && t('portal.due', { day: formatDate(dueOn) })}{' '}
                    {state === 'overdue' && <InvoiceStateBadge state={state} />}
                  </>
                }
                end={formatMoney(balance)}
                href={paths.familyInvoice(slug, id)}
              />
            ))}
          </List>
        )}
        {owed.length > 0 && paymentInstructions && (
          <Disclosure label={t('portal.how_to_pay')}>
            <PaymentInstructions text={paymentInstructions} />
          </Disclosure>
        )}
      </Stack>
    </Section>
  )
}

/** The school's own words, line by line. */
export function PaymentInstructions({ text }: { text: string }) {
  return (
    <Stack gap="none">
      {text.split('\n').map((line, position) => (
        // Lines of a text have no other name than their place.
        // oxlint-disable-next-line react/no-array-index-key
        <Text key={position} dir="auto">
          {line}
        </Text>
      ))}
    </Stack>
  )
}
