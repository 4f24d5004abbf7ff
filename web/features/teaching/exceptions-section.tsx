import { useState } from 'react'
import { addException, getAvailability, removeException, type Exception } from '#contract/scheduling'
import type { z } from 'zod'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { IconButton } from '#web/ui/icon-button.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { useToast } from '#web/ui/toast.tsx'
import type { Claimant } from './availability-panel.tsx'
import { ExceptionDialog } from './exception-dialog.tsx'

interface ExceptionsSectionProps extends Claimant {
  exceptions: readonly z.output<typeof Exception>[]
}

/** Time off and extra hours, what is to come first; taking one away can be undone. */
export function ExceptionsSection({ claimantKind, claimantId, exceptions }: ExceptionsSectionProps) {
  const { t, formatDay, formatDayAndTime, zone } = useI18n()
  const toast = useToast()
  const [isAdding, setAdding] = useState(false)
  const remove = useAction(removeException, { refresh: [getAvailability] })
  const restore = useAction(addException, { refresh: [getAvailability] })
  const sorted = exceptions.toSorted((one, other) => Temporal.Instant.compare(one.startsAt, other.startsAt))
  const failed = remove.error ?? restore.error

  function spanText({ startsAt, endsAt }: z.output<typeof Exception>): string {
    const start = startsAt.toZonedDateTimeISO(zone)
    const end = endsAt.toZonedDateTimeISO(zone)
    const areWholeDays = [start, end].every((edge) => edge.equals(edge.startOfDay()))
    if (!areWholeDays) return t('teaching.from_to', { from: formatDayAndTime(startsAt), to: formatDayAndTime(endsAt) })
    const last = end.toPlainDate().subtract({ days: 1 })
    if (last.equals(start.toPlainDate())) return formatDay(last)
    return t('teaching.from_to', { from: formatDay(start.toPlainDate()), to: formatDay(last) })
  }

  function take({ id, startsAt, endsAt, isAvailable, reason }: z.output<typeof Exception>) {
    const undo = () => restore.run({ claimantKind, claimantId, startsAt, endsAt, isAvailable, reason })
    const onSuccess = () =>
      toast({ message: t('teaching.exception_removed'), undo: { label: t('common.undo'), run: undo } })
    remove.run({ claimantKind, claimantId, exceptionId: id }, { onSuccess })
  }

  return (
    <Section
      title={t('teaching.exceptions')}
      count={exceptions.length}
      action={
        <Button icon="plus" onClick={() => setAdding(true)}>
          {t('teaching.add_exception')}
        </Button>
      }
    >
      <Stack>
        {failed && <Notice tone="danger" title={failed.title} urgent />}
        {sorted.length === 0 ? (
          <EmptyState title={t('teaching.no_exceptions')}>{t('teaching.no_exceptions_detail')}</EmptyState>
        ) : (
          <List label={t('teaching.exceptions')}>
            {sorted.map((exception) => (
              <ListRow
                key={exception.id}
                title={spanText(exception)}
                detail={exception.reason}
                end={
                  <Badge tone={exception.isAvailable ? 'success' : 'warn'}>
                    {t(exception.isAvailable ? 'teaching.extra_hours' : 'teaching.time_off')}
                  </Badge>
                }
                actions={
                  <IconButton
                    icon="trash"
                    label={t('teaching.remove_exception', { from: formatDayAndTime(exception.startsAt) })}
                    onClick={() => take(exception)}
                  />
                }
              />
            ))}
          </List>
        )}
      </Stack>
      <ExceptionDialog
        claimantKind={claimantKind}
        claimantId={claimantId}
        open={isAdding}
        onClose={() => setAdding(false)}
      />
    </Section>
  )
}
