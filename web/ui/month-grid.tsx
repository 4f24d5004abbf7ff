import { HueMark } from './hue-mark.tsx'
import { Link } from './link.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'
import './month-grid.css'

export interface MonthDay {
  /** 2026-11-20 */
  id: string
  number: string
  /** Spoken: the whole date and how much is on it. */
  label: string
  href: string
  entries: readonly { id: string; time: string; title: string; hue: number; crossed?: boolean }[]
  /** What the whole day is: "New Year", closed. Spoken as part of `label`. */
  note?: string
  /** Of the month before or after. */
  outside?: boolean
  today?: boolean
  current?: boolean
}

interface MonthGridProps {
  label: string
  weekdays: readonly { short: string; long: string }[]
  /** Seven days each, beginning with the first of `weekdays`. */
  weeks: readonly (readonly MonthDay[])[]
}

/** A month: entries in words where there is room, a mark for each on phones. Each day is a link. */
export function MonthGrid({ label, weekdays, weeks }: MonthGridProps) {
  return (
    <table className="month-grid">
      <caption>
        <VisuallyHidden>{label}</VisuallyHidden>
      </caption>
      <thead>
        <tr>
          {weekdays.map((weekday) => (
            <th key={weekday.long} scope="col" abbr={weekday.long}>
              {weekday.short}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.id}>
            {week.map((day) => (
              <td key={day.id} className="month-day" data-outside={day.outside || undefined}>
                <Link
                  className="month-day-link"
                  href={day.href}
                  aria-label={day.label}
                  aria-current={day.today ? 'date' : undefined}
                  data-current={day.current || undefined}
                >
                  <span className="month-day-number">{day.number}</span>
                </Link>
                <span className="month-entries" aria-hidden="true">
                  {day.note && (
                    <span className="month-note" dir="auto">
                      {day.note}
                    </span>
                  )}
                  {day.entries.slice(0, 3).map((entry) => (
                    <span key={entry.id} className="month-entry" data-crossed={entry.crossed || undefined}>
                      <HueMark hue={entry.hue} />
                      <span className="month-entry-text">
                        <strong>{entry.time}</strong> {entry.title}
                      </span>
                    </span>
                  ))}
                  {day.entries.length > 3 && <span className="month-more">+{day.entries.length - 3}</span>}
                </span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
