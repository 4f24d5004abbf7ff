import type { ComponentProps } from 'react'
import { FieldFrame, type FieldProps } from './field.tsx'
import { Icon } from './icon.tsx'
import './select-field.css'

export interface SelectOption {
  value: string
  label: string
  disabled?: boolean
}

interface SelectFieldProps extends Omit<ComponentProps<'select'>, 'name' | 'id' | 'children' | 'multiple'>, FieldProps {
  options: readonly SelectOption[]
  /** Stands there while nothing is chosen, with the empty value. */
  placeholder?: string
}

export function SelectField({ label, name, hint, error, options, placeholder, ...select }: SelectFieldProps) {
  return (
    <FieldFrame label={label} {...(name !== undefined && { name })} hint={hint} error={error}>
      {(control) => (
        <span className="input-frame">
          <select {...select} {...control} name={name} className="input select">
            {placeholder !== undefined && <option value="">{placeholder}</option>}
            {options.map((option) => (
              <option key={option.value} value={option.value} disabled={option.disabled}>
                {option.label}
              </option>
            ))}
          </select>
          <span className="input-mark select-mark">
            <Icon name="down" size={16} />
          </span>
        </span>
      )}
    </FieldFrame>
  )
}
