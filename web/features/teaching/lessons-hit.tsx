import { getTimetable } from '#contract/scheduling'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { Notice } from '#web/ui/notice.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import type { Claimant } from './availability-panel.tsx'

interface LessonsHitProps extends Claimant {
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
}

const furthestDays = 41
const shown = 6

/** The lessons that stand in the time that is about to be taken off, for as far as a timetable reaches. */
export function LessonsHit({ claimantKind, claimantId, startsAt, endsAt }: LessonsHitProps) {
  const { t, formatDayAndTime } = useI18n()
  const { zone } = useMember().organisation
  const from = startsAt.toZonedDateTimeISO(zone).toPlainDate()
  const last = endsAt.subtract({ nanoseconds: 1 }).toZonedDateTimeISO(zone).toPlainDate()
  const furthest = from.add({ days: furthestDays })
  const to = Temporal.PlainDate.compare(last, furthest) > 0 ? furthest : last
  const { lessons } = useRead(getTimetable, { from, to })
  const hit = lessons.filter(
    (lesson) =>
      lesson.status === 'planned' &&
      (claimantKind === 'teacher' ? lesson.teacherId : lesson.roomId) === claimantId &&
      Temporal.Instant.compare(lesson.startsAt, endsAt) < 0 &&
      Temporal.Instant.compare(lesson.endsAt, startsAt) > 0,
  )
  if (hit.length === 0) return <StatusLine icon="check">{t('teaching.hits_nothing')}</StatusLine>
  return (
    <Notice tone="warn" title={t('teaching.hits', { count: hit.length })}>
      {hit.slice(0, shown).map((lesson) => (
        <p key={lesson.id}>
          {t('teaching.hit_lesson', {
            time: formatDayAndTime(lesson.startsAt),
            title: lesson.studentNames.join(', ') || lesson.title,
          })}
        </p>
      ))}
    </Notice>
  )
}
