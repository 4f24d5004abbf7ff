import { getSeriesOfLesson } from '#contract/series'
import type { Id } from '#platform/ids.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useGlance } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { TextLink } from '#web/ui/text-link.tsx'

/** Lesson 4 of 10, with the way to the series for who works here; nothing for a lesson that stands alone. */
export function LessonSeries({ lessonId }: { lessonId: Id<'lesson'> }) {
  const { t } = useI18n()
  const member = useMember()
  const series = useGlance(getSeriesOfLesson, { lessonId })?.series
  if (!series) return null
  const { number, total } = series
  const words = total === null ? t('series.lesson_number', { number }) : t('series.lesson_of', { number, total })
  if (!member.can('timetable.read')) return <span>{words}</span>
  return <TextLink href={paths.series(member.slug, series.id)}>{words}</TextLink>
}
