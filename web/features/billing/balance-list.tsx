import type { Money } from '#platform/money.ts'
import { negate } from '#platform/money.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { Text } from '#web/ui/text.tsx'

interface BalanceListProps {
  /** One for each currency: above zero is owed, below zero is prepaid. */
  balances: readonly Money[]
  unbilled: readonly Money[]
}

export function BalanceList({ balances, unbilled }: BalanceListProps) {
  const { t, formatMoney, formatList } = useI18n()
  const owed = balances.filter(({ amount }) => amount > 0n)
  const prepaid = balances.filter(({ amount }) => amount < 0n).map(negate)
  const open = unbilled.filter(({ amount }) => amount > 0n)
  const lines = [
    ...(owed.length > 0 ? [{ term: t('billing.owed'), value: formatList(owed.map(formatMoney)), strong: true }] : []),
    ...(prepaid.length > 0 ? [{ term: t('billing.prepaid'), value: formatList(prepaid.map(formatMoney)) }] : []),
    ...(open.length > 0 ? [{ term: t('billing.unbilled'), value: formatList(open.map(formatMoney)) }] : []),
  ]
  if (lines.length === 0) return <Text tone="soft">{t('billing.all_square')}</Text>
  return <DefinitionList align="end" lines={lines} />
}
