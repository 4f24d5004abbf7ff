import { listEvents } from '#contract/audit'
import type { Booking } from '#contract/booking'
import { useI18n } from '#web/app/i18n.tsx'
import { useGlance } from '#web/app/queries.ts'
import { Section } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'

const known = ['requested', 'confirmed', 'declined', 'cancelled', 'expired'] as const

/** Who did what with a request, newest first; for those who may see it. */
export function RequestHistory({ bookingId }: { bookingId: Booking['id'] }) {
  const { t, formatDayAndTime } = useI18n()
  const events = useGlance(listEvents, { subjectKind: 'booking', subjectId: bookingId, limit: 20 })?.rows ?? []
  if (events.length === 0) return null
  return (
    <Section title={t('booking.history')} size={14}>
      <List label={t('booking.history')}>
        {events.map((event) => {
          const act = known.find((each) => event.name === `booking.${each}`)
          return (
            <ListRow
              key={event.id}
              title={act ? t(`booking.event_${act}`) : t('booking.event_other')}
              detail={event.actorName}
              end={formatDayAndTime(event.happenedAt)}
            />
          )
        })}
      </List>
    </Section>
  )
}
