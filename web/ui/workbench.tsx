import type { ReactNode } from 'react'
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
