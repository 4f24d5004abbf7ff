import type { BookingRow } from '#contract/booking'
import { useI18n } from '#web/app/i18n.tsx'
import { Badge } from '#web/ui/badge.tsx'

const tones = {
  requested: 'accent',
  confirmed: 'success',
  declined: 'neutral',
  cancelled: 'neutral',
  expired: 'warn',
} as const

export function BookingStatusBadge({ status }: { status: BookingRow['status'] }) {
  const { t } = useI18n()
  return <Badge tone={tones[status]}>{t(`booking.status_${status}`)}</Badge>
}
