import type { InvoiceRow } from '#contract/billing'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { Task } from '#web/ui/task-list.tsx'

/** An invoice whose day has passed. */
export function InvoiceTask({ row }: { row: InvoiceRow }) {
  const { t, zone, formatMoney } = useI18n()
  const { slug } = useMember()
  const today = useNow().toZonedDateTimeISO(zone).toPlainDate()
  const href = paths.invoice(slug, row.id)
  return (
    <Task
      kind={<Badge tone="danger">{t('booking.overdue')}</Badge>}
      end={row.dueOn && t('booking.days', { count: row.dueOn.until(today).days })}
      title={row.familyName}
      href={href}
      detail={t('booking.invoice_open', { number: row.number ?? '', amount: formatMoney(row.balance) })}
      actions={<ButtonLink href={href}>{t('booking.record_payment')}</ButtonLink>}
    />
  )
}
