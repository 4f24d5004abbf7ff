import { pauseSeries, type Series } from '#contract/series'
import { dayOrNull, textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { FieldRow } from '#web/ui/form.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfSeries } from './refresh.ts'

interface PauseDialogProps {
  open: boolean
  onClose: () => void
  series: Series
}

export function PauseDialog({ open, onClose, series }: PauseDialogProps) {
  const { t, zone } = useI18n()
  const show = useToast()
  const pause = useAction(pauseSeries, { refresh: changesOfSeries })
  const today = Temporal.Now.plainDateISO(zone).toString()
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('series.pause_title')}
      confirmLabel={t('series.pause')}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      pending={pause.isPending}
      error={pause.error}
      onConfirm={(data) => {
        const [fromDate, toDate] = [dayOrNull(data, 'fromDate'), dayOrNull(data, 'toDate')]
        if (!fromDate || !toDate) return
        pause.run(
          {
            seriesId: series.id,
            fromDate,
            toDate,
            reason: textIn(data, 'reason'),
          },
          {
            onSuccess: () => {
              show({ message: t('series.pause_done') })
              onClose()
            },
          },
        )
      }}
    >
      <Text>{t('series.pause_detail')}</Text>
      <FieldRow>
        <DateField label={t('series.pause_from')} name="fromDate" defaultValue={today} min={today} required />
        <DateField label={t('series.pause_to')} name="toDate" min={today} required />
      </FieldRow>
      <TextField label={t('series.reason')} name="reason" maxLength={500} />
    </ConfirmDialog>
  )
}
