import { useI18n } from '#web/app/i18n.tsx'
import { ButtonLink } from '#web/ui/button.tsx'
import { DateBlock } from '#web/ui/date-block.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { SkipLink } from '#web/ui/skip-link.tsx'
import { SummaryLine } from '#web/ui/summary-card.tsx'
import { Heading, Text } from '#web/ui/text.tsx'
import { Rank } from '#web/ui/time-choice.tsx'
import { paths } from '#web/paths.ts'
import { CancelPart } from './cancel-part.tsx'
import { plainSpaces } from './hours.ts'
import { MovePart } from './move-part.tsx'
import type { BookingData } from './page-data.ts'
import { nameZone, useReaderZone } from './reader-zone.ts'
import { SchoolCover } from './school-cover.tsx'
import { SchoolFooter, VisitPart } from './school-parts.tsx'
import { useBooking } from './use-booking.ts'
import './booking.css'
import './public.css'

interface BookingStatusProps {
  data: BookingData
  now: Temporal.Instant
}

type Booking = BookingData['booking']

/** What became of a request: opened right after booking, and from every mail about it. */
export function BookingStatus({ data, now }: BookingStatusProps) {
  const { t, formatMoney } = useI18n()
  const { organisation, token } = data
  const [booking, setBooking] = useBooking(data)
  const confirmed = booking.choices.find(({ rank }) => booking.status === 'confirmed' && rank === booking.confirmedRank)
  return (
    <>
      <SkipLink label={t('common.skip_to_content')} />
      <SchoolCover
        organisation={organisation}
        title={t(`public.status_${booking.status}`)}
        now={now}
        homeHref={paths.publicPage(organisation.slug)}
      />
      <main id="content" className="site status" tabIndex={-1}>
        <div className="status-main">
          <NextSteps booking={booking} organisation={organisation} />
          <Section title={booking.offeringTitle}>
            <Text size={14} tone="soft">
              {t('public.status_line', { name: booking.studentName, code: booking.code })}
            </Text>
            {confirmed ? (
              <ConfirmedLesson choice={confirmed} place={organisation.address} />
            ) : (
              <Wishes booking={booking} />
            )}
            <ZoneLine schoolZone={booking.zone} now={now} />
            <p className="summary-total">
              <span>{t('public.price')}</span>
              <strong>{formatMoney(booking.price)}</strong>
            </p>
          </Section>
          <MovePart booking={booking} organisation={organisation.slug} token={token} now={now} onMoved={setBooking} />
          <CancelPart booking={booking} organisation={organisation.slug} token={token} onCancelled={setBooking} />
        </div>
        <VisitPart organisation={organisation} now={now} />
      </main>
      <SchoolFooter organisation={organisation} />
    </>
  )
}

/** Whose clock the times are on, where the reader's is another one. */
function ZoneLine({ schoolZone, now }: { schoolZone: string; now: Temporal.Instant }) {
  const { t, zone, locale } = useI18n()
  const readerZone = useReaderZone(schoolZone)
  const school = nameZone(schoolZone, locale, now)
  const reader = nameZone(readerZone, locale, now)
  if (school === reader) return null
  return (
    <Text size={14} tone="soft">
      {zone === schoolZone
        ? t('public.zone', { zone: school })
        : t('public.zone_differs', { zone: reader, other: school })}
    </Text>
  )
}

function NextSteps({ booking, organisation }: { booking: Booking; organisation: BookingData['organisation'] }) {
  const { t, formatLongDay, formatTime } = useI18n()
  const { status, expiresAt, endedBecause } = booking
  if (status === 'requested') {
    return (
      <section className="status-next" aria-label={t('public.next')}>
        <Heading level={2}>{t('public.next')}</Heading>
        <ol className="next-steps">
          <li>
            {expiresAt
              ? t('public.next_answer', {
                  name: organisation.name,
                  by: t('public.time_on', { day: formatLongDay(expiresAt), time: formatTime(expiresAt) }),
                })
              : t('public.next_answer_soon', { name: organisation.name })}
          </li>
          <li>{t('public.next_come_back')}</li>
          <li>{t('public.next_pay')}</li>
        </ol>
      </section>
    )
  }
  if (status === 'confirmed') return <Notice tone="success" title={t('public.confirmed_note')} />
  return (
    <Stack>
      <Notice tone="info" title={t(`public.ended_${status}`)}>
        {endedBecause}
      </Notice>
      <div>
        <ButtonLink variant="primary" href={paths.publicPage(organisation.slug)}>
          {t('public.book_again')}
        </ButtonLink>
      </div>
    </Stack>
  )
}

function ConfirmedLesson({ choice, place }: { choice: Booking['choices'][number]; place: string }) {
  const { formatWeekday, formatRange, zone, locale } = useI18n()
  const day = choice.startsAt.toZonedDateTimeISO(zone)
  const month = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: zone }).format(
    choice.startsAt.epochMilliseconds,
  )
  const where = [choice.roomName, place].filter(Boolean)
  return (
    <DateBlock weekday={formatWeekday(choice.startsAt)} day={String(day.day)} month={month}>
      <Text size={20} weight="strong">
        {plainSpaces(formatRange(choice.startsAt, choice.endsAt))}
      </Text>
      <Text>{choice.teacherName}</Text>
      {where.map((line) => (
        <Text key={line} size={14} tone="soft">
          {line}
        </Text>
      ))}
    </DateBlock>
  )
}

function Wishes({ booking }: { booking: Booking }) {
  const { t, formatLongDay, formatRange } = useI18n()
  const isOpen = booking.status === 'requested'
  return (
    <ol className="wishes">
      {booking.choices.map((choice) => (
        <li key={choice.rank}>
          <SummaryLine
            mark={<Rank choice={choice.rank === 1 ? 1 : 2} />}
            title={t('public.time_on', {
              day: formatLongDay(choice.startsAt),
              time: plainSpaces(formatRange(choice.startsAt, choice.endsAt)),
            })}
            detail={t('public.with_teacher', {
              choice: isOpen ? t('public.time_kept') : t('public.time_free'),
              name: choice.teacherName,
            })}
          />
        </li>
      ))}
    </ol>
  )
}
