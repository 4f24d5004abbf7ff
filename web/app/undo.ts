import { undoChange } from '#contract/audit'
import type { Endpoint } from '#platform/contract.ts'
import { changeOf } from './api.ts'
import { useI18n } from './i18n.tsx'
import { useAction } from './queries.ts'
import { useToast } from '#web/ui/toast.tsx'

/** Says what was done, with the way back while there is one; `refresh` is what reads differently then. */
export function useDoneWith(refresh: readonly Endpoint[] | 'everything'): (message: string, answer: object) => void {
  const { t } = useI18n()
  const show = useToast()
  const undo = useAction(undoChange, { refresh })
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
