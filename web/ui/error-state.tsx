import type { ReactNode } from 'react'
import { Heading, Text } from './text.tsx'
import './empty-state.css'

interface ErrorStateProps {
  title: string
  children?: ReactNode
  /** Usually "Try again". */
  action?: ReactNode
  /** The number of the request, so that a person can report it. */
  reference?: string
  /** 1 where nothing else is on the screen. */
  level?: 1 | 2
}

export function ErrorState({ title, children, action, reference, level = 2 }: ErrorStateProps) {
  return (
    <div className="error-state" role="alert">
      <Heading level={level} size={20}>
        {title}
      </Heading>
      {children && <div className="empty-state-text">{children}</div>}
      {action}
      {reference && (
        <Text size={12} tone="faint">
          {reference}
        </Text>
      )}
    </div>
  )
}
