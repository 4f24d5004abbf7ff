import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import type { z } from 'zod'
import { getPerson, type Person, type PersonId } from '#contract/people'
import { EventList } from '#web/features/audit/event-list.tsx'
import { MakeUps } from '#web/features/cover/make-ups.tsx'
import { OldRecords } from '#web/features/transfer/old-records.tsx'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Columns, Inline, Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { Guardianships } from './guardianships.tsx'
import { InvitationDialog } from './invitation-dialog.tsx'
import { kindNames } from './kind-names.ts'
import { PersonFacts, StudentFacts, TeacherFacts } from './person-facts.tsx'
import { PersonPhoto } from './person-photo.tsx'
import { PersonRecord } from './person-record.tsx'

const AvailabilityPanel = lazy(async () => {
  const { AvailabilityPanel } = await import('#web/features/teaching/availability-panel.tsx')
  return { default: AvailabilityPanel }
})

export function PersonPage() {
  const { t, formatDate } = useI18n()
  const { slug, can } = useMember()
  const params: { personId?: string } = useParams({ strict: false })
  const person = useRead(getPerson, { personId: params.personId as z.output<typeof PersonId> })
  const [isInviting, setInviting] = useState(false)
  const mayManage = can('people.manage')
  const number = person.waNumber

  return (
    <Page>
      <PageHeading
        title={person.fullName}
        above={<TextLink href={paths.people(slug)}>{t('shell.people')}</TextLink>}
        detail={
          <Inline>
            {person.kinds.map((kind) => (
              <Badge key={kind}>{t(kindNames[kind])}</Badge>
            ))}
            {person.leftOn && <Badge tone="warn">{t('people.left', { date: formatDate(person.leftOn) })}</Badge>}
          </Inline>
        }
        actions={
          <>
            {number && (
              <ButtonLink href={`https://wa.me/${number.replace(/\D/g, '')}`} icon="message">
                {t('people.write')}
              </ButtonLink>
            )}
            {(person.phone ?? number) && (
              <ButtonLink href={`tel:${person.phone ?? number}`} icon="phone">
                {t('people.call')}
              </ButtonLink>
            )}
            {person.teacher && can('timetable.manage') && (
              <ButtonLink href={`${paths.absence(slug)}?teacher=${person.id}`} icon="calendar">
                {t('cover.record')}
              </ButtonLink>
            )}
            {mayManage && (
              <>
                <ButtonLink href={paths.editPerson(slug, person.id)} icon="edit">
                  {t('people.edit')}
                </ButtonLink>
                <Button
                  icon="mail"
                  reason={invitationObstacle(person) && t(invitationObstacle(person)!)}
                  onClick={() => setInviting(true)}
                >
                  {t('people.invite')}
                </Button>
              </>
            )}
          </>
        }
      />
      <Columns
        main={
          <Stack gap="large">
            {person.student && <StudentFacts student={person.student} />}
            {person.teacher && <TeacherFacts teacher={person.teacher} personId={person.id} />}
            {person.teacher && can('timetable.manage') && (
              <Suspense fallback={<Skeleton label={t('common.loading')} rows={4} />}>
                <AvailabilityPanel claimantKind="teacher" claimantId={person.id} />
              </Suspense>
            )}
            <Guardianships person={person} />
            {person.student && can('booking.manage') && <MakeUps studentId={person.id} />}
            {person.student && (
              <Section title={t('people.record')}>
                <PersonRecord studentId={person.id} />
              </Section>
            )}
          </Stack>
        }
        side={
          <Stack gap="large">
            {mayManage && <PersonPhoto person={person} />}
            <PersonFacts person={person} />
            {can('transfer.manage') && (
              <Suspense fallback={<Skeleton label={t('common.loading')} rows={3} />}>
                <OldRecords becameKind="person" becameId={person.id} />
              </Suspense>
            )}
            {can('audit.read') && (
              <Section title={t('people.history')} size={14}>
                <EventList filter={{ subjectKind: 'person', subjectId: person.id }} />
              </Section>
            )}
          </Stack>
        }
      />
      <InvitationDialog person={person} open={isInviting} onClose={() => setInviting(false)} />
    </Page>
  )
}

function invitationObstacle(person: Person) {
  if (person.hasLogin) return 'people.has_login_already' as const
  return person.email === null ? ('people.email_first' as const) : undefined
}
