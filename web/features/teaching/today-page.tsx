import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { getTeachingDay, type DayLesson } from '#contract/teaching'
import { useI18n } from '#web/app/i18n.tsx'
import type { Output } from '#platform/contract.ts'
import { useNow } from '#web/app/clock.ts'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { absenceAddress } from '#web/features/cover/search.ts'
import { Inline, Page, PageHeading } from '#web/ui/layout.tsx'
import { MarginList, MarginNow } from '#web/ui/margin-list.tsx'
import { Text } from '#web/ui/text.tsx'
import { DraftsNotice } from './drafts-notice.tsx'
import { LessonRow } from './lesson-row.tsx'
import { readTodaySearch, todayAddress, type TodaySearch } from './search.ts'
import { dayInput } from './teaching-day.ts'
import { UnmarkedNotice } from './unmarked-notice.tsx'
import { useDrafts, type Drafts } from './use-drafts.ts'

/** A teacher's day in order of time: attendance, notes, the next lesson. */
export function TodayPage() {
  const search = readTodaySearch(useSearch({ strict: false }))
  const day = useRead(getTeachingDay, dayInput(search))
  return <Day key={day.date.toString()} day={day} search={search} />
}

function Day({ day, search }: { day: Output<typeof getTeachingDay>; search: TodaySearch }) {
  const { t, formatLongDay, formatTime } = useI18n()
  const { slug } = useMember()
  const navigate = useNavigate()
  const drafts = useDrafts()
  const now = useNow()

  const today = now.toZonedDateTimeISO(day.zone).toPlainDate()
  const isToday = day.date.equals(today)
  // Chosen once for a day: marking or the clock must not take the lesson away under the teacher's hands.
  const [first] = useState(() => (isToday ? lessonAt(day.lessons, drafts, now) : undefined))
  const openId = search.lesson ?? first?.id
  const nowBefore = isToday ? day.lessons.findIndex(({ startsAt }) => Temporal.Instant.compare(startsAt, now) > 0) : -1
  const isOver = isToday && day.lessons.length > 0 && nowBefore === -1
  const whose = search.teacher ? { teacher: search.teacher } : {}
  const go = (days: number) => void navigate({ href: todayAddress(slug, { ...whose, date: day.date.add({ days }) }) })
  const nowMark = <MarginNow key="now" time={formatTime(now)} label={t('teaching.now')} />

  return (
    <Page>
      <PageHeading
        above={
          <Text as="span" tone="soft">
            {search.teacher
              ? t('teaching.day_of', { day: formatLongDay(day.date), teacher: day.teacherName })
              : formatLongDay(day.date)}
          </Text>
        }
        title={titleOf(day.lessons, t)}
        actions={
          <Inline>
            <ButtonLink
              href={absenceAddress(slug, { ...whose, from: day.date.toString(), to: day.date.toString() })}
              icon="calendar"
            >
              {t(search.teacher ? 'cover.record' : 'cover.record_own')}
            </ButtonLink>
            {!isToday && <ButtonLink href={todayAddress(slug, whose)}>{t('teaching.today')}</ButtonLink>}
            <IconButton icon="back" variant="secondary" label={t('teaching.day_before')} onClick={() => go(-1)} />
            <IconButton icon="forward" variant="secondary" label={t('teaching.day_after')} onClick={() => go(1)} />
          </Inline>
        }
      />
      <UnmarkedNotice lessons={day.unmarked} date={day.date} zone={day.zone} teacher={search.teacher} />
      <DraftsNotice drafts={drafts} />
      {day.lessons.length === 0 ? (
        <EmptyState title={t('teaching.no_lessons')}>{t('teaching.no_lessons_detail')}</EmptyState>
      ) : (
        <MarginList label={t('teaching.lessons_of', { day: formatLongDay(day.date) })}>
          {day.lessons.flatMap((lesson, position) => {
            const next = day.lessons[position + 1] ?? null
            const isOpen = lesson.id === openId
            return [
              ...(position === nowBefore ? [nowMark] : []),
              <LessonRow
                key={lesson.id}
                lesson={lesson}
                isOpen={isOpen}
                href={todayAddress(slug, { ...whose, date: day.date, lesson: isOpen ? 'none' : lesson.id })}
                next={next}
                nextHref={todayAddress(slug, { ...whose, date: day.date, lesson: next?.id ?? 'none' })}
                drafts={drafts}
                now={now}
              />,
            ]
          })}
          {isOver && nowMark}
        </MarginList>
      )}
    </Page>
  )
}

type Translate = ReturnType<typeof useI18n>['t']

function titleOf(lessons: readonly DayLesson[], t: Translate): string {
  const minutes = lessons.reduce((sum, { startsAt, endsAt }) => sum + startsAt.until(endsAt).total('minutes'), 0)
  return t('teaching.day_total', { lessons: lessons.length, hours: Math.round(minutes / 6) / 10 })
}

/** The lesson that is on, else the first that is over and not yet closed. */
function lessonAt(lessons: readonly DayLesson[], drafts: Drafts, now: Temporal.Instant): DayLesson | undefined {
  const hasBegun = lessons.filter(({ startsAt }) => Temporal.Instant.compare(startsAt, now) <= 0)
  const current = hasBegun.findLast(({ endsAt }) => Temporal.Instant.compare(endsAt, now) > 0)
  return (
    current ??
    hasBegun.find(
      ({ id, isMarked, students }) =>
        !isMarked || students.some((student) => drafts.draftOf({ lessonId: id, studentId: student.id }).note),
    )
  )
}
