import { useI18n } from '#web/app/i18n.tsx'
import { publicPhoto } from '#web/app/public-pictures.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { Section } from '#web/ui/layout.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { Heading, Text } from '#web/ui/text.tsx'
import { dayNamed, formatMinute, groupHours } from './hours.ts'
import type { Offering, Organisation, Teacher } from './page-data.ts'

interface TeachersPartProps {
  organisation: Organisation
  teachers: readonly Teacher[]
  offerings: readonly Offering[]
}

export function TeachersPart({ organisation, teachers, offerings }: TeachersPartProps) {
  const { t, formatList } = useI18n()
  const taught = (teacher: Teacher) => [
    ...new Set(offerings.filter(({ teacherIds }) => teacherIds.includes(teacher.id)).map(({ title }) => title)),
  ]
  return (
    <div id="teachers" className="site-part">
      <Section title={t('public.teachers')}>
        <ul className="teachers">
          {teachers.map((teacher) => (
            <li key={teacher.id} className="teacher">
              <Avatar
                name={teacher.fullName}
                id={teacher.id}
                size="large"
                photo={publicPhoto(organisation.slug, teacher)}
              />
              <div>
                <Heading level={3}>{teacher.fullName}</Heading>
                <Text size={14} tone="soft">
                  {teacher.specialization || formatList(taught(teacher).slice(0, 3))}
                </Text>
                {teacher.bio && <p className="teacher-bio">{teacher.bio}</p>}
              </div>
            </li>
          ))}
        </ul>
      </Section>
    </div>
  )
}

interface VisitPartProps {
  organisation: Organisation
  now: Temporal.Instant
}

export function VisitPart({ organisation, now }: VisitPartProps) {
  const { t, formatDay, formatList, formatWeekday } = useI18n()
  const today = now.toZonedDateTimeISO(organisation.zone).toPlainDate()
  const ahead = organisation.closures.filter(({ toDate }) => Temporal.PlainDate.compare(toDate, today) >= 0)

  function nameDays(first: number, last: number) {
    const from = formatWeekday(dayNamed(first))
    return first === last ? from : t('public.days', { from, to: formatWeekday(dayNamed(last)) })
  }

  return (
    <div id="visit" className="site-part">
      <Section title={t('public.visit')}>
        <div className="visit">
          <div className="visit-contact">
            {organisation.address && <StatusLine icon="place">{organisation.address}</StatusLine>}
            {organisation.phone && (
              <StatusLine icon="phone">
                <a href={`tel:${organisation.phone.replaceAll(/[^\d+]/g, '')}`} dir="ltr">
                  {organisation.phone}
                </a>
              </StatusLine>
            )}
            {organisation.email && (
              <StatusLine icon="mail">
                <a href={`mailto:${organisation.email}`}>{organisation.email}</a>
              </StatusLine>
            )}
          </div>
          {organisation.openingHours.length > 0 && (
            <DefinitionList
              lines={groupHours(organisation.openingHours).map(({ firstDay, lastDay, hours }) => ({
                term: nameDays(firstDay, lastDay),
                value:
                  hours.length === 0
                    ? t('public.closed')
                    : formatList(
                        hours.map(({ fromMinute, toMinute }) =>
                          t('public.hours', { from: formatMinute(fromMinute), to: formatMinute(toMinute) }),
                        ),
                      ),
              }))}
            />
          )}
          {ahead.length > 0 && (
            <div>
              <Text size={14} weight="strong">
                {t('public.closures')}
              </Text>
              {ahead.map((closure) => (
                <Text key={closure.id} size={14} tone="soft">
                  {closure.fromDate.equals(closure.toDate)
                    ? t('public.closure_day', { day: formatDay(closure.fromDate), name: closure.name })
                    : t('public.closure_days', {
                        from: formatDay(closure.fromDate),
                        to: formatDay(closure.toDate),
                        name: closure.name,
                      })}
                </Text>
              ))}
            </div>
          )}
        </div>
      </Section>
    </div>
  )
}

export function SchoolFooter({ organisation }: { organisation: Organisation }) {
  const { t } = useI18n()
  return (
    <footer className="site-footer">
      <p>{organisation.name}</p>
      <a href={`/${organisation.slug}/home`}>{t('public.sign_in')}</a>
    </footer>
  )
}
