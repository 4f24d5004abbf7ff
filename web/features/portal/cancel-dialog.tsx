import { cancelMyBooking, listMyBookings } from '#contract/booking'
import { listMyLessons } from '#contract/scheduling'
import { getMyAccount } from '#contract/billing'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useDoneWith } from '#web/app/undo.ts'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import type { MyBooking } from './my-lessons.ts'

const changed = [listMyBookings, listMyLessons, getMyAccount] as const

interface CancelDialogProps {
  /** Null while nothing is being cancelled. */
  booking: MyBooking | null
  onClose: () => void
}

/**
 * Says what it costs before anything happens; a price that changed meanwhile is asked for again. It stands beside the lessons rather
 * than in one, because the one it cancels goes away.
 */
export function CancelDialog({ booking, onClose }: CancelDialogProps) {
  const { t, formatMoney } = useI18n()
  const done = useDoneWith(changed)
  const cancel = useAction(cancelMyBooking, { refresh: changed })
  if (!booking) return null
  const { id: bookingId, cancellation, price } = booking
  const cost = cancellation?.cost ?? { amount: 0n, currency: price.currency }
  const isRequest = booking.status === 'requested'

  function confirm(data: FormData) {
    cancel.run(
      { bookingId, acceptedCost: cost, reason: textIn(data, 'reason') },
      {
        onSuccess: (answer) => {
          done(t(isRequest ? 'portal.request_withdrawn' : 'portal.lesson_cancelled'), answer)
          onClose()
        },
      },
    )
  }

  return (
    <ConfirmDialog
      open
      onClose={onClose}
      title={t(isRequest ? 'portal.withdraw_question' : 'portal.cancel_question')}
      confirmLabel={t(isRequest ? 'portal.withdraw' : 'portal.cancel_lesson')}
      cancelLabel={t('portal.keep')}
      closeLabel={t('common.close')}
      danger
      pending={cancel.isPending}
      error={cancel.error}
      onConfirm={confirm}
    >
      <Text>
        {cost.amount > 0n
          ? t('portal.cancelling_costs', { cost: formatMoney(cost) })
          : t(isRequest ? 'portal.withdrawing_free' : 'portal.cancelling_free')}
      </Text>
      <TextField label={t('portal.reason')} name="reason" maxLength={500} hint={t('portal.reason_hint')} />
    </ConfirmDialog>
  )
}
