import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { useWeekdays } from '#web/features/teaching/weekdays.ts'
import { paths } from '#web/paths.ts'
import { Section, Stack } from '#web/ui/layout.tsx'
import { MonthGrid, type MonthDay } from '#web/ui/month-grid.tsx'
import { Text } from '#web/ui/text.tsx'
import { useSearch } from '@tanstack/react-router'
import { LessonsByDay } from './lessons-by-day.tsx'
import type { MyLesson } from './my-lessons.ts'
import { CalendarSearch } from './search.ts'

interface MonthViewProps {
  month: Temporal.PlainYearMonth
  today: Temporal.PlainDate
  lessons: readonly MyLesson[]
  /** The day whose lessons stand below in full. */
  day: string | undefined
  withNames: boolean
}

export function MonthView({ month, today, lessons, day, withNames }: MonthViewProps) {
  const { t, formatMonth, formatLongDay, formatTime, zone } = useI18n()
  const { slug } = useMember()
  const weekdays = useWeekdays()
  const { student } = CalendarSearch.parse(useSearch({ strict: false }))
  const first = month.toPlainDate({ day: 1 })
  const byDay = Map.groupBy(lessons, ({ startsAt }) => startsAt.toZonedDateTimeISO(zone).toPlainDate().toString())
  const shown = day ?? (today.toPlainYearMonth().equals(month) ? today.toString() : undefined)
  const ofDay = shown ? (byDay.get(shown) ?? []) : []

  function hrefOf(date: Temporal.PlainDate): string {
    const query = new URLSearchParams({
      view: 'month',
      month: date.toPlainYearMonth().toString(),
      day: date.toString(),
      ...(student && { student }),
    })
    return `${paths.calendar(slug)}?${query}`
  }

  function dayOf(date: Temporal.PlainDate): MonthDay {
    const id = date.toString()
    const entries = byDay.get(id) ?? []
    return {
      id,
      number: String(date.day),
      label: t('portal.day_with', { day: formatLongDay(date), count: entries.length }),
      href: hrefOf(date),
      outside: date.month !== month.month,
      today: date.equals(today),
      current: id === shown,
      entries: entries.map((lesson) => ({
        id: lesson.id,
        time: formatTime(lesson.startsAt),
        title: (withNames && lesson.studentNames.join(', ')) || lesson.title,
        hue: lesson.hue,
        crossed: lesson.status === 'cancelled',
      })),
    }
  }

  return (
    <Stack gap="large">
      <MonthGrid label={formatMonth(first)} weekdays={weekdays} weeks={weeksOf(month).map((week) => week.map(dayOf))} />
      {shown && (
        <Section title={formatLongDay(Temporal.PlainDate.from(shown))} size={14}>
          {ofDay.length === 0 ? (
            <Text tone="soft">{t('portal.no_lessons_that_day')}</Text>
          ) : (
            <LessonsByDay label={formatLongDay(Temporal.PlainDate.from(shown))} lessons={ofDay} withNames={withNames} />
          )}
        </Section>
      )}
    </Stack>
  )
}

/** Whole weeks from Monday on. */
function weeksOf(month: Temporal.PlainYearMonth): Temporal.PlainDate[][] {
  const first = month.toPlainDate({ day: 1 })
  const start = first.subtract({ days: first.dayOfWeek - 1 })
  const count = Math.ceil((first.dayOfWeek - 1 + month.daysInMonth) / 7)
  return Array.from({ length: count }, (_, week) =>
    Array.from({ length: 7 }, (__, day) => start.add({ days: week * 7 + day })),
  )
}
