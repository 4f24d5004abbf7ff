import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { Inline, Section, Sheet, Stack } from '#web/ui/layout.tsx'
import { SummaryLine } from '#web/ui/summary-card.tsx'
import { Heading, Text } from '#web/ui/text.tsx'
import { Rank } from '#web/ui/time-choice.tsx'
import type { MyBooking } from './my-lessons.ts'

interface WaitingRequestsProps {
  bookings: readonly MyBooking[]
  onCancel: (booking: MyBooking) => void
}

/** What was asked for and not answered yet: both times, and until when they are kept. */
export function WaitingRequests({ bookings, onCancel }: WaitingRequestsProps) {
  const { t } = useI18n()
  if (bookings.length === 0) return null
  return (
    <Section title={t('portal.waiting')} count={bookings.length} size={14}>
      <Stack>
        {bookings.map((booking) => (
          <Waiting key={booking.id} booking={booking} onCancel={() => onCancel(booking)} />
        ))}
      </Stack>
    </Section>
  )
}

function Waiting({ booking, onCancel }: { booking: MyBooking; onCancel: () => void }) {
  const { t, formatDayAndTime, formatMoney } = useI18n()
  const { choices, expiresAt, offeringTitle, studentName, code, price } = booking
  return (
    <Sheet>
      <Heading level={3}>{t('portal.request_for', { title: offeringTitle, name: studentName })}</Heading>
      <div>
        {choices.map(({ rank, startsAt, teacherName, roomName }) => (
          <SummaryLine
            key={rank}
            mark={<Rank choice={rank === 2 ? 2 : 1} />}
            title={formatDayAndTime(startsAt)}
            detail={[teacherName, roomName].filter(Boolean).join(', ')}
          />
        ))}
        <SummaryLine title={t('portal.price')} end={formatMoney(price)} />
      </div>
      <Text size={14} tone="soft">
        {expiresAt
          ? t('portal.held_until', { count: choices.length, time: formatDayAndTime(expiresAt), code })
          : t('portal.request_code', { code })}
      </Text>
      <Inline>
        <Button onClick={onCancel}>{t('portal.withdraw')}</Button>
      </Inline>
    </Sheet>
  )
}
