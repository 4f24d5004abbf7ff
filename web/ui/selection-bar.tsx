import type { ReactNode } from 'react'
import './selection-bar.css'

interface SelectionBarProps {
  /** How many are chosen, in words. */
  label: string
  children: ReactNode
}

/** Says what is chosen and what can be done with it, at the lower edge of what it was chosen from. */
export function SelectionBar({ label, children }: SelectionBarProps) {
  return (
    <div className="selection-bar" role="toolbar" aria-label={label}>
      <output>{label}</output>
      {children}
    </div>
  )
}
