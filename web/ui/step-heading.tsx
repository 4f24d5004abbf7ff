import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'
import './step-heading.css'

interface StepProps {
  step: number
  title: string
  state: 'done' | 'current' | 'coming'
  /** Spoken after the title: "done", "now", "to come". */
  stateLabel: string
  children?: ReactNode
}

/** One step of a path that stays on one page: a circle with its number, the title, what belongs to it below. */
export function Step({ step, title, state, stateLabel, children }: StepProps) {
  return (
    <section className="step" data-state={state} aria-current={state === 'current' ? 'step' : undefined}>
      <header className="step-heading">
        <span className="step-number" aria-hidden="true">
          {state === 'done' ? <Icon name="check" size={16} /> : step}
        </span>
        <h2 className="heading" data-size="20">
          {title}
          <VisuallyHidden> ({stateLabel})</VisuallyHidden>
        </h2>
      </header>
      {children && <div className="step-content">{children}</div>}
    </section>
  )
}
