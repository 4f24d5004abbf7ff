import { useState } from 'react'
import { listMyBookings } from '#contract/booking'
import { listMyLessons } from '#contract/scheduling'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { MyGroups } from '#web/features/groups/my-groups.tsx'
import { useSearchState } from '#web/app/search-state.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Columns, Page, PageHeading, Stack } from '#web/ui/layout.tsx'
import { VisuallyHidden } from '#web/ui/visually-hidden.tsx'
import { BalanceSection } from './balance-section.tsx'
import { CancelDialog } from './cancel-dialog.tsx'
import { ComingSection } from './coming-section.tsx'
import { LastNotes, ToPractise } from './last-lessons.tsx'
import { MakeUpsSection } from './make-ups-section.tsx'
import { MoveDialog } from './move-dialog.tsx'
import { lessonsOf, waitingBookings, type MyBooking } from './my-lessons.ts'
import { useMyStudents } from './my-students.ts'
import { NextLesson } from './next-lesson.tsx'
import { FamilySearch } from './search.ts'
import { StudentSwitch } from './student-switch.tsx'
import { WaitingRequests } from './waiting-requests.tsx'
import { ZoneNote } from './zone-note.tsx'

const daysAhead = 120

/** What is next, what there is to do, what is owed: on one screen. */
export function HomePage() {
  const { t } = useI18n()
  const { slug, name, organisation } = useMember()
  const [{ student }, change] = useSearchState(FamilySearch)
  const students = useMyStudents(student)
  const now = useNow()
  const [moving, setMoving] = useState<MyBooking | null>(null)
  const [cancelling, setCancelling] = useState<MyBooking | null>(null)
  const today = now.toZonedDateTimeISO(organisation.zone).toPlainDate()
  const { bookings } = useRead(listMyBookings, {})
  const { lessons } = useRead(listMyLessons, { from: today, to: today.add({ days: daysAhead }) })
  const coming = lessonsOf(lessons, students.shown).filter(
    ({ status, endsAt }) => status === 'planned' && Temporal.Instant.compare(endsAt, now) > 0,
  )
  const waiting = waitingBookings(bookings, students.chosen)
  const book = <ButtonLink href={paths.publicPage(slug)}>{t('portal.book')}</ButtonLink>

  if (students.all.length === 0 && waiting.length === 0)
    return (
      <Page width="narrow">
        <PageHeading title={t('portal.welcome', { name })} />
        <EmptyState title={t('portal.nobody')} action={book}>
          {t('portal.nobody_detail', { school: organisation.name })}
        </EmptyState>
        <BalanceSection />
      </Page>
    )

  return (
    <Page>
      <VisuallyHidden as="h1">{t('shell.home')}</VisuallyHidden>
      <StudentSwitch students={students} onChoose={(id) => change({ student: id })} />
      <ZoneNote />
      <Columns
        main={
          <Stack gap="large">
            <NextLesson
              lesson={coming[0] ?? null}
              students={students}
              bookings={bookings}
              onCancel={setCancelling}
              onMove={setMoving}
            />
            <WaitingRequests bookings={waiting} onCancel={setCancelling} />
            <MyGroups studentIds={students.shown.map(({ id }) => id)} />
            <ComingSection lessons={coming.slice(1, 5)} students={students} />
          </Stack>
        }
        side={
          <Stack gap="large">
            {students.shown.length > 0 && <ToPractise students={students.shown} withNames={students.chosen === null} />}
            <MakeUpsSection />
            <BalanceSection />
            <LastNotes students={students.shown} withNames={students.chosen === null} />
          </Stack>
        }
      />
      <MoveDialog booking={moving} onClose={() => setMoving(null)} />
      <CancelDialog booking={cancelling} onClose={() => setCancelling(null)} />
    </Page>
  )
}
