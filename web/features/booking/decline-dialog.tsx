import { declineBooking, type BookingRow } from '#contract/booking'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfBooking } from './changes.ts'
import { useDecision } from './decision.ts'

interface DeclineDialogProps {
  open: boolean
  onClose: () => void
  booking: BookingRow
}

export function DeclineDialog({ open, onClose, booking }: DeclineDialogProps) {
  const { t } = useI18n()
  const show = useToast()
  const decline = useAction(declineBooking, { refresh: changesOfBooking })
  const decision = useDecision(booking)
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('booking.decline_question', { name: booking.studentName })}
      confirmLabel={t('booking.decline')}
      cancelLabel={t('booking.keep')}
      closeLabel={t('common.close')}
      danger
      pending={decision.isTaken}
      error={decline.error}
      onConfirm={(data) => {
        if (!decision.take()) return
        decline.run(
          { bookingId: booking.id, reason: textIn(data, 'reason') },
          {
            onSuccess: () => {
              show({ message: t('booking.declined_toast', { name: booking.studentName }) })
              onClose()
            },
            onError: () => decision.release(),
          },
        )
      }}
    >
      <Text>{t('booking.decline_detail')}</Text>
      <TextArea label={t('booking.reason')} name="reason" maxLength={500} hint={t('booking.reason_hint')} />
    </ConfirmDialog>
  )
}
