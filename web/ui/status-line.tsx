import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import './status-line.css'

interface StatusLineProps {
  icon: IconName
  tone?: 'soft' | 'success' | 'warn' | 'danger'
  /** Read out when it changes. */
  live?: boolean
  children: ReactNode
}

/** One fact with its mark: "Both times are held until 18:00". */
export function StatusLine({ icon, tone = 'soft', live = false, children }: StatusLineProps) {
  return (
    <p className="status-line" data-tone={tone} role={live ? 'status' : undefined}>
      <Icon name={icon} size={16} />
      <span>{children}</span>
    </p>
  )
}

/** Figures of a day or a list in one line: "Lessons 34, held 2". */
export function Figures({
  figures,
}: {
  figures: readonly { label: string; value: string; tone?: 'warn' | 'danger' }[]
}) {
  return (
    <dl className="figures">
      {figures.map((figure) => (
        <div key={figure.label}>
          <dt>{figure.label}</dt>
          <dd data-tone={figure.tone}>{figure.value}</dd>
        </div>
      ))}
    </dl>
  )
}
