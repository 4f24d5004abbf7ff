import { previewException } from '#contract/scheduling'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { Notice } from '#web/ui/notice.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import type { Claimant } from './availability-panel.tsx'

interface LessonsHitProps extends Claimant {
  startsAt: Temporal.Instant
  endsAt: Temporal.Instant
}

const shown = 6

/** The lessons that stand in the time that is about to be taken off, before it is. */
export function LessonsHit({ claimantKind, claimantId, startsAt, endsAt }: LessonsHitProps) {
  const { t, formatDayAndTime } = useI18n()
  const { lessonsHit: hit } = useRead(previewException, { claimantKind, claimantId, startsAt, endsAt })
  if (hit.length === 0)
    return (
      <StatusLine icon="check" live>
        {t('teaching.hits_nothing')}
      </StatusLine>
    )
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
      {hit.length > shown && <p>{t('teaching.unmarked_more', { count: hit.length - shown })}</p>}
    </Notice>
  )
}
