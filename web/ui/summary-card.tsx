import type { ReactNode } from 'react'
import { Heading } from './text.tsx'
import './summary-card.css'

interface SummaryCardProps {
  title: string
  detail?: string
  children: ReactNode
  /** The act the summary leads to. */
  action?: ReactNode
  /** Small print below the act. */
  note?: ReactNode
}

/** What has been chosen so far; stays in sight beside a long page. */
export function SummaryCard({ title, detail, children, action, note }: SummaryCardProps) {
  return (
    <section className="summary-card" aria-label={title}>
      <div>
        <Heading level={2}>{title}</Heading>
        {detail && <p className="summary-detail">{detail}</p>}
      </div>
      {children}
      {action}
      {note && <div className="summary-note">{note}</div>}
    </section>
  )
}

interface SummaryLineProps {
  mark?: ReactNode
  title: ReactNode
  detail?: ReactNode
  end?: ReactNode
}

export function SummaryLine({ mark, title, detail, end }: SummaryLineProps) {
  return (
    <div className="summary-line">
      {mark}
      <div>
        <p className="summary-title">{title}</p>
        {detail && <p className="summary-detail">{detail}</p>}
      </div>
      {end && <p className="summary-title summary-end">{end}</p>}
    </div>
  )
}

/** The same summary as a bar at the lower edge of a phone. */
export function StickyBar({ children, action }: { children: ReactNode; action: ReactNode }) {
  return (
    <div className="sticky-bar">
      <div className="sticky-bar-content">{children}</div>
      <div className="sticky-bar-action">{action}</div>
    </div>
  )
}
