import { useState } from 'react'
import { listMyBookings, moveMyBooking } from '#contract/booking'
import { listMyLessons, listSlots } from '#contract/scheduling'
import { useNow } from '#web/app/clock.ts'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { useDoneWith } from '#web/app/undo.ts'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { Inline } from '#web/ui/layout.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { Text } from '#web/ui/text.tsx'
import type { MyBooking } from './my-lessons.ts'

interface MoveDialogProps {
  /** Null while nothing is being moved. */
  booking: MyBooking | null
  onClose: () => void
}

/** Another free time with the same teacher; how often and until when stands above the button. */
export function MoveDialog({ booking, onClose }: MoveDialogProps) {
  return booking?.moving ? <MoveForm key={booking.id} booking={booking} onClose={onClose} /> : null
}

function MoveForm({ booking, onClose }: { booking: MyBooking; onClose: () => void }) {
  const { t, formatTime, formatDayAndTime, formatLongDay } = useI18n()
  const { zone } = useMember().organisation
  const now = useNow()
  const lesson = booking.choices.find(({ rank }) => rank === booking.confirmedRank)
  const today = now.toZonedDateTimeISO(zone).toPlainDate().toString()
  const [day, setDay] = useState(() => lesson?.startsAt.toZonedDateTimeISO(zone).toPlainDate().toString() ?? today)
  const reads = [listMyBookings, listMyLessons, listSlots] as const
  const move = useAction(moveMyBooking, { refresh: reads })
  const done = useDoneWith(reads)
  const date = Temporal.PlainDate.from(day)
  const { offeringId, moving } = booking
  const slots = useGlance(
    listSlots,
    { offeringId, from: date, to: date, ...(lesson && { teacherId: lesson.teacherId }) },
    lesson !== undefined,
  )
  const free = slots?.days.flatMap((each) => (each.date.equals(date) ? each.slots : [])) ?? []

  const next = slots?.nextFreeDay

  function confirm(data: FormData) {
    const startsAt = textIn(data, 'startsAt')
    if (!startsAt) return
    const time = Temporal.Instant.from(startsAt)
    move.run(
      { bookingId: booking.id, startsAt: time },
      {
        onSuccess: (answer) => {
          done(t('portal.lesson_moved', { time: formatDayAndTime(time) }), answer)
          onClose()
        },
      },
    )
  }

  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t('portal.move_question')}
      confirmLabel={t('portal.move_lesson')}
      cancelLabel={t('portal.keep')}
      closeLabel={t('common.close')}
      pending={move.isPending}
      error={move.error}
      onConfirm={confirm}
    >
      {moving && <Text>{t('portal.move_terms', { time: formatDayAndTime(moving.until), left: moving.left })}</Text>}
      <DateField
        label={t('portal.move_day')}
        min={today}
        value={day}
        onChange={({ target: { value } }) => value && setDay(value)}
      />
      <SelectField
        label={t('portal.move_time')}
        name="startsAt"
        placeholder={free.length > 0 ? t('portal.move_choose') : t('portal.move_none')}
        options={free.map(({ startsAt }) => ({ value: startsAt.toString(), label: formatTime(startsAt) }))}
      />
      {free.length === 0 && next && (
        <Inline>
          <Button variant="quiet" onClick={() => setDay(next.toString())}>
            {t('portal.move_next', { day: formatLongDay(next) })}
          </Button>
        </Inline>
      )}
    </ConfirmDialog>
  )
}
