import type { AttendanceStatus } from '#contract/teaching'
import { useI18n } from '#web/app/i18n.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { Text } from '#web/ui/text.tsx'

interface Mark {
  readonly status: AttendanceStatus
  readonly minutesLate: number
}

interface AttendanceFieldProps {
  name: string
  attendance: Mark | null
  problem: string | undefined
  minutesSinceStart: number
  lessonMinutes: number
  onMark: (mark: Mark) => void
}

const statuses = ['present', 'late', 'absent', 'excused'] as const
const usualMinutes = [5, 10, 15, 20, 30]

/** One tap marks; late asks for its minutes and begins with what the clock says. */
export function AttendanceField(props: AttendanceFieldProps) {
  const { name, attendance, problem, minutesSinceStart, lessonMinutes, onMark } = props
  const { t } = useI18n()
  const minutes = [...new Set([...usualMinutes, ...(attendance?.minutesLate ? [attendance.minutesLate] : [])])]
    .filter((each) => each < lessonMinutes || each === attendance?.minutesLate)
    .toSorted((one, other) => one - other)

  function mark(status: AttendanceStatus) {
    const isOn = minutesSinceStart < lessonMinutes
    const byClock = Math.max(5, Math.min(Math.ceil(minutesSinceStart / 5) * 5, 30))
    onMark({ status, minutesLate: status === 'late' ? (isOn ? byClock : 10) : 0 })
  }

  return (
    <Stack gap="small">
      <Text size={14} weight="strong">
        {t('teaching.attendance')}
      </Text>
      <Segmented
        wide
        label={t('teaching.attendance_of', { name })}
        value={attendance?.status ?? null}
        onChange={mark}
        options={statuses.map((status) => ({
          value: status,
          label: t(`teaching.status_${status}`),
          ...(attendance?.status === status && { icon: 'check' as const }),
        }))}
      />
      {attendance?.status === 'late' && (
        <Segmented
          wide
          label={t('teaching.minutes_late', { name })}
          value={String(attendance.minutesLate)}
          onChange={(value) => onMark({ status: 'late', minutesLate: Number(value) })}
          options={minutes.map((each) => ({ value: String(each), label: t('teaching.minutes', { minutes: each }) }))}
        />
      )}
      {problem && (
        <StatusLine icon="alert" tone="danger" live>
          {problem}
        </StatusLine>
      )}
    </Stack>
  )
}
