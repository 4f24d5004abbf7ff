import { cancelLesson } from '#contract/scheduling'
import type { Output } from '#platform/contract.ts'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { changesOfTimetable } from './changes.ts'
import { useDone } from './undo.ts'

interface CancelLessonDialogProps {
  open: boolean
  onClose: () => void
  lesson: Output<typeof cancelLesson>
}

export function CancelLessonDialog({ open, onClose, lesson }: CancelLessonDialogProps) {
  const { t } = useI18n()
  const done = useDone()
  const cancel = useAction(cancelLesson, { refresh: changesOfTimetable })
  return (
    <ConfirmDialog
      open={open}
      onClose={onClose}
      title={t('scheduling.cancel_question')}
      confirmLabel={t('scheduling.cancel_lesson')}
      cancelLabel={t('scheduling.keep_lesson')}
      closeLabel={t('common.close')}
      danger
      pending={cancel.isPending}
      error={cancel.error}
      onConfirm={(data) =>
        cancel.run(
          { lessonId: lesson.id, reason: textIn(data, 'reason') },
          {
            onSuccess: (answer) => {
              done(t('scheduling.cancelled'), answer)
              onClose()
            },
          },
        )
      }
    >
      <Text>{t('scheduling.cancel_detail', { count: lesson.students.length })}</Text>
      <TextArea label={t('scheduling.cancel_reason')} name="reason" maxLength={500} />
    </ConfirmDialog>
  )
}
