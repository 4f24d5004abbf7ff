import type { ReactNode } from 'react'
import './choice-chip.css'
import './choice-toggle.css'

interface ChoiceToggleProps {
  name: string
  value: string
  checked: boolean
  onChange: (value: string) => void
  label: string
  /** What a reader hears where the label is short. */
  fullLabel?: string
}

/** One of several chips, any number of which may be on. */
export function ChoiceToggle({ name, value, checked, onChange, label, fullLabel }: ChoiceToggleProps) {
  return (
    <label className="choice-chip">
      <input
        type="checkbox"
        name={name}
        value={value}
        checked={checked}
        aria-label={fullLabel}
        onChange={() => onChange(value)}
      />
      <span>{label}</span>
    </label>
  )
}

export function ChoiceToggles({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="choice-toggles" aria-label={label}>
      {children}
    </fieldset>
  )
}
