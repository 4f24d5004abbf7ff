import { Suspense, useState } from 'react'
import { addException, getAvailability } from '#contract/scheduling'
import { useI18n } from '#web/app/i18n.tsx'
import { useNow } from '#web/app/clock.ts'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { Button } from '#web/ui/button.tsx'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { DateField, TimeField } from '#web/ui/date-field.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { FieldRow, Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { useToast } from '#web/ui/toast.tsx'
import type { Claimant } from './availability-panel.tsx'
import { LessonsHit } from './lessons-hit.tsx'

interface ExceptionDialogProps extends Claimant {
  open: boolean
  onClose: () => void
}

export function ExceptionDialog({ open, onClose, ...claimant }: ExceptionDialogProps) {
  const { t } = useI18n()
  return (
    <Dialog open={open} onClose={onClose} title={t('teaching.add_exception')} closeLabel={t('common.close')}>
      <ExceptionForm {...claimant} onDone={onClose} />
    </Dialog>
  )
}

function ExceptionForm({ claimantKind, claimantId, onDone }: Claimant & { onDone: () => void }) {
  const { t } = useI18n()
  const { organisation } = useMember()
  const toast = useToast()
  const tomorrow = useNow().toZonedDateTimeISO(organisation.zone).toPlainDate().add({ days: 1 }).toString()
  const add = useAction(addException, { refresh: [getAvailability] })
  const [kind, setKind] = useState<'off' | 'extra'>('off')
  const [isWhole, setWhole] = useState(true)
  const [from, setFrom] = useState({ date: tomorrow, time: '09:00' })
  const [reason, setReason] = useState('')
  const [to, setTo] = useState({ date: tomorrow, time: '17:00' })
  const wholeDays = kind === 'off' && isWhole
  const span = spanOf({ from, to, wholeDays, zone: organisation.zone })
  const isBackwards = span !== null && Temporal.Instant.compare(span.startsAt, span.endsAt) >= 0
  const toProblem = isBackwards ? t('teaching.end_before_start') : undefined

  function submit() {
    if (!span || isBackwards) return
    add.run(
      { claimantKind, claimantId, ...span, isAvailable: kind === 'extra', reason },
      {
        onSuccess: ({ lessonsHit }) => {
          const hit = kind === 'off' ? lessonsHit.length : 0
          toast({ message: t('teaching.exception_added', { hit }) })
          onDone()
        },
      },
    )
  }

  return (
    <Form error={add.error} onSubmit={submit}>
      <Segmented
        wide
        label={t('teaching.kind_of_exception')}
        value={kind}
        onChange={setKind}
        options={[
          { value: 'off', label: t('teaching.time_off') },
          { value: 'extra', label: t('teaching.extra_hours') },
        ]}
      />
      {kind === 'off' && (
        <CheckboxField
          label={t('teaching.whole_days')}
          checked={isWhole}
          onChange={(event) => setWhole(event.target.checked)}
        />
      )}
      <FieldRow>
        <DateField
          label={t('teaching.first_day')}
          name="startsAt"
          value={from.date}
          onChange={({ target: { value } }) => {
            setFrom({ ...from, date: value })
            if (value > to.date) setTo({ ...to, date: value })
          }}
        />
        {!wholeDays && (
          <TimeField
            label={t('teaching.from_time')}
            value={from.time}
            onChange={(event) => setFrom({ ...from, time: event.target.value })}
          />
        )}
      </FieldRow>
      <FieldRow>
        <DateField
          label={t('teaching.last_day')}
          name="endsAt"
          min={from.date}
          value={to.date}
          error={wholeDays ? toProblem : undefined}
          onChange={(event) => setTo({ ...to, date: event.target.value })}
        />
        {!wholeDays && (
          <TimeField
            label={t('teaching.to_time')}
            value={to.time}
            error={toProblem}
            onChange={(event) => setTo({ ...to, time: event.target.value })}
          />
        )}
      </FieldRow>
      <TextField
        label={t('teaching.reason')}
        name="reason"
        maxLength={200}
        hint={t('teaching.reason_hint')}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      {kind === 'off' && span && !isBackwards && (
        <Suspense fallback={<Skeleton label={t('common.loading')} />}>
          <LessonsHit claimantKind={claimantKind} claimantId={claimantId} {...span} />
        </Suspense>
      )}
      <FormActions>
        <SubmitButton pending={add.isPending}>{t('teaching.save_exception')}</SubmitButton>
        <Button onClick={onDone}>{t('common.cancel')}</Button>
      </FormActions>
    </Form>
  )
}

interface Edges {
  from: { date: string; time: string }
  to: { date: string; time: string }
  wholeDays: boolean
  zone: string
}

/** Null while a field is empty. Days and times are read on the clock of the school. */
function spanOf({ from, to, wholeDays, zone }: Edges) {
  if (!from.date || !to.date || (!wholeDays && (!from.time || !to.time))) return null
  const at = (date: string, time: string) =>
    Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: zone, plainTime: time }).toInstant()
  if (!wholeDays) return { startsAt: at(from.date, from.time), endsAt: at(to.date, to.time) }
  const dayAfter = Temporal.PlainDate.from(to.date).add({ days: 1 }).toString()
  return { startsAt: at(from.date, '00:00'), endsAt: at(dayAfter, '00:00') }
}
