import { dropStuckReaction, listStuckReactions, retryStuckReaction } from '#contract/notifications'
import type { Output } from '#platform/contract.ts'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { findSentence } from '#web/app/sentence.ts'
import { useMember } from '#web/app/session.ts'
import { subjectPath } from '#web/features/audit/subject.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { Task } from '#web/ui/task-list.tsx'
import { useToast } from '#web/ui/toast.tsx'

interface StuckTaskProps {
  row: Output<typeof listStuckReactions>['rows'][number]
}

/** What should have followed from something that happened, and could not be done. */
export function StuckTask({ row }: StuckTaskProps) {
  const { t, formatRelative } = useI18n()
  const { slug } = useMember()
  const show = useToast()
  const now = useNow()
  const options = { refresh: [listStuckReactions] }
  const retry = useAction(retryStuckReaction, options)
  const drop = useAction(dropStuckReaction, options)
  const onError = (error: Error) => show({ message: error.message })
  return (
    <Task
      kind={<Badge tone="danger">{t('booking.not_done')}</Badge>}
      end={formatRelative(row.failedAt, now)}
      title={findSentence(t, `audit.event.${row.event}`) ?? t('booking.something_happened')}
      href={subjectPath(slug, row.subjectKind, row.subjectId) ?? paths.inbox(slug)}
      detail={t('booking.not_done_detail', { reason: row.reason })}
      actions={
        <>
          <Button
            pending={retry.isPending}
            onClick={() =>
              retry.run(
                { reactionId: row.id },
                { onSuccess: () => show({ message: t('booking.tried_again') }), onError },
              )
            }
          >
            {t('booking.try_again')}
          </Button>
          <Button
            variant="quiet"
            pending={drop.isPending}
            onClick={() => drop.run({ reactionId: row.id }, { onError })}
          >
            {t('booking.let_go')}
          </Button>
        </>
      }
    />
  )
}
