import { useState } from 'react'
import { getBooking, type BookingRow } from '#contract/booking'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useGlance } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { Task } from '#web/ui/task-list.tsx'
import { Text } from '#web/ui/text.tsx'
import { useDecision } from './decision.ts'
import { DeclineDialog } from './decline-dialog.tsx'
import { contactOf, nameWithAge } from './applicant.ts'
import { RequestChoices } from './request-choices.tsx'
import { heldWords } from './held.ts'

/** A request in the inbox: who, what, and both times with what stands in their way. */
export function RequestTask({ row }: { row: BookingRow }) {
  const i18n = useI18n()
  const { t, formatRelative } = i18n
  const { slug } = useMember()
  const now = useNow()
  const [isDeclining, setDeclining] = useState(false)
  const decision = useDecision(row)
  const booking = useGlance(getBooking, { bookingId: row.id })
  // A time at which no place is left is kept for nobody.
  const held = row.choices.length - (booking?.possible.filter(({ reasons }) => reasons.length > 0).length ?? 0)
  return (
    <Task
      kind={<Badge tone="accent">{t('booking.request')}</Badge>}
      end={formatRelative(row.createdAt, now)}
      title={nameWithAge(row, i18n)}
      href={paths.request(slug, row.id)}
      detail={
        <>
          {row.offeringTitle}
          <br />
          {contactOf(row, i18n)}
        </>
      }
      actions={
        <Button variant="quiet" pending={decision.isTaken} onClick={() => setDeclining(true)}>
          {t('booking.decline_ellipsis')}
        </Button>
      }
    >
      <RequestChoices row={row} booking={booking} />
      {row.expiresAt && held > 0 && (
        <Text size={12} tone="soft">
          {heldWords(row.expiresAt, held, i18n)}
        </Text>
      )}
      <DeclineDialog open={isDeclining} onClose={() => setDeclining(false)} booking={row} />
    </Task>
  )
}
