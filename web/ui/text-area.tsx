import type { ComponentProps } from 'react'
import { FieldFrame, type FieldProps } from './field.tsx'

interface TextAreaProps extends Omit<ComponentProps<'textarea'>, 'name' | 'id' | 'children'>, FieldProps {}

export function TextArea({ label, name, hint, error, rows = 3, ...area }: TextAreaProps) {
  return (
    <FieldFrame label={label} {...(name !== undefined && { name })} hint={hint} error={error}>
      {(control) => <textarea {...area} {...control} rows={rows} name={name} className="input" />}
    </FieldFrame>
  )
}
