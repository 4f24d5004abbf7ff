import type { ReactNode } from 'react'
import { Heading } from './text.tsx'
import './empty-state.css'

interface EmptyStateProps {
  title: string
  /** What this place is for. */
  children: ReactNode
  /** The first thing to do here. */
  action?: ReactNode
  /** 1 where nothing else is on the screen. */
  level?: 1 | 3
}

export function EmptyState({ title, children, action, level = 3 }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <Heading level={level} size={16}>
        {title}
      </Heading>
      <div className="empty-state-text">{children}</div>
      {action}
    </div>
  )
}
