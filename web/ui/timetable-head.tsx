import { Link } from './link.tsx'

export interface TimetableColumn {
  id: string
  name: string
  /** What the room has; the date, where columns are days. */
  detail?: string
  /** How full it is, 0 to 1, with its words. */
  fill?: { share: number; label: string }
  href?: string
  current?: boolean
}

export function ColumnHead({ column }: { column: TimetableColumn }) {
  return (
    <div className="timetable-column-head" data-current={column.current || undefined}>
      {column.href ? (
        <Link href={column.href} dir="auto">
          {column.name}
        </Link>
      ) : (
        <b dir="auto">{column.name}</b>
      )}
      <span>
        {column.detail && <span dir="auto">{column.detail}</span>}
        {column.fill && <span>{column.fill.label}</span>}
      </span>
      {column.fill && (
        <span className="timetable-fill" aria-hidden="true" style={{ inlineSize: `${column.fill.share * 100}%` }} />
      )}
    </div>
  )
}

interface MarginHoursProps {
  dayStartMinute: number
  dayEndMinute: number
  nowMinute?: number
  formatMinute: (minute: number) => string
  otherClock?: { formatMinute: (minute: number) => string }
}

/** The hours at the start edge, by one clock or two. */
export function MarginHours(props: MarginHoursProps) {
  const { dayStartMinute, dayEndMinute, nowMinute, formatMinute, otherClock } = props
  return (
    <div className="timetable-margin" aria-hidden="true">
      {hoursBetween(dayStartMinute, dayEndMinute).map((minute) => (
        <span key={minute} style={{ insetBlockStart: minutesLong(minute - dayStartMinute) }}>
          {otherClock && <span className="timetable-other-time">{otherClock.formatMinute(minute)}</span>}
          <span>{formatMinute(minute)}</span>
        </span>
      ))}
      {nowMinute !== undefined && (
        <b className="timetable-now" style={{ insetBlockStart: minutesLong(nowMinute - dayStartMinute) }}>
          {formatMinute(nowMinute)}
        </b>
      )}
    </div>
  )
}

/** In the grid's own measure, so that print can change it. */
export function minutesLong(minutes: number): string {
  return `calc(${minutes} * var(--minute))`
}

export function hoursBetween(start: number, end: number): number[] {
  const first = Math.ceil(start / 60)
  return Array.from({ length: Math.floor(end / 60) - first + 1 }, (_, hour) => (first + hour) * 60)
}
