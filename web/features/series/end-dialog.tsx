import { endSeries, type Series } from '#contract/series'
import { dayOrNull, textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfSeries } from './refresh.ts'

interface EndDialogProps {
  open: boolean
  onClose: () => void
  series: Series
}

export function EndDialog({ open, onClose, series }: EndDialogProps) {
  const { t, zone } = useI18n()
  const show = useToast()
  const end = useAction(endSeries, { refresh: changesOfSeries })
  const today = Temporal.Now.plainDateISO(zone).toString()
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('series.end_title')}
      confirmLabel={t('series.end')}
      cancelLabel={t('common.cancel')}
      closeLabel={t('common.close')}
      danger
      pending={end.isPending}
      error={end.error}
      onConfirm={(data) => {
        const fromDate = dayOrNull(data, 'fromDate')
        if (!fromDate) return
        end.run(
          { seriesId: series.id, fromDate, reason: textIn(data, 'reason') },
          {
            onSuccess: () => {
              show({ message: t('series.end_done') })
              onClose()
            },
          },
        )
      }}
    >
      <Text>{t('series.end_detail')}</Text>
      <DateField label={t('series.end_from')} name="fromDate" defaultValue={today} min={today} required />
      <TextField label={t('series.reason')} name="reason" maxLength={500} />
    </ConfirmDialog>
  )
}
