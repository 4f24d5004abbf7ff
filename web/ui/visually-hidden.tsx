import type { ReactNode } from 'react'
import './visually-hidden.css'

interface VisuallyHiddenProps {
  children: ReactNode
  id?: string
  /** `h1` for the name of a screen that says what it is without one. */
  as?: 'span' | 'h1'
}

export function VisuallyHidden({ children, id, as: Element = 'span' }: VisuallyHiddenProps) {
  return (
    <Element className="visually-hidden" id={id}>
      {children}
    </Element>
  )
}
