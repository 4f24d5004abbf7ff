import type { ComponentProps } from 'react'
import { Icon } from './icon.tsx'
import './field.css'

interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'type' | 'aria-label' | 'children'> {
  label: string
}

/** The label is spoken and stands in the empty field, as the magnifier says the rest. */
export function SearchField({ label, placeholder = label, ...input }: SearchFieldProps) {
  return (
    <search className="input-frame">
      <Icon name="search" size={16} />
      <input {...input} type="search" className="input" aria-label={label} placeholder={placeholder} />
    </search>
  )
}
