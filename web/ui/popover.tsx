import { useId, type ReactNode } from 'react'
import { joinClasses } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'
import './button.css'
import './icon-button.css'
import './popover.css'

interface PopoverProps {
  /** On the button, or spoken only when the button is an icon. */
  label: string
  icon?: IconName
  iconOnly?: boolean
  /** Told when it opens and when it closes. */
  onToggle?: (isOpen: boolean) => void
  children: ReactNode | ((close: () => void) => ReactNode)
}

/** A button with something to choose from beside it; Escape and a tap elsewhere close it. */
export function Popover({ label, icon, iconOnly = false, onToggle, children }: PopoverProps) {
  const id = useId()
  const close = () => document.getElementById(id)?.hidePopover()
  return (
    <>
      <button
        type="button"
        className={joinClasses('button', iconOnly && 'icon-button')}
        data-variant="secondary"
        popoverTarget={id}
        aria-label={iconOnly ? label : undefined}
        title={iconOnly ? label : undefined}
      >
        {icon && <Icon name={icon} />}
        {!iconOnly && label}
      </button>
      <section
        id={id}
        popover="auto"
        className="popover"
        aria-label={label}
        onToggle={(event) => onToggle?.(event.newState === 'open')}
      >
        {typeof children === 'function' ? children(close) : children}
      </section>
    </>
  )
}
