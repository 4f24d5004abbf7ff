import { useId, type ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import { VisuallyHidden } from './visually-hidden.tsx'
import './segmented.css'

interface SegmentedProps<Value extends string> {
  label: string
  options: readonly { value: Value; label: string; icon?: IconName; mark?: ReactNode }[]
  value: Value | null
  onChange: (value: Value) => void
  /** For use inside a form. */
  name?: string
  wide?: boolean
}

/** One of a few, all in sight. Arrow keys move, as in any group of radio buttons. */
export function Segmented<Value extends string>(props: SegmentedProps<Value>) {
  const { label, options, value, onChange, name, wide = false } = props
  const id = useId()
  return (
    <fieldset className="segmented" data-wide={wide || undefined}>
      <legend>
        <VisuallyHidden>{label}</VisuallyHidden>
      </legend>
      <div className="segmented-track">
        {options.map((option) => (
          <label className="segment" key={option.value}>
            <input
              type="radio"
              name={name ?? id}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.mark}
            {option.icon && <Icon name={option.icon} size={16} />}
            {option.label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}
