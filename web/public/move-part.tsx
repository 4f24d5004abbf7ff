import { useRef, useState } from 'react'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { DateField } from '#web/ui/date-field.tsx'
import { Disclosure } from '#web/ui/disclosure.tsx'
import { Form, type FormProblem } from '#web/ui/form.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { ask } from './answers.ts'
import type { BookingData, Slot } from './page-data.ts'

interface MovePartProps {
  booking: BookingData['booking']
  organisation: string
  token: string
  now: Temporal.Instant
  onMoved: (booking: BookingData['booking']) => void
}

/** Another free time with the same teacher; how often and until when it may be moved stands above the button. */
export function MovePart({ booking, organisation, token, now, onMoved }: MovePartProps) {
  const { t, locale, zone, formatDayAndTime, formatLongDay, formatTime } = useI18n()
  const [problem, setProblem] = useState<FormProblem | null>(null)
  const [isPending, setIsPending] = useState(false)
  const [day, setDay] = useState('')
  const [slots, setSlots] = useState<readonly Slot[] | null>(null)
  const [nextFree, setNextFree] = useState<Temporal.PlainDate | null>(null)
  const key = useRef<string | null>(null)
  const { moving, offeringId } = booking
  const lesson = booking.choices.find(({ rank }) => rank === booking.confirmedRank)
  if (booking.status !== 'confirmed' || !moving || !lesson) return null
  if (moving.left === 0 || Temporal.Instant.compare(now, moving.until) > 0) return null
  const { teacherId } = lesson

  async function show(value: string) {
    setDay(value)
    setSlots(null)
    if (value === '') return
    // A day of the reader may begin or end on another day at the school.
    const date = Temporal.PlainDate.from(value)
    const [from, to] = [date.subtract({ days: 1 }), date.add({ days: 1 })]
    const answer = await ask(({ askSlots }) => askSlots({ offeringId, teacherId, from, to }, { organisation, locale }))
    if (answer.kind !== 'done') {
      setProblem(answer.kind === 'offline' ? { title: t('public.offline') } : answer.problem)
      return
    }
    const all = answer.value.days.flatMap((each) => each.slots)
    setNextFree(answer.value.nextFreeDay)
    setSlots(all.filter(({ startsAt }) => startsAt.toZonedDateTimeISO(zone).toPlainDate().equals(date)))
  }

  async function move(startsAt: string) {
    if (isPending || startsAt === '') return
    const idempotencyKey = (key.current ??= crypto.randomUUID())
    setIsPending(true)
    setProblem(null)
    const input = { token, startsAt: Temporal.Instant.from(startsAt) }
    try {
      const answer = await ask(({ askMove }) => askMove(input, { organisation, locale, idempotencyKey }))
      key.current = null
      if (answer.kind === 'done') {
        setDay('')
        setSlots(null)
        return onMoved(answer.value)
      }
      setProblem(answer.kind === 'offline' ? { title: t('public.offline') } : answer.problem)
    } catch (error) {
      reportError(error)
      setProblem({ title: t('common.something_went_wrong') })
    } finally {
      setIsPending(false)
    }
  }

  return (
    <Disclosure label={t('public.move_lesson')}>
      <Form error={problem} onSubmit={(data) => void move(textOf(data.get('startsAt')))}>
        <p>{t('public.move_terms', { time: formatDayAndTime(moving.until), left: moving.left })}</p>
        <DateField
          label={t('public.move_day')}
          min={now.toZonedDateTimeISO(zone).toPlainDate().toString()}
          value={day}
          onChange={(event) => void show(event.target.value).catch(reportError)}
        />
        {slots !== null && (
          <SelectField
            label={t('public.move_time')}
            name="startsAt"
            placeholder={slots.length > 0 ? t('public.move_choose') : t('public.move_none')}
            options={slots.map((slot) => ({ value: slot.startsAt.toString(), label: formatTime(slot.startsAt) }))}
          />
        )}
        {slots?.length === 0 && nextFree && (
          <div>
            <Button variant="quiet" onClick={() => void show(nextFree.toString()).catch(reportError)}>
              {t('public.move_next', { day: formatLongDay(nextFree) })}
            </Button>
          </div>
        )}
        <div>
          <Button type="submit" variant="primary" pending={isPending}>
            {t('public.move_do')}
          </Button>
        </div>
      </Form>
    </Disclosure>
  )
}

function textOf(entry: FormDataEntryValue | null): string {
  return typeof entry === 'string' ? entry : ''
}
