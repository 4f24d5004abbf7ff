import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import type { SelectOption } from './select-field.tsx'
import './filter.css'

/** Filters beside each other, above what they narrow down. */
export function Filters({ label, children }: { label: string; children: ReactNode }) {
  return (
    <fieldset className="filters" aria-label={label}>
      {children}
    </fieldset>
  )
}

interface FilterSelectProps {
  /** Spoken; the chosen option says the rest. */
  label: string
  options: readonly SelectOption[]
  value: string
  onChange: (value: string) => void
}

export function FilterSelect({ label, options, value, onChange }: FilterSelectProps) {
  return (
    <span className="filter">
      <select aria-label={label} value={value} onChange={(event) => onChange(event.target.value)}>
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="down" size={12} />
    </span>
  )
}

/** A day to go to, ISO: 2026-11-20. */
export function FilterDate({ label, value, onChange }: Omit<FilterSelectProps, 'options'>) {
  return (
    <span className="filter">
      <input
        type="date"
        aria-label={label}
        value={value}
        onChange={(event) => {
          if (event.target.value) onChange(event.target.value)
        }}
      />
    </span>
  )
}
