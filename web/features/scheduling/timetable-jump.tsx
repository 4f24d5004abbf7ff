import { useState } from 'react'
import { useI18n } from '#web/app/i18n.tsx'
import { useWeekdays } from '#web/features/teaching/weekdays.ts'
import { MiniMonth, type MiniDay } from '#web/ui/mini-month.tsx'
import { Popover } from '#web/ui/popover.tsx'
import { daysOf } from './timetable-search.ts'

interface TimetableJumpProps {
  date: Temporal.PlainDate
  today: Temporal.PlainDate
  /** The days that are on the screen now. */
  days: readonly Temporal.PlainDate[]
  onGo: (date: Temporal.PlainDate) => void
}

/** A small month beside the title, to jump to any day. */
export function TimetableJump({ date, today, days, onGo }: TimetableJumpProps) {
  const { t, formatMonth, formatLongDay } = useI18n()
  const weekdays = useWeekdays()
  const [month, setMonth] = useState(date)
  const shown = new Set(days.length > 7 ? [date.toString()] : days.map(String))
  const all = daysOf('month', month).map((day): MiniDay => ({
    id: day.toString(),
    number: String(day.day),
    label: formatLongDay(day),
    outside: day.month !== month.month,
    today: day.equals(today),
    current: shown.has(day.toString()),
  }))
  return (
    <Popover
      label={t('scheduling.go_to_day')}
      icon="calendar"
      iconOnly
      onToggle={(isOpen) => {
        if (isOpen) setMonth(date)
      }}
    >
      {(close) => (
        <MiniMonth
          title={formatMonth(month)}
          weekdays={weekdays}
          weeks={Array.from({ length: all.length / 7 }, (_, week) => all.slice(week * 7, week * 7 + 7))}
          beforeLabel={t('scheduling.month_before')}
          afterLabel={t('scheduling.month_after')}
          onMonth={(direction) => setMonth(month.with({ day: 1 }).add({ months: direction }))}
          onChoose={(id) => {
            close()
            onGo(Temporal.PlainDate.from(id))
          }}
        />
      )}
    </Popover>
  )
}
