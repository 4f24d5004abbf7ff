import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { todayAddress } from './search.ts'

interface UnmarkedNoticeProps {
  lessons: readonly { id: string; title: string; startsAt: Temporal.Instant }[]
  /** The day on screen, whose lessons stand there already. */
  date: Temporal.PlainDate
  zone: string
  teacher: string | undefined
}

const shown = 5

/** Lessons of earlier days that nobody has closed, oldest first. */
export function UnmarkedNotice({ lessons, date, zone, teacher }: UnmarkedNoticeProps) {
  const { t, formatDayAndTime } = useI18n()
  const { slug } = useMember()
  const earlier = lessons
    .map((lesson) => ({ ...lesson, day: lesson.startsAt.toZonedDateTimeISO(zone).toPlainDate() }))
    .filter(({ day }) => !day.equals(date))
  if (earlier.length === 0) return null
  return (
    <Notice tone="warn" title={t('teaching.unmarked', { count: earlier.length })}>
      <Stack gap="small">
        {earlier.slice(0, shown).map(({ id, title, startsAt, day }) => (
          <TextLink key={id} href={todayAddress(slug, { date: day, lesson: id, ...(teacher && { teacher }) })}>
            {t('teaching.unmarked_lesson', { title, time: formatDayAndTime(startsAt) })}
          </TextLink>
        ))}
        {earlier.length > shown && <span>{t('teaching.unmarked_more', { count: earlier.length - shown })}</span>}
      </Stack>
    </Notice>
  )
}
