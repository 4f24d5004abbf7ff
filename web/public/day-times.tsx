import { useEffect, useRef, useState } from 'react'
import { useI18n } from '#web/app/i18n.tsx'
import { TimeChoice } from '#web/ui/time-choice.tsx'
import { VisuallyHidden } from '#web/ui/visually-hidden.tsx'
import { rankOf, type Choice } from './choices.ts'
import { pickTimes, type ShownDay } from './days.ts'
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
  const [wholeDays, setWholeDays] = useState<ReadonlySet<string>>(new Set())
  const timesOf = ({ date, slots }: ShownDay) => {
    if (wholeDays.has(date.toString())) return slots
    const picked = new Set(pickTimes(slots))
    return slots.filter((slot) => picked.has(slot) || rankOf(choices, slot.startsAt) !== null)
  }
  const times = days.flatMap(timesOf)
  const stop = times.find(({ startsAt }) => rankOf(choices, startsAt) !== null) ?? times[0]

  function labelOf(slot: Slot): string {
    const rank = rankOf(choices, slot.startsAt)
    const time = t('public.time_on', { day: formatLongDay(slot.startsAt), time: formatTime(slot.startsAt) })
    return rank === null ? time : t(rank === 1 ? 'public.time_first' : 'public.time_second', { time })
  }

  useEffect(() => {
    const element = list.current
    element?.addEventListener('keydown', moveFocus)
    return () => element?.removeEventListener('keydown', moveFocus)
  }, [])

  return (
    <ol ref={list} className="day-times" aria-label={t('public.free_times')}>
      {days.map((day) => (
        <li key={day.date.toString()} className="day">
          <h3 className="day-name">
            <span aria-hidden="true">{formatWeekday(day.date)}</span>
            <span className="day-number" aria-hidden="true">
              {day.date.day}
            </span>
            <VisuallyHidden>{formatLongDay(day.date)}</VisuallyHidden>
          </h3>
          <div className="day-slots">
            {timesOf(day).map((slot) => (
              <TimeChoice
                key={slot.startsAt.toString()}
                time={formatTime(slot.startsAt)}
                label={labelOf(slot)}
                choice={rankOf(choices, slot.startsAt)}
                tabIndex={slot === stop ? 0 : -1}
                onChoose={() => onChoose(slot)}
              />
            ))}
            <MoreTimes
              count={day.slots.length - timesOf(day).length}
              day={formatLongDay(day.date)}
              onMore={() => setWholeDays(new Set([...wholeDays, day.date.toString()]))}
            />
            {day.slots.length === 0 && <NoTimes day={day} />}
          </div>
        </li>
      ))}
    </ol>
  )
}

/** Arrow keys go through all times in order, mirrored where the page runs from the right. */
function moveFocus(event: KeyboardEvent) {
  const all = [...(event.currentTarget as HTMLElement).querySelectorAll<HTMLButtonElement>('.time-choice')]
  const position = all.indexOf(document.activeElement as HTMLButtonElement)
  const [forward, back] =
    document.documentElement.dir === 'rtl' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft']
  const target = {
    ArrowDown: position + 1,
    ArrowUp: position - 1,
    [forward!]: position + 1,
    [back!]: position - 1,
    Home: 0,
    End: all.length - 1,
  }[event.key]
  if (position < 0 || target === undefined) return
  event.preventDefault()
  all[(target + all.length) % all.length]?.focus()
}

function MoreTimes({ count, day, onMore }: { count: number; day: string; onMore: () => void }) {
  const { t } = useI18n()
  if (count === 0) return null
  return (
    <button type="button" className="day-more" onClick={onMore}>
      {t('public.more_times', { count })}
      <VisuallyHidden>, {day}</VisuallyHidden>
    </button>
  )
}

function NoTimes({ day }: { day: ShownDay }) {
  const { t } = useI18n()
  if (day.isLoading) {
    return (
      <p className="day-loading">
        <VisuallyHidden>{t('common.loading')}</VisuallyHidden>
      </p>
    )
  }
  return <p className="day-none">{day.closed ? (day.closed.because ?? t('public.closed')) : t('public.none_free')}</p>
}
