import type { ReactNode } from 'react'
import { useI18n } from '#web/app/i18n.tsx'
import { useWeekdays } from '#web/features/teaching/weekdays.ts'
import { Page, Stack } from '#web/ui/layout.tsx'
import { MonthGrid, type MonthDay } from '#web/ui/month-grid.tsx'
import { whoOf } from './timetable-blocks.ts'
import { startsOn, type Shown } from './timetable-columns.ts'
import { closureOn } from './timetable-data.ts'

interface TimetableMonthProps {
  shown: Shown
  date: Temporal.PlainDate
  today: Temporal.PlainDate
  hrefOf: (day: Temporal.PlainDate) => string
  /** The day that is chosen, in full, where there is no room for it elsewhere. */
  children?: ReactNode
}

/** A month in whole weeks: the first lessons of each day, and how many more there are. */
export function TimetableMonth({ shown, date, today, hrefOf, children }: TimetableMonthProps) {
  const i18n = useI18n()
  const { t, formatMonth, formatLongDay, formatTime } = i18n
  const weekdays = useWeekdays()
  const { data, days, lessons } = shown
  const byDay = new Map(
    days.map((day) => [day.toString(), lessons.filter((lesson) => startsOn(day, lesson, data.zone))]),
  )

  function dayOf(day: Temporal.PlainDate): MonthDay {
    const id = day.toString()
    const ofDay = byDay.get(id) ?? []
    const closure = closureOn(data, day)
    const label = t('scheduling.day_with', { day: formatLongDay(day), count: ofDay.length })
    return {
      id,
      number: String(day.day),
      label: closure === null ? label : t('scheduling.joined', { joined: label, fact: closure }),
      href: hrefOf(day),
      outside: day.month !== date.month,
      today: day.equals(today),
      current: day.equals(date),
      ...(closure !== null && { note: closure }),
      entries: ofDay.map((lesson) => ({
        id: lesson.id,
        time: formatTime(lesson.startsAt),
        title: whoOf(lesson, i18n).title,
        hue: lesson.hue,
      })),
    }
  }

  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7).map(dayOf))
  return (
    <Page width="wide">
      <Stack gap="large">
        <MonthGrid label={formatMonth(date)} weekdays={weekdays} weeks={weeks} />
        {children}
      </Stack>
    </Page>
  )
}
