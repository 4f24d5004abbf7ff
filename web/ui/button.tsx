import type { ComponentProps, ReactNode } from 'react'
import { joinClasses } from './classes.ts'
import { Icon, type IconName } from './icon.tsx'
import { Link, type LinkProps } from './link.tsx'
import { Tooltip } from './tooltip.tsx'
import './button.css'

export type ButtonVariant = 'primary' | 'secondary' | 'quiet' | 'danger'

interface ButtonLook {
  variant?: ButtonVariant
  size?: 'normal' | 'large'
  /** Takes the whole width of its container. */
  wide?: boolean
  icon?: IconName
  children: ReactNode
}

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'children'>, ButtonLook {
  /** Why this cannot be done now. The button stays reachable and says so. */
  reason?: string | undefined
  pending?: boolean
}

export function Button({ reason, ...button }: ButtonProps) {
  if (!reason) return <PlainButton {...button} />
  return (
    <Tooltip text={reason}>
      {(describedBy) => <PlainButton {...button} aria-disabled="true" aria-describedby={describedBy} />}
    </Tooltip>
  )
}

function PlainButton({
  variant = 'secondary',
  size = 'normal',
  wide = false,
  icon,
  pending = false,
  type = 'button',
  className,
  onClick,
  children,
  ...button
}: Omit<ButtonProps, 'reason'>) {
  const blocked = pending || button['aria-disabled'] === 'true'
  return (
    <button
      {...button}
      type={type}
      className={joinClasses('button', className)}
      data-variant={variant}
      data-size={size}
      data-wide={wide || undefined}
      data-pending={pending || undefined}
      aria-busy={pending || undefined}
      aria-disabled={blocked || undefined}
      onClick={(event) => {
        if (blocked) event.preventDefault()
        else onClick?.(event)
      }}
    >
      {icon && <Icon name={icon} size={size === 'large' ? 20 : 16} />}
      {children}
    </button>
  )
}

interface ButtonLinkProps extends Omit<LinkProps, 'children'>, ButtonLook {}

export function ButtonLink({
  variant = 'secondary',
  size = 'normal',
  wide = false,
  icon,
  className,
  children,
  ...link
}: ButtonLinkProps) {
  return (
    <Link
      {...link}
      className={joinClasses('button', className)}
      data-variant={variant}
      data-size={size}
      data-wide={wide || undefined}
    >
      {icon && <Icon name={icon} size={size === 'large' ? 20 : 16} />}
      {children}
    </Link>
  )
}
