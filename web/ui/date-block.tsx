import type { ReactNode } from 'react'
import './date-block.css'

interface DateBlockProps {
  weekday: string
  day: string
  month: string
  /** What hangs from the line beside the date. */
  children: ReactNode
}

/** The next lesson as its family sees it: the date is the largest thing on the screen. */
export function DateBlock({ weekday, day, month, children }: DateBlockProps) {
  return (
    <div className="date-block">
      <p className="date-block-date">
        <span>{weekday} </span>
        <span className="date-block-day">{day} </span>
        <span>{month}</span>
      </p>
      <div className="date-block-content">{children}</div>
    </div>
  )
}
