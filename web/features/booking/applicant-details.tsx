import type { Booking } from '#contract/booking'
import { useI18n } from '#web/app/i18n.tsx'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { Quote } from '#web/ui/text.tsx'

// Monday 5 January 1970; weekdays have no other date of their own.
const monday = Temporal.PlainDate.from('1970-01-05')

/** All that the applicant told us, as it was given; what was left out is left out here. */
export function ApplicantDetails({ booking }: { booking: Booking }) {
  const { t, formatWeekday, formatList, formatDate } = useI18n()
  const yesNo = (answer: boolean | null) => answer !== null && t(answer ? 'booking.yes' : 'booking.no')
  const days = booking.preferredDays.map((weekday) => formatWeekday(monday.add({ days: weekday - 1 })))
  const { preferredFrom: from, preferredTo: to } = booking
  const lines: [string, string | false | null][] = [
    [t('booking.email'), booking.email],
    [t('booking.wa_number'), booking.waNumber],
    [t('booking.guardian'), booking.guardianName],
    [t('booking.guardian_wa'), booking.guardianWaNumber],
    [t('booking.experience'), booking.experience],
    [t('booking.preferred_days'), days.length > 0 && formatList(days)],
    [t('booking.preferred_hours'), from !== null && to !== null && `${clock(from)}–${clock(to)}`],
    [t('booking.start_date'), booking.startDate && formatDate(booking.startDate)],
    [t('booking.instrument_owned'), yesNo(booking.instrumentOwned)],
    [t('booking.heard_of_us'), booking.referralSource],
  ]
  return (
    <Stack>
      <DefinitionList lines={lines.flatMap(([term, value]) => (value ? [{ term, value: <bdi>{value}</bdi> }] : []))} />
      {booking.notes !== '' && <Quote>{booking.notes}</Quote>}
    </Stack>
  )
}

function clock(minute: number): string {
  return Temporal.PlainTime.from({ hour: Math.floor(minute / 60) % 24, minute: minute % 60 }).toString({
    smallestUnit: 'minute',
  })
}
