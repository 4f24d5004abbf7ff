import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { BookingId, getBooking, type Booking } from '#contract/booking'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { Columns, Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { Quote } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { ApplicantDetails } from './applicant-details.tsx'
import { nameWithAge } from './applicant.ts'
import { CancelBookingDialog } from './cancel-booking-dialog.tsx'
import { useDecision } from './decision.ts'
import { DeclineDialog } from './decline-dialog.tsx'
import { heldWords } from './held.ts'
import { RequestChoices } from './request-choices.tsx'
import { RequestHistory } from './request-history.tsx'
import { BookingStatusBadge } from './statuses.tsx'

/** One request: what was asked for, by whom, what stands in the way, and the answer. */
export function RequestPage() {
  const i18n = useI18n()
  const { t } = i18n
  const member = useMember()
  const params: { bookingId?: string } = useParams({ strict: false })
  const booking = useRead(getBooking, { bookingId: BookingId.parse(params.bookingId) })
  const [dialog, setDialog] = useState<'decline' | 'cancel' | null>(null)
  const decision = useDecision(booking)
  const isRequested = booking.status === 'requested'
  const isCancellable = isRequested || booking.status === 'confirmed'

  return (
    <Page>
      <PageHeading
        title={nameWithAge(booking, i18n)}
        detail={
          <>
            {booking.offeringTitle} <BookingStatusBadge status={booking.status} />
          </>
        }
        above={<TextLink href={paths.requests(member.slug)}>{t('booking.requests')}</TextLink>}
        actions={
          <>
            {booking.lessonId && (
              <ButtonLink href={paths.lesson(member.slug, booking.lessonId)}>{t('booking.to_lesson')}</ButtonLink>
            )}
            {booking.studentId && (
              <ButtonLink href={paths.person(member.slug, booking.studentId)}>{t('booking.to_student')}</ButtonLink>
            )}
            {isRequested && (
              <Button pending={decision.isTaken} onClick={() => setDialog('decline')}>
                {t('booking.decline_ellipsis')}
              </Button>
            )}
            {isCancellable && (
              <Button pending={decision.isTaken} onClick={() => setDialog('cancel')}>
                {t('booking.cancel_ellipsis')}
              </Button>
            )}
          </>
        }
      />
      {booking.endedBecause !== '' && (
        <Notice tone="info" title={t('booking.ended_because')}>
          <Quote>{booking.endedBecause}</Quote>
        </Notice>
      )}
      <Columns
        main={
          <Stack gap="large">
            <Section title={t('booking.choices')}>
              <RequestChoices row={booking} booking={booking} />
              {isRequested && booking.expiresAt && booking.choices.length > 0 && (
                <StatusLine icon="clock">{heldWords(booking.expiresAt, booking.choices.length, i18n)}</StatusLine>
              )}
            </Section>
            {isRequested && booking.sameAs.length > 0 && <KnownPeople booking={booking} />}
            <Section title={t('booking.applicant')}>
              <ApplicantDetails booking={booking} />
            </Section>
          </Stack>
        }
        side={
          <Stack gap="large">
            <Section title={t('booking.request')} size={14}>
              <RequestFacts booking={booking} />
            </Section>
            {member.can('audit.read') && <RequestHistory bookingId={booking.id} />}
          </Stack>
        }
      />
      <DeclineDialog open={dialog === 'decline'} onClose={() => setDialog(null)} booking={booking} />
      <CancelBookingDialog open={dialog === 'cancel'} onClose={() => setDialog(null)} booking={booking} />
    </Page>
  )
}

function KnownPeople({ booking }: { booking: Booking }) {
  const { t } = useI18n()
  const { slug } = useMember()
  return (
    <Section title={t('booking.maybe_known')}>
      <List label={t('booking.maybe_known')}>
        {booking.sameAs.map(({ id, name, because }) => (
          <ListRow key={id} title={name} detail={t(`booking.same_${because}`)} href={paths.person(slug, id)} />
        ))}
      </List>
    </Section>
  )
}

function RequestFacts({ booking }: { booking: Booking }) {
  const { t, formatMoney, formatDayAndTime } = useI18n()
  return (
    <DefinitionList
      lines={[
        { term: t('booking.code'), value: <bdi>{booking.code}</bdi> },
        { term: t('booking.price'), value: <bdi>{formatMoney(booking.price)}</bdi> },
        { term: t('booking.received'), value: formatDayAndTime(booking.createdAt) },
        { term: t('booking.source'), value: t(`booking.source_${booking.source}`) },
      ]}
    />
  )
}
