import { useState } from 'react'
import { cancelBookingByLink, getBookingByLink } from '#contract/booking'
import { ApiProblem, call, Offline } from '#web/app/api.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { Form, type FormProblem } from '#web/ui/form.tsx'
import { TextField } from '#web/ui/text-field.tsx'
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
  const { cancellation, status } = booking
  if (!cancellation) return null
  const { cost, freeUntil } = cancellation

  async function cancel(reason: string) {
    if (isPending) return
    setIsPending(true)
    setProblem(null)
    try {
      const input = { token, acceptedCost: cost, reason }
      onCancelled(await call(cancelBookingByLink, input, { organisation, locale, idempotencyKey: crypto.randomUUID() }))
    } catch (error) {
      if (error instanceof Offline) setProblem({ title: t('public.offline') })
      else if (error instanceof ApiProblem) {
        setProblem(error)
        if (error.status === 409) onCancelled(await call(getBookingByLink, { token }, { organisation, locale }))
      } else setProblem({ title: t('common.something_went_wrong') })
    } finally {
      setIsPending(false)
    }
  }

  return (
    <Disclosure label={status === 'requested' ? t('public.cancel_request') : t('public.cancel_lesson')}>
      <Form error={problem} onSubmit={(data) => void cancel(String(data.get('reason') ?? ''))}>
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
