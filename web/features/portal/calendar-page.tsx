import { listMyLessons } from '#contract/scheduling'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useSearchState } from '#web/app/search-state.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Inline, Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { LessonsByDay } from './lessons-by-day.tsx'
import { MonthView } from './month-view.tsx'
import { lessonsOf, type MyLesson } from './my-lessons.ts'
import { useMyStudents } from './my-students.ts'
import { CalendarSearch } from './search.ts'
import { StudentSwitch } from './student-switch.tsx'
import { ZoneNote } from './zone-note.tsx'

/** A month of lessons, as a list by day or as a month. */
export function CalendarPage() {
  const { t, formatMonth } = useI18n()
  const { slug, organisation } = useMember()
  const [{ student, view = 'list', month: asked, day }, change] = useSearchState(CalendarSearch)
  const students = useMyStudents(student)
  const today = useNow().toZonedDateTimeISO(organisation.zone).toPlainDate()
  const month = asked ? Temporal.PlainYearMonth.from(asked) : today.toPlainYearMonth()
  const first = month.toPlainDate({ day: 1 })
  const last = month.toPlainDate({ day: month.daysInMonth })
  const { lessons } = useRead(listMyLessons, { from: first, to: last })
  const shown = lessonsOf(lessons, students.shown)
  const withNames = students.chosen === null
  const go = (months: number) => change({ month: month.add({ months }).toString(), day: undefined })
  const empty = (
    <EmptyState
      title={t('portal.no_lessons_in', { month: formatMonth(first) })}
      action={
        <ButtonLink icon="plus" href={paths.publicPage(slug)}>
          {t('portal.book')}
        </ButtonLink>
      }
    >
      {t('portal.no_lesson_detail')}
    </EmptyState>
  )

  return (
    <Page>
      <PageHeading
        title={formatMonth(first)}
        actions={
          <Inline>
            {!month.equals(today.toPlainYearMonth()) && (
              <Button onClick={() => change({ month: undefined, day: undefined })}>{t('portal.this_month')}</Button>
            )}
            <IconButton icon="back" variant="secondary" label={t('portal.month_before')} onClick={() => go(-1)} />
            <IconButton icon="forward" variant="secondary" label={t('portal.month_after')} onClick={() => go(1)} />
          </Inline>
        }
      />
      <Inline spread>
        <StudentSwitch students={students} onChoose={(id) => change({ student: id })} />
        <Segmented
          label={t('portal.view')}
          value={view}
          onChange={(value) => change({ view: value === 'list' ? undefined : value })}
          options={[
            { value: 'list', label: t('portal.list') },
            { value: 'month', label: t('portal.month') },
          ]}
        />
      </Inline>
      <ZoneNote />
      {view === 'month' ? (
        <MonthView month={month} today={today} lessons={shown} day={day} withNames={withNames} />
      ) : shown.length === 0 ? (
        empty
      ) : (
        <Days lessons={shown} today={today} withNames={withNames} />
      )}
    </Page>
  )
}

interface DaysProps {
  lessons: readonly MyLesson[]
  today: Temporal.PlainDate
  withNames: boolean
}

/** Days that are over are folded while others of the month are still to come. */
function Days({ lessons, today, withNames }: DaysProps) {
  const { t, zone } = useI18n()
  const isOver = ({ startsAt }: MyLesson) =>
    Temporal.PlainDate.compare(startsAt.toZonedDateTimeISO(zone).toPlainDate(), today) < 0
  const { over = [], ahead = [] } = Object.groupBy(lessons, (lesson) => (isOver(lesson) ? 'over' : 'ahead'))
  if (ahead.length === 0) return <DaySections lessons={over} withNames={withNames} />
  return (
    <Stack>
      {over.length > 0 && (
        <Disclosure label={t('portal.earlier', { count: over.length })}>
          <DaySections lessons={over} withNames={withNames} />
        </Disclosure>
      )}
      <DaySections lessons={ahead} withNames={withNames} />
    </Stack>
  )
}

function DaySections({ lessons, withNames }: { lessons: readonly MyLesson[]; withNames: boolean }) {
  const { formatLongDay } = useI18n()
  return (
    <Stack gap="large">
      {[...Map.groupBy(lessons, ({ startsAt }) => formatLongDay(startsAt))].map(([day, ofDay]) => (
        <Section key={day} title={day} size={14}>
          <LessonsByDay label={day} lessons={ofDay} withNames={withNames} />
        </Section>
      ))}
    </Stack>
  )
}
