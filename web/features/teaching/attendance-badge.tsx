import type { AttendanceStatus } from '#contract/teaching'
import { useI18n } from '#web/app/i18n.tsx'
import { Badge } from '#web/ui/badge.tsx'

interface AttendanceBadgeProps {
  status: AttendanceStatus
  minutesLate: number
}

const looks = {
  present: { tone: 'success', icon: 'check' },
  late: { tone: 'success', icon: 'check' },
  absent: { tone: 'danger', icon: 'close' },
  excused: { tone: 'neutral', icon: 'info' },
} as const

export function AttendanceBadge({ status, minutesLate }: AttendanceBadgeProps) {
  const { t } = useI18n()
  return (
    <Badge {...looks[status]}>
      {status === 'late' && minutesLate > 0
        ? t('teaching.late_minutes', { minutes: minutesLate })
        : t(`teaching.status_${status}`)}
    </Badge>
  )
}
