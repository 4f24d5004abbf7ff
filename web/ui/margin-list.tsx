import type { ReactNode } from 'react'
import { Link } from './link.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'
import './margin-list.css'

interface MarginListProps {
  /** Names the list for screen readers. */
  label: string
  children: ReactNode
}

/** The margin line: time stands at the start edge, everything else hangs from the line. */
export function MarginList({ label, children }: MarginListProps) {
  return (
    <ol className="margin-list" aria-label={label}>
      {children}
    </ol>
  )
}

interface MarginRowProps {
  time: string
  /** Under the time: the end, the weekday. */
  detail?: string
  /** Paler: what is over. */
  past?: boolean
  children: ReactNode
}

export function MarginRow({ time, detail, past = false, children }: MarginRowProps) {
  return (
    <li className="margin-row" data-past={past || undefined}>
      <p className="margin-time">
        {time}
        {detail && <span className="margin-detail"> {detail}</span>}
      </p>
      <div className="margin-content">{children}</div>
    </li>
  )
}

/** The name of a row that leads somewhere: the whole row can be touched. */
export function MarginLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link className="margin-link" href={href}>
      {children}
    </Link>
  )
}

/** Where the clock is, between two rows. */
export function MarginNow({ time, label }: { time: string; label: string }) {
  return (
    <li className="margin-now">
      <VisuallyHidden>{label}</VisuallyHidden>
      <span>{time}</span>
    </li>
  )
}
