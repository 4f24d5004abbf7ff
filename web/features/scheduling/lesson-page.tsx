import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { getLesson, LessonId } from '#contract/scheduling'
import type { Output } from '#platform/contract.ts'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { LessonSeries } from '#web/features/series/lesson-series.tsx'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { Columns, Page, PageHeading, Section } from '#web/ui/layout.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { CancelLessonDialog } from './cancel-lesson-dialog.tsx'
import { LessonStudents } from './lesson-students.tsx'
import { dayOf } from './local-time.ts'
import { MoveDialog } from './move-dialog.tsx'
import { stateLabelOf, stateOf } from './timetable-blocks.ts'

/** One lesson: when, where, with whom, who came, and moving or cancelling it. */
export function LessonPage() {
  const { t, zone, formatLongDay, formatRange } = useI18n()
  const member = useMember()
  const params: { lessonId?: string } = useParams({ strict: false })
  const lesson = useRead(getLesson, { lessonId: LessonId.parse(params.lessonId) })
  const [dialog, setDialog] = useState<'move' | 'cancel' | null>(null)
  const day = dayOf(lesson.startsAt, zone).toString()
  const isStaff = member.can('timetable.read')

  return (
    <Page>
      <PageHeading
        title={lesson.title}
        detail={
          <>
            {formatLongDay(lesson.startsAt)}, <bdi>{formatRange(lesson.startsAt, lesson.endsAt)}</bdi>{' '}
            <LessonState lesson={lesson} /> <LessonSeries lessonId={lesson.id} />
          </>
        }
        {...(isStaff && {
          above: (
            <TextLink href={`${paths.timetable(member.slug)}?date=${day}`}>
              {t('scheduling.back_to_timetable')}
            </TextLink>
          ),
        })}
        actions={
          <>
            {lesson.can.move && member.can('timetable.manage') && (
              <ButtonLink
                href={`${paths.absence(member.slug)}?${new URLSearchParams({ teacher: lesson.teacherId, from: day, to: day })}`}
                icon="calendar"
              >
                {t('cover.record')}
              </ButtonLink>
            )}
            {lesson.can.move && <Button onClick={() => setDialog('move')}>{t('scheduling.move_ellipsis')}</Button>}
            {lesson.can.cancel && (
              <Button variant="danger" onClick={() => setDialog('cancel')}>
                {t('scheduling.cancel_ellipsis')}
              </Button>
            )}
          </>
        }
      />
      <Columns
        main={<LessonStudents lesson={lesson} />}
        side={
          <Section title={t('scheduling.facts')} size={14}>
            <LessonFacts lesson={lesson} />
          </Section>
        }
      />
      {lesson.can.move && (
        <MoveDialog
          open={dialog === 'move'}
          onClose={() => setDialog(null)}
          lesson={lesson}
          key={lesson.startsAt.toString()}
        />
      )}
      {lesson.can.cancel && (
        <CancelLessonDialog open={dialog === 'cancel'} onClose={() => setDialog(null)} lesson={lesson} />
      )}
    </Page>
  )
}

export type LessonView = Output<typeof getLesson>

function LessonState({ lesson }: { lesson: LessonView }) {
  const i18n = useI18n()
  const now = useNow()
  if (lesson.status === 'cancelled') return <Badge tone="danger">{i18n.t('scheduling.state_cancelled')}</Badge>
  const state = stateOf(lesson, now)
  const label = stateLabelOf(state, i18n)
  const tones = { planned: 'neutral', past: 'success', unmarked: 'warn', now: 'accent' } as const
  return label === null ? null : <Badge tone={tones[state]}>{label}</Badge>
}

function LessonFacts({ lesson }: { lesson: LessonView }) {
  const { t } = useI18n()
  const member = useMember()
  const teacher = member.can('people.read') ? (
    <TextLink href={paths.person(member.slug, lesson.teacherId)}>{lesson.teacherName}</TextLink>
  ) : (
    lesson.teacherName
  )
  return (
    <DefinitionList
      lines={[
        { term: t('scheduling.teacher'), value: teacher },
        { term: t('scheduling.room'), value: lesson.roomName ?? t('scheduling.no_room') },
        { term: t('scheduling.length'), value: t('scheduling.minutes', { count: lesson.durationMinutes }) },
        ...(lesson.capacity > 1
          ? [
              {
                term: t('scheduling.places_term'),
                value: t('scheduling.places', { taken: lesson.placesTaken, capacity: lesson.capacity }),
              },
            ]
          : []),
      ]}
    />
  )
}
