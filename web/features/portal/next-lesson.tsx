import type { ReactNode } from 'react'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { DateBlock } from '#web/ui/date-block.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Inline, Section, Stack } from '#web/ui/layout.tsx'
import { Text } from '#web/ui/text.tsx'
import { useDateParts } from './date-parts.ts'
import { bookingOf, type MyBooking, type MyLesson } from './my-lessons.ts'
import type { ChosenStudents } from './my-students.ts'

interface NextLessonProps {
  lesson: MyLesson | null
  students: ChosenStudents
  bookings: readonly MyBooking[]
  onCancel: (booking: MyBooking) => void
  onMove: (booking: MyBooking) => void
}

export function NextLesson({ lesson, students, bookings, onCancel, onMove }: NextLessonProps) {
  const { t } = useI18n()
  const { slug } = useMember()
  const book = (
    <ButtonLink icon="plus" href={paths.publicPage(slug)}>
      {t('portal.book')}
    </ButtonLink>
  )
  return (
    <Section title={t('portal.next_lesson')} size={14}>
      {lesson ? (
        <LessonAhead
          lesson={lesson}
          students={students}
          booking={bookingOf(lesson, bookings)}
          book={book}
          onCancel={onCancel}
          onMove={onMove}
        />
      ) : (
        <EmptyState title={t('portal.no_lesson')} action={book}>
          {t('portal.no_lesson_detail')}
        </EmptyState>
      )}
    </Section>
  )
}

interface LessonAheadProps {
  lesson: MyLesson
  students: ChosenStudents
  booking: MyBooking | undefined
  book: ReactNode
  onCancel: (booking: MyBooking) => void
  onMove: (booking: MyBooking) => void
}

function LessonAhead({ lesson, students, booking, book, onCancel, onMove }: LessonAheadProps) {
  const { t, formatTime, formatWeekday, formatDayAndTime, formatMoney } = useI18n()
  const { organisation } = useMember()
  const { dayOf, shortMonthOf } = useDateParts()
  const now = useNow()
  const minutes = lesson.startsAt.until(lesson.endsAt).total('minutes')
  const place = [lesson.roomName, organisation.address].filter(Boolean).join(', ')
  const who = students.chosen === null && lesson.studentNames.join(', ')
  const moving = booking?.moving
  const canMove = moving && moving.left > 0 && Temporal.Instant.compare(now, moving.until) <= 0
  const freeUntil = booking?.cancellation?.freeUntil
  const cost = booking?.cancellation?.cost

  return (
    <Stack>
      <DateBlock
        weekday={formatWeekday(lesson.startsAt)}
        day={dayOf(lesson.startsAt)}
        month={shortMonthOf(lesson.startsAt)}
      >
        <Text size={28} weight="strong">
          {formatTime(lesson.startsAt)}
        </Text>
        <Text weight="strong">
          {who
            ? t('portal.lesson_of', { name: who, title: lesson.title, teacher: lesson.teacherName })
            : t('portal.lesson_with', { title: lesson.title, teacher: lesson.teacherName })}
        </Text>
        <Text size={14} tone="soft">
          {place ? t('portal.minutes_in', { minutes, place }) : t('portal.minutes', { minutes })}
        </Text>
      </DateBlock>
      <Inline>
        {canMove && booking && <Button onClick={() => onMove(booking)}>{t('portal.move_ellipsis')}</Button>}
        {booking && <Button onClick={() => onCancel(booking)}>{t('portal.cancel_lesson')}</Button>}
        {book}
        {place && (
          <ButtonLink variant="quiet" icon="place" target="_blank" rel="noreferrer" href={mapAddress(place)}>
            {t('portal.way_there')}
          </ButtonLink>
        )}
      </Inline>
      {booking && cost && (
        <Text size={14} tone="soft">
          {cost.amount > 0n
            ? t('portal.cancelling_costs', { cost: formatMoney(cost) })
            : freeUntil
              ? t('portal.free_until', { time: formatDayAndTime(freeUntil) })
              : t('portal.cancelling_free')}
        </Text>
      )}
    </Stack>
  )
}

function mapAddress(place: string): string {
  return `https://www.openstreetmap.org/search?${new URLSearchParams({ query: place })}`
}
