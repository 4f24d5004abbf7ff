import type { InvoiceState } from '#contract/billing'
import { useI18n } from '#web/app/i18n.tsx'
import { Badge } from '#web/ui/badge.tsx'

const tones = {
  draft: 'neutral',
  open: 'info',
  part_paid: 'info',
  paid: 'success',
  overdue: 'danger',
} as const

export function InvoiceStateBadge({ state }: { state: InvoiceState }) {
  const { t } = useI18n()
  return (
    <Badge tone={tones[state]} {...(state === 'paid' && { icon: 'check' })}>
      {t(`billing.state_${state}`)}
    </Badge>
  )
}
