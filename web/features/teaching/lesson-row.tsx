import { useNavigate } from '@tanstack/react-router'
import type { DayLesson } from '#contract/teaching'
import { useI18n } from '#web/app/i18n.tsx'
import { Badge } from '#web/ui/badge.tsx'
import { HueMark } from '#web/ui/hue-mark.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { MarginLink, MarginRow } from '#web/ui/margin-list.tsx'
import { Heading, Text } from '#web/ui/text.tsx'
import { AttendanceBadge } from './attendance-badge.tsx'
import { LessonSheet } from './lesson-sheet.tsx'
import { whoIsIn } from './teaching-day.ts'
import type { Drafts } from './use-drafts.ts'

interface LessonRowProps {
  lesson: DayLesson
  isOpen: boolean
  /** Opens or folds it. */
  href: string
  next: DayLesson | null
  nextHref: string
  drafts: Drafts
  now: Temporal.Instant
}

export function LessonRow({ lesson, isOpen, href, next, nextHref, drafts, now }: LessonRowProps) {
  const { t, formatTime } = useI18n()
  const navigate = useNavigate()
  const isOver = Temporal.Instant.compare(lesson.endsAt, now) <= 0
  const who = whoIsIn(lesson)
  const places = t('teaching.places', { taken: lesson.students.length, all: lesson.capacity })
  const what = [lesson.capacity > 1 ? places : lesson.title, lesson.roomName].filter(Boolean).join(', ')

  return (
    <MarginRow time={formatTime(lesson.startsAt)} detail={formatTime(lesson.endsAt)} past={isOver && !isOpen}>
      {isOpen ? (
        <Stack>
          <Inline spread align="start">
            <Stack gap="none">
              <Heading level={2}>{who}</Heading>
              <Text size={14} tone="soft">
                {what}
              </Text>
            </Stack>
            <IconButton
              icon="up"
              label={t('teaching.fold', { name: who })}
              onClick={() => void navigate({ href, replace: true })}
            />
          </Inline>
          <LessonSheet lesson={lesson} next={next} nextHref={nextHref} drafts={drafts} now={now} />
        </Stack>
      ) : (
        <Inline spread>
          <Stack gap="none">
            <Inline>
              <HueMark hue={lesson.hue} />
              <MarginLink href={href}>{who}</MarginLink>
            </Inline>
            {!isOver && (
              <Text size={14} tone="soft">
                {what}
              </Text>
            )}
          </Stack>
          <LessonState lesson={lesson} drafts={drafts} isOver={isOver} />
        </Inline>
      )}
    </MarginRow>
  )
}

function LessonState({ lesson, drafts, isOver }: { lesson: DayLesson; drafts: Drafts; isOver: boolean }) {
  const { t } = useI18n()
  const entries = lesson.students.map((student) => ({
    student,
    draft: drafts.draftOf({ lessonId: lesson.id, studentId: student.id }),
  }))
  const marked = entries.flatMap(({ student, draft }) => draft.attendance ?? student.attendance ?? [])
  const first = marked[0]
  const written = entries.find(({ draft }) => draft.note)
  if (written) return <Badge tone="warn">{t(written.draft.isClosed ? 'teaching.waits' : 'teaching.draft')}</Badge>
  if (entries.length === 0) return null
  if (entries.length === 1 && first) return <AttendanceBadge {...first} />
  if (marked.length === entries.length) {
    const here = marked.filter(({ status }) => status === 'present' || status === 'late').length
    return (
      <Badge tone="success" icon="check">
        {t('teaching.here_of', { here, all: entries.length })}
      </Badge>
    )
  }
  return isOver ? (
    <Badge tone="warn" icon="alert">
      {t('teaching.not_marked')}
    </Badge>
  ) : null
}
