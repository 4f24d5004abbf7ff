import type { Money } from '#platform/money.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { Text } from '#web/ui/text.tsx'

interface PriceLinesProps {
  price: Money | null
  lessonsLeft: number
  lessonsInAll: number
  termPrice?: Money | null
  lessonPrice?: Money | null
}

/** What the rest of a term costs, and how that comes about. */
export function PriceLines({ price, lessonsLeft, lessonsInAll, termPrice, lessonPrice }: PriceLinesProps) {
  const { t, formatMoney } = useI18n()
  if (!price)
    return (
      <Text>
        {lessonPrice
          ? t('groups.price_each', { price: formatMoney(lessonPrice), count: lessonsLeft })
          : t('groups.price_later', { count: lessonsLeft })}
      </Text>
    )
  return (
    <>
      <Text weight="strong">{t('groups.price_rest', { price: formatMoney(price) })}</Text>
      {termPrice && (
        <Text tone="soft">
          {t('groups.price_rule', { left: lessonsLeft, all: lessonsInAll, term: formatMoney(termPrice) })}
        </Text>
      )}
    </>
  )
}
