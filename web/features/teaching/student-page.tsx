import { useParams } from '@tanstack/react-router'
import { getPerson, PersonId } from '#contract/people'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Page, PageHeading, Section } from '#web/ui/layout.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { RecordList } from './record-list.tsx'

/** What a teacher has to know of a student: goals, and every lesson held. */
export function StudentPage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const params: { studentId?: string } = useParams({ strict: false })
  const person = useRead(getPerson, { personId: PersonId.parse(params.studentId) })
  const experience = person.student?.experience
  return (
    <Page>
      <PageHeading
        above={<TextLink href={paths.students(slug)}>{t('teaching.students')}</TextLink>}
        title={person.fullName}
        detail={experience && t('teaching.experience', { experience })}
      />
      {person.student?.goals && (
        <Section title={t('teaching.goals')} size={14}>
          <Text>{person.student.goals}</Text>
        </Section>
      )}
      <RecordList studentId={person.id} />
    </Page>
  )
}
