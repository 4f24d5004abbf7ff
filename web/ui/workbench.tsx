import type { ReactNode } from 'react'
import { Heading, Text } from './text.tsx'
import './workbench.css'

interface WorkbenchProps {
  /** What stays above: the title, where to go, what is shown. */
  head: ReactNode
  /** A `Peek` at the end, on wide screens. */
  peek?: ReactNode
  children: ReactNode
}

/** A screen that is one big thing: it fills the frame and scrolls inside, its head stays. */
export function Workbench({ head, peek, children }: WorkbenchProps) {
  return (
    <div className="workbench" data-peek={peek ? true : undefined}>
      <div className="workbench-main">
        <header className="workbench-head">{head}</header>
        <div className="workbench-body">{children}</div>
      </div>
      {peek}
    </div>
  )
}

interface PeekHeadingProps {
  title: string
  count?: number
  action?: ReactNode
  /** What there is to say when nothing is below. */
  children?: ReactNode
}

/** What a `Peek` shows, how much of it, and the way to all of it. */
export function PeekHeading({ title, count, action, children }: PeekHeadingProps) {
  return (
    <header className="peek-heading">
      <Heading level={2} size={16}>
        {title}
      </Heading>
      {count !== undefined && count > 0 && (
        <Text as="span" size={12} weight="strong">
          {count}
        </Text>
      )}
      {action}
      {children && <div className="peek-heading-detail">{children}</div>}
    </header>
  )
}
