import type { ComponentProps } from 'react'
import { joinClasses } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'
import './button.css'
import './icon-button.css'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children' | 'aria-label'> {
  icon: IconName
  /** Spoken, and shown on hover. */
  label: string
  variant?: 'quiet' | 'secondary'
}

export function IconButton({ icon, label, variant = 'quiet', type = 'button', className, ...button }: IconButtonProps) {
  return (
    <button
      {...button}
      type={type}
      className={joinClasses('button', 'icon-button', className)}
      data-variant={variant}
      aria-label={label}
      title={label}
    >
      <Icon name={icon} />
    </button>
  )
}
