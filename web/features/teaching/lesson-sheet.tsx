import { useNavigate } from '@tanstack/react-router'
import type { DayLesson } from '#contract/teaching'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { Heading } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { AttendanceField } from './attendance-field.tsx'
import { NoteFields } from './note-fields.tsx'
import { whoIsIn } from './teaching-day.ts'
import type { Drafts } from './use-drafts.ts'

interface LessonSheetProps {
  lesson: DayLesson
  next: DayLesson | null
  nextHref: string
  drafts: Drafts
  now: Temporal.Instant
}

/** Everything a teacher does for one lesson, ending in one button that leads on to the next. */
export function LessonSheet({ lesson, next, nextHref, drafts, now }: LessonSheetProps) {
  const { t, formatTime } = useI18n()
  const navigate = useNavigate()
  const toast = useToast()
  const hasBegun = Temporal.Instant.compare(lesson.startsAt, now) <= 0
  const entries = lesson.students.map((student) => {
    const subject = { lessonId: lesson.id, studentId: student.id }
    const draft = drafts.draftOf(subject)
    return { student, subject, draft, attendance: draft.attendance ?? student.attendance }
  })
  const unmarked = entries.filter(({ attendance }) => !attendance)
  const isGroup = lesson.capacity > 1

  if (entries.length === 0) return <StatusLine icon="info">{t('teaching.nobody')}</StatusLine>

  function close() {
    drafts.box.close(entries.map(({ subject }) => subject))
    toast({ message: t(drafts.isOffline || !navigator.onLine ? 'teaching.closed_offline' : 'teaching.closed') })
    void navigate({ href: nextHref, replace: true })
  }

  return (
    <Stack>
      {!hasBegun && (
        <StatusLine icon="clock">{t('teaching.not_begun', { time: formatTime(lesson.startsAt) })}</StatusLine>
      )}
      {hasBegun && isGroup && unmarked.length > 1 && (
        <Button
          icon="check"
          onClick={() => {
            for (const { subject } of unmarked) drafts.box.mark(subject, { status: 'present', minutesLate: 0 })
          }}
        >
          {t(unmarked.length === entries.length ? 'teaching.all_present' : 'teaching.rest_present')}
        </Button>
      )}
      {entries.map(({ student, subject, draft, attendance }) => (
        <Stack key={student.id} gap={isGroup ? 'small' : 'normal'}>
          {isGroup && <Heading level={3}>{student.name}</Heading>}
          {hasBegun && (
            <AttendanceField
              name={student.name}
              attendance={attendance}
              problem={draft.attendanceProblem?.title}
              minutesSinceStart={lesson.startsAt.until(now).total('minutes')}
              lessonMinutes={lesson.startsAt.until(lesson.endsAt).total('minutes')}
              onMark={(mark) => drafts.box.mark(subject, mark)}
            />
          )}
          {isGroup ? (
            <Disclosure label={t('teaching.note_for', { name: student.name })} open={draft.note !== null}>
              <NoteFields student={student} draft={draft} box={drafts.box} />
            </Disclosure>
          ) : (
            <NoteFields student={student} draft={draft} box={drafts.box} />
          )}
        </Stack>
      ))}
      {hasBegun && (
        <Button
          variant="primary"
          size="large"
          wide
          reason={unmarked.length > 0 ? t('teaching.mark_first', { count: unmarked.length }) : undefined}
          onClick={close}
        >
          {next ? t('teaching.close_next', { name: whoIsIn(next) }) : t('teaching.close_last')}
        </Button>
      )}
    </Stack>
  )
}
