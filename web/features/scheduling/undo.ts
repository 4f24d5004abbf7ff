import { undoChange } from '#contract/audit'
import { changeOf } from '#web/app/api.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfTimetable } from './changes.ts'

/** Says what was done, with the way back while there is one. */
export function useDone(): (message: string, answer: object) => void {
  const { t } = useI18n()
  const show = useToast()
  const undo = useAction(undoChange, { refresh: changesOfTimetable })
  return (message, answer) => {
    const change = changeOf(answer)
    if (change === null) {
      show({ message })
      return
    }
    const run = () =>
      undo.run(
        { changeId: change as Parameters<typeof undo.run>[0]['changeId'] }, // as the server's header names it
        {
          onSuccess: () => show({ message: t('scheduling.undone') }),
          onError: (error) => show({ message: error.message }),
        },
      )
    show({ message, undo: { label: t('common.undo'), run } })
  }
}
