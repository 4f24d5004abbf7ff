import { useState, type ReactNode } from 'react'
import { Icon } from './icon.tsx'
import './disclosure.css'

interface DisclosureProps {
  label: ReactNode
  /** Open from the beginning. */
  open?: boolean
  children: ReactNode
}

/** What most readers do not need, folded under its name. */
export function Disclosure({ label, open = false, children }: DisclosureProps) {
  const [isOpen, setOpen] = useState(open)
  return (
    <details className="disclosure" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Icon name="down" size={16} />
        {label}
      </summary>
      <div className="disclosure-content">{children}</div>
    </details>
  )
}
