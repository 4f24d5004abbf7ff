import type { z } from 'zod'
import type { Person, StudentProfile, TeacherProfile } from '#contract/people'
import { languageNames } from '#web/features/session/language-names.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { useWeekdays } from './weekdays.ts'

export function PersonFacts({ person }: { person: Person }) {
  const { t, formatDate } = useI18n()
  const { slug } = useMember()
  const lines = [
    person.email && {
      term: t('people.email'),
      value: <TextLink href={`mailto:${person.email}`}>{person.email}</TextLink>,
    },
    person.waNumber && {
      term: t('people.whatsapp'),
      value: (
        <TextLink href={`https://wa.me/${person.waNumber.replace(/\D/g, '')}`} dir="ltr">
          {person.waNumber}
        </TextLink>
      ),
    },
    person.phone && {
      term: t('people.phone'),
      value: (
        <TextLink href={`tel:${person.phone}`} dir="ltr">
          {person.phone}
        </TextLink>
      ),
    },
    person.address && { term: t('people.address'), value: person.address },
    person.birthDate && { term: t('people.birth_date'), value: formatDate(person.birthDate) },
    person.locale && { term: t('people.language'), value: languageNames[person.locale] },
    person.familyId && {
      term: t('people.family'),
      value: <TextLink href={paths.family(slug, person.familyId)}>{person.familyName}</TextLink>,
    },
    { term: t('people.login'), value: t(person.hasLogin ? 'people.has_login' : 'people.no_login') },
    { term: t('people.known_since'), value: formatDate(person.createdAt) },
  ].filter((line) => line !== null && line !== '')
  return (
    <Section title={t('people.contact')} size={14}>
      <DefinitionList lines={lines} />
      {person.notes && <Text dir="auto">{person.notes}</Text>}
    </Section>
  )
}

export function StudentFacts({ student }: { student: z.output<typeof StudentProfile> }) {
  const { t, formatList } = useI18n()
  const weekdays = useWeekdays()
  const days = weekdays.filter(({ weekday }) => student.preferredDays.includes(weekday)).map(({ long }) => long)
  const owned = student.instrumentOwned === null ? null : t(student.instrumentOwned ? 'people.yes' : 'people.no')
  const lines = [
    student.experience && { term: t('people.experience'), value: student.experience },
    owned && { term: t('people.instrument_owned'), value: owned },
    days.length > 0 && { term: t('people.preferred_days'), value: formatList(days) },
    student.goals && { term: t('people.goals'), value: student.goals },
  ].filter((line) => typeof line === 'object' && line !== null)
  if (lines.length === 0) return null
  return (
    <Section title={t('people.student')}>
      <DefinitionList lines={lines} />
    </Section>
  )
}

interface TeacherFactsProps {
  teacher: z.output<typeof TeacherProfile>
  personId: Person['id']
}

export function TeacherFacts({ teacher, personId }: TeacherFactsProps) {
  const { t } = useI18n()
  const { slug } = useMember()
  return (
    <Section title={t('people.teacher')}>
      <Stack gap="small">
        {teacher.specialization && <Text weight="strong">{teacher.specialization}</Text>}
        {teacher.bio && <Text dir="auto">{teacher.bio}</Text>}
        <Text tone="soft">{t(teacher.isPublic ? 'people.is_shown' : 'people.is_hidden')}</Text>
        <Text>
          <TextLink href={`${paths.timetable(slug)}?teacher=${personId}`}>{t('people.their_timetable')}</TextLink>
        </Text>
      </Stack>
    </Section>
  )
}
