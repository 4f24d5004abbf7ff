import type { Booking } from '#contract/booking'
import { useI18n } from '#web/app/i18n.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import type { FormProblem } from '#web/ui/form.tsx'
import { RadioGroup } from '#web/ui/radio-group.tsx'
import { Text } from '#web/ui/text.tsx'

interface WhoDialogProps {
  open: boolean
  onClose: () => void
  booking: Booking
  pending: boolean
  error: FormProblem | null
  /** Undefined for somebody new. */
  onChoose: (studentId: Booking['sameAs'][number]['id'] | undefined) => void
}

const somebodyNew = 'new'

/** Asks whether an applicant is somebody the school knows already, so that nobody is there twice. */
export function WhoDialog({ open, onClose, booking, pending, error, onChoose }: WhoDialogProps) {
  const { t } = useI18n()
  const [likeliest] = booking.sameAs
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('booking.who_question', { name: booking.studentName })}
      confirmLabel={t('booking.confirm')}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      pending={pending}
      error={error}
      onConfirm={(data) => onChoose(booking.sameAs.find(({ id }) => id === data.get('studentId'))?.id)}
    >
      <Text>{t('booking.who_detail')}</Text>
      <RadioGroup
        label={t('booking.who_label')}
        name="studentId"
        defaultValue={likeliest && likeliest.because !== 'name' ? likeliest.id : somebodyNew}
        options={[
          ...booking.sameAs.map(({ id, name, because }) => ({
            value: id,
            label: name,
            hint: t(`booking.same_${because}`),
          })),
          { value: somebodyNew, label: t('booking.somebody_new'), hint: t('booking.somebody_new_hint') },
        ]}
      />
    </ConfirmDialog>
  )
}
