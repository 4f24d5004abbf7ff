import type { ReactNode } from 'react'
import { Heading } from './text.tsx'
import './empty-state.css'

interface EmptyStateProps {
  title: string
  /** What this place is for. */
  children: ReactNode
  /** The first thing to do here. */
  action?: ReactNode
}

export function EmptyState({ title, children, action }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <Heading level={3} size={16}>
        {title}
      </Heading>
      <div className="empty-state-text">{children}</div>
      {action}
    </div>
  )
}
