import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import './notice.css'

export type Tone = 'info' | 'success' | 'warn' | 'danger'

interface NoticeProps {
  tone: Tone
  title?: string
  children?: ReactNode
  action?: ReactNode
  /** Read out at once; for what came after the page was there. */
  urgent?: boolean
}

const icons = { info: 'info', success: 'check', warn: 'alert', danger: 'alert' } as const

export function Notice({ tone, title, children, action, urgent = false }: NoticeProps) {
  return (
    <div className="notice" data-tone={tone} role={urgent ? 'alert' : undefined}>
      <Icon name={icons[tone]} />
      <div className="notice-text">
        {title && <p className="notice-title">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  )
}
