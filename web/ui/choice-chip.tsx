import type { ReactNode } from 'react'
import './choice-chip.css'

interface ChoiceChipProps {
  /** Chips of one group share it. */
  name: string
  value: string
  checked: boolean
  onChange: (value: string) => void
  label: string
  detail?: string
  /** An avatar or an icon before the words. */
  mark?: ReactNode
}

export function ChoiceChip({ name, value, checked, onChange, label, detail, mark }: ChoiceChipProps) {
  return (
    <label className="choice-chip">
      <input type="radio" name={name} value={value} checked={checked} onChange={() => onChange(value)} />
      {mark}
      <span>
        {label}
        {detail && <span className="choice-chip-detail">{detail}</span>}
      </span>
    </label>
  )
}

/** Scrolls sideways on phones rather than wrapping. */
export function ChoiceChips({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="choice-chips" role="radiogroup" aria-label={label}>
      {children}
    </div>
  )
}
