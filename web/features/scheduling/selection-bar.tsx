import { useState } from 'react'
import { cancelLessons, type LessonBlock } from '#contract/scheduling'
import { textIn } from '#web/app/form-values.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { ConfirmDialog } from '#web/ui/confirm-dialog.tsx'
import { SelectionBar } from '#web/ui/selection-bar.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextArea } from '#web/ui/text-area.tsx'
import { changesOfTimetable } from './changes.ts'
import { useDone } from './undo.ts'

interface ChosenLessonsProps {
  ids: ReadonlySet<string>
  /** The ones that are about to be cancelled, while that is being asked. */
  cancelling: readonly string[]
  onCancelling: (ids: readonly string[]) => void
  onClear: () => void
}

/** What can be done with several lessons at once. */
export function ChosenLessons({ ids, cancelling, onCancelling, onClear }: ChosenLessonsProps) {
  const { t } = useI18n()
  return (
    <>
      {ids.size > 0 && (
        <SelectionBar label={t('scheduling.chosen', { count: ids.size })}>
          <Text as="span" size={12} tone="soft">
            {t('scheduling.chosen_hint')}
          </Text>
          <Button variant="danger" onClick={() => onCancelling([...ids])}>
            {t('scheduling.cancel_chosen')}
          </Button>
          <Button variant="quiet" onClick={onClear}>
            {t('scheduling.clear_choice')}
          </Button>
        </SelectionBar>
      )}
      <CancelLessonsDialog
        lessonIds={cancelling}
        onClose={() => onCancelling([])}
        onCancelled={() => {
          onCancelling([])
          onClear()
        }}
      />
    </>
  )
}

interface CancelLessonsDialogProps {
  lessonIds: readonly string[]
  onClose: () => void
  onCancelled: () => void
}

function CancelLessonsDialog({ lessonIds, onClose, onCancelled }: CancelLessonsDialogProps) {
  const { t } = useI18n()
  const done = useDone()
  const [key, setKey] = useState(0)
  const cancel = useAction(cancelLessons, { refresh: changesOfTimetable })
  return (
    <ConfirmDialog
      key={key}
      open={lessonIds.length > 0}
      onClose={onClose}
      title={t('scheduling.cancel_many_question', { count: lessonIds.length })}
      confirmLabel={t('scheduling.cancel_many', { count: lessonIds.length })}
      cancelLabel={t('scheduling.keep_many', { count: lessonIds.length })}
      closeLabel={t('common.close')}
      danger
      pending={cancel.isPending}
      error={cancel.error}
      onConfirm={(data) =>
        cancel.run(
          { lessonIds: lessonIds as LessonBlock['id'][], reason: textIn(data, 'reason') }, // blocks of lessons carry their ids
          {
            onSuccess: (answer) => {
              done(t('scheduling.cancelled_many', { count: lessonIds.length }), answer)
              setKey(key + 1)
              onCancelled()
            },
          },
        )
      }
    >
      <Text>{t('scheduling.cancel_many_detail')}</Text>
      <TextArea label={t('scheduling.cancel_reason')} name="reason" maxLength={500} />
    </ConfirmDialog>
  )
}
