import type { KeyboardEvent, ReactNode } from 'react'
import { Link } from './link.tsx'
import { Rank } from './time-choice.tsx'
import './task-list.css'

interface TaskListProps {
  /** Names the list for screen readers. */
  label: string
  children: ReactNode
}

/** What waits for a person, each with the act beside it. Arrow keys go from one to the next, across lists of one screen. */
export function TaskList({ label, children }: TaskListProps) {
  return (
    <div role="none" onKeyDown={moveFocus}>
      <ul className="task-list" aria-label={label}>
        {children}
      </ul>
    </div>
  )
}

interface TaskProps {
  /** A badge that says what kind of thing it is. */
  kind: ReactNode
  /** Faint, at the end: since when it waits. */
  end?: ReactNode
  title: ReactNode
  href: string
  detail?: ReactNode
  children?: ReactNode
  actions?: ReactNode
}

export function Task({ kind, end, title, href, detail, children, actions }: TaskProps) {
  return (
    <li className="task">
      <div className="task-head">
        {kind}
        {end && <span className="task-end">{end}</span>}
      </div>
      <Link className="task-title" href={href}>
        {title}
      </Link>
      {detail && <div className="task-detail">{detail}</div>}
      {children}
      {actions && <div className="task-actions">{actions}</div>}
    </li>
  )
}

interface TaskChoiceProps {
  rank: 1 | 2
  title: ReactNode
  detail?: ReactNode
  action?: ReactNode
}

export function TaskChoices({ label, children }: TaskListProps) {
  return (
    <ol className="task-choices" aria-label={label}>
      {children}
    </ol>
  )
}

/** One of the two times that somebody asks for. */
export function TaskChoice({ rank, title, detail, action }: TaskChoiceProps) {
  return (
    <li className="task-choice">
      <Rank choice={rank} />
      <span className="task-choice-text">
        <b>{title}</b>
        {detail && <span>{detail}</span>}
      </span>
      {action}
    </li>
  )
}

function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
  if (step === undefined || !(event.target instanceof HTMLElement)) return
  const titles = [...document.querySelectorAll<HTMLElement>('.task-title')]
  const own = event.target.closest('.task')?.querySelector<HTMLElement>('.task-title')
  const next = own && titles[titles.indexOf(own) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
  next.closest('.task')?.scrollIntoView({ block: 'nearest' })
}
