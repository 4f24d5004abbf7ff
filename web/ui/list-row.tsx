import type { ReactNode } from 'react'
import { Link } from './link.tsx'
import './list-row.css'

interface ListProps {
  /** Names the list for screen readers. */
  label: string
  children: ReactNode
}

export function List({ label, children }: ListProps) {
  return (
    <ul className="list" aria-label={label}>
      {children}
    </ul>
  )
}

interface ListRowProps {
  title: ReactNode
  detail?: ReactNode
  /** An avatar, an icon, a dot in a hue. */
  mark?: ReactNode
  /** Faint, at the end: a time, an amount. */
  end?: ReactNode
  /** Buttons; they stay reachable when the row is a link. */
  actions?: ReactNode
  href?: string
  current?: boolean
}

export function ListRow({ title, detail, mark, end, actions, href, current = false }: ListRowProps) {
  return (
    <li className="list-row" data-current={current || undefined}>
      {mark}
      <div className="list-row-text">
        {href ? (
          <Link className="list-row-title list-row-link" href={href} aria-current={current ? 'true' : undefined}>
            {title}
          </Link>
        ) : (
          <span className="list-row-title">{title}</span>
        )}
        {detail && <span className="list-row-detail">{detail}</span>}
      </div>
      {end && <span className="list-row-end">{end}</span>}
      {actions && <div className="list-row-actions">{actions}</div>}
    </li>
  )
}
