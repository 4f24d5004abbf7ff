import { cancelBooking, type Booking } from '#contract/booking'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfBooking } from './changes.ts'
import { useDecision } from './decision.ts'

interface CancelBookingDialogProps {
  open: boolean
  onClose: () => void
  booking: Booking
}

/** Cancels in the name of the family; the cost by the school's own rule can be let go. */
export function CancelBookingDialog({ open, onClose, booking }: CancelBookingDialogProps) {
  const { t } = useI18n()
  const show = useToast()
  const cancel = useAction(cancelBooking, { refresh: changesOfBooking })
  const decision = useDecision(booking)
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('booking.cancel_question', { name: booking.studentName })}
      confirmLabel={t('booking.cancel')}
      cancelLabel={t('booking.keep')}
      closeLabel={t('common.close')}
      danger
      pending={decision.isTaken}
      error={cancel.error}
      onConfirm={(data) => {
        if (!decision.take()) return
        cancel.run(
          {
            bookingId: booking.id,
            reason: textIn(data, 'reason'),
            waiveCost: data.get('waiveCost') !== null,
          },
          {
            onSuccess: () => {
              show({ message: t('booking.cancelled_toast', { name: booking.studentName }) })
              onClose()
            },
            onError: () => decision.release(),
          },
        )
      }}
    >
      <Text>{t(booking.status === 'confirmed' ? 'booking.cancel_confirmed' : 'booking.cancel_requested')}</Text>
      {booking.status === 'confirmed' && <CheckboxField label={t('booking.waive')} name="waiveCost" />}
      <TextArea label={t('booking.reason')} name="reason" maxLength={500} hint={t('booking.reason_hint')} />
    </ConfirmDialog>
  )
}
