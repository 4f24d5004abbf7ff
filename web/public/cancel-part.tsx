import { useRef, useState } from 'react'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { Form, type FormProblem } from '#web/ui/form.tsx'
import { TextField } from '#web/ui/text-field.tsx'
import { ask } from './answers.ts'
import type { BookingData } from './page-data.ts'

interface CancelPartProps {
  booking: BookingData['booking']
  organisation: string
  token: string
  onCancelled: (booking: BookingData['booking']) => void
}

/** Giving the lesson back; what it costs stands above the button. */
export function CancelPart({ booking, organisation, token, onCancelled }: CancelPartProps) {
  const { t, locale, formatDayAndTime, formatMoney } = useI18n()
  const [problem, setProblem] = useState<FormProblem | null>(null)
  const [isPending, setIsPending] = useState(false)
  const key = useRef<string | null>(null)
  const { cancellation, status } = booking
  if (!cancellation) return null
  const { cost, freeUntil } = cancellation

  async function cancel(reason: string) {
    if (isPending) return
    const idempotencyKey = (key.current ??= crypto.randomUUID())
    setIsPending(true)
    setProblem(null)
    const input = { token, acceptedCost: cost, reason }
    try {
      const answer = await ask(({ askCancellation }) =>
        askCancellation(input, { organisation, locale, idempotencyKey }),
      )
      if (answer.kind === 'done') return onCancelled(answer.value)
      setProblem(answer.kind === 'offline' ? { title: t('public.offline') } : answer.problem)
      if (answer.kind === 'refused' && answer.status === 409) await readAgain()
    } catch (error) {
      reportError(error)
      setProblem({ title: t('common.something_went_wrong') })
    } finally {
      setIsPending(false)
    }
  }

  async function readAgain() {
    key.current = null
    const answer = await ask(({ askBooking }) => askBooking({ token }, { organisation, locale }))
    if (answer.kind === 'done') onCancelled(answer.value)
  }

  return (
    <Disclosure label={status === 'requested' ? t('public.cancel_request') : t('public.cancel_lesson')}>
      <Form error={problem} onSubmit={(data) => void cancel(textOf(data.get('reason')))}>
        <p>
          {cost.amount > 0n
            ? t('public.cancel_costs', { cost: formatMoney(cost) })
            : freeUntil
              ? t('public.cancel_free_until', { time: formatDayAndTime(freeUntil) })
              : t('public.cancel_free')}
        </p>
        <TextField name="reason" label={t('public.cancel_reason')} maxLength={500} />
        <div>
          <Button type="submit" variant="danger" pending={isPending}>
            {cost.amount > 0n ? t('public.cancel_do_for', { cost: formatMoney(cost) }) : t('public.cancel_do')}
          </Button>
        </div>
      </Form>
    </Disclosure>
  )
}

function textOf(entry: FormDataEntryValue | null): string {
  return typeof entry === 'string' ? entry : ''
}
