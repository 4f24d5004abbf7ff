import { useRef, type KeyboardEvent } from 'react'
import { useI18n } from '#web/app/i18n.tsx'
import { TimeChoice } from '#web/ui/time-choice.tsx'
import { VisuallyHidden } from '#web/ui/visually-hidden.tsx'
import { rankOf, type Choice } from './choices.ts'
import type { ShownDay } from './days.ts'
import type { Slot } from './page-data.ts'

interface DayTimesProps {
  days: readonly ShownDay[]
  choices: readonly Choice[]
  onChoose: (slot: Slot) => void
}

/** A week of free times: days below each other on phones, beside each other where there is room. One tab stop; arrows move. */
export function DayTimes({ days, choices, onChoose }: DayTimesProps) {
  const { t, formatTime, formatLongDay, formatWeekday } = useI18n()
  const list = useRef<HTMLOListElement>(null)
  const times = days.flatMap(({ slots }) => slots)
  const stop = times.find(({ startsAt }) => rankOf(choices, startsAt) !== null) ?? times[0]

  function labelOf(slot: Slot): string {
    const rank = rankOf(choices, slot.startsAt)
    const time = t('public.time_on', { day: formatLongDay(slot.startsAt), time: formatTime(slot.startsAt) })
    return rank === null ? time : t(rank === 1 ? 'public.time_first' : 'public.time_second', { time })
  }

  function moveFocus(event: KeyboardEvent) {
    const all = [...(list.current?.querySelectorAll<HTMLButtonElement>('.time-choice') ?? [])]
    const position = all.indexOf(document.activeElement as HTMLButtonElement)
    const forward = document.documentElement.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight'
    const back = document.documentElement.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft'
    const target = {
      ArrowDown: position + 1,
      ArrowUp: position - 1,
      [forward]: position + 1,
      [back]: position - 1,
      Home: 0,
      End: all.length - 1,
    }[event.key]
    if (position < 0 || target === undefined) return
    event.preventDefault()
    all[(target + all.length) % all.length]?.focus()
  }

  return (
    <ol ref={list} className="day-times" aria-label={t('public.free_times')} onKeyDown={moveFocus}>
      {days.map(({ date, slots, closed, isLoading }) => (
        <li key={date.toString()} className="day">
          <h3 className="day-name">
            <span aria-hidden="true">{formatWeekday(date)}</span>
            <span className="day-number" aria-hidden="true">
              {date.day}
            </span>
            <VisuallyHidden>{formatLongDay(date)}</VisuallyHidden>
          </h3>
          <div className="day-slots">
            {slots.map((slot) => (
              <TimeChoice
                key={slot.startsAt.toString()}
                time={formatTime(slot.startsAt)}
                label={labelOf(slot)}
                choice={rankOf(choices, slot.startsAt)}
                tabIndex={slot === stop ? 0 : -1}
                onChoose={() => onChoose(slot)}
              />
            ))}
            {slots.length === 0 && isLoading && (
              <span className="day-loading" aria-label={t('common.loading')} role="img" />
            )}
            {slots.length === 0 && !isLoading && (
              <p className="day-none">{closed ? (closed.because ?? t('public.closed')) : t('public.none_free')}</p>
            )}
          </div>
        </li>
      ))}
    </ol>
  )
}
