import { useRef, type KeyboardEvent } from 'react'
import { IconButton } from './icon-button.tsx'
import './mini-month.css'

export interface MiniDay {
  /** 2026-11-20 */
  id: string
  number: string
  /** Spoken: the whole date. */
  label: string
  outside?: boolean
  today?: boolean
  /** It is on the screen now. */
  current?: boolean
}

interface MiniMonthProps {
  /** November 2026 */
  title: string
  weekdays: readonly { short: string; long: string }[]
  weeks: readonly (readonly MiniDay[])[]
  beforeLabel: string
  afterLabel: string
  onMonth: (direction: 1 | -1) => void
  onChoose: (id: string) => void
}

/** A small month to jump to a day: arrows move by days and weeks, page keys by months. */
export function MiniMonth(props: MiniMonthProps) {
  const { title, weekdays, weeks, beforeLabel, afterLabel, onMonth, onChoose } = props
  const table = useRef<HTMLTableElement>(null)
  const days = weeks.flat()
  const reachable = days.find(({ current }) => current) ?? days.find(({ outside }) => !outside)

  function press(event: KeyboardEvent<HTMLTableElement>) {
    if (event.key === 'PageUp' || event.key === 'PageDown') {
      event.preventDefault()
      onMonth(event.key === 'PageDown' ? 1 : -1)
      return
    }
    const isMirrored = getComputedStyle(event.currentTarget).direction === 'rtl'
    const steps: Record<string, number> = {
      ArrowDown: 7,
      ArrowUp: -7,
      ArrowRight: isMirrored ? -1 : 1,
      ArrowLeft: isMirrored ? 1 : -1,
    }
    const step = steps[event.key]
    if (step === undefined || !(event.target instanceof HTMLElement)) return
    event.preventDefault()
    const position = days.findIndex(({ id }) => id === (event.target as HTMLElement).dataset['day'])
    table.current?.querySelector<HTMLElement>(`[data-day="${days[position + step]?.id}"]`)?.focus()
  }

  return (
    <div className="mini-month">
      <div className="mini-month-head">
        <IconButton icon="back" label={beforeLabel} onClick={() => onMonth(-1)} />
        <strong aria-live="polite">{title}</strong>
        <IconButton icon="forward" label={afterLabel} onClick={() => onMonth(1)} />
      </div>
      <table
        ref={table}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-to-interactive-role
        role="grid"
        aria-label={title}
        onKeyDown={press}
      >
        <thead>
          <tr>
            {weekdays.map(({ short, long }) => (
              <th key={long} scope="col" abbr={long}>
                {short}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.id}>
              {week.map((day) => (
                <td key={day.id}>
                  <button
                    type="button"
                    data-day={day.id}
                    data-outside={day.outside || undefined}
                    data-current={day.current || undefined}
                    aria-label={day.label}
                    aria-current={day.today ? 'date' : undefined}
                    tabIndex={day.id === reachable?.id ? 0 : -1}
                    onClick={() => onChoose(day.id)}
                  >
                    {day.number}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
