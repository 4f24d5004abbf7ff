import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Section } from '#web/ui/layout.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { LessonsByDay } from './lessons-by-day.tsx'
import type { MyLesson } from './my-lessons.ts'
import type { ChosenStudents } from './my-students.ts'

/** The few lessons after the next one. */
export function ComingSection({ lessons, students }: { lessons: readonly MyLesson[]; students: ChosenStudents }) {
  const { t } = useI18n()
  const { slug } = useMember()
  if (lessons.length === 0) return null
  const query = students.chosen ? `?${new URLSearchParams({ student: students.chosen.id })}` : ''
  return (
    <Section
      title={t('portal.after_that')}
      size={14}
      action={<TextLink href={paths.calendar(slug) + query}>{t('portal.whole_calendar')}</TextLink>}
    >
      <LessonsByDay label={t('portal.after_that')} lessons={lessons} withNames={students.chosen === null} withDay />
    </Section>
  )
}
