import { FieldFrame } from './field.tsx'
import type { TextFieldProps } from './text-field.tsx'
import './range-field.css'

/** A value found by eye rather than by figure; arrow keys move it. */
export function RangeField({ label, name, hint, error, ...input }: Omit<TextFieldProps, 'type'>) {
  return (
    <FieldFrame label={label} {...(name !== undefined && { name })} hint={hint} error={error}>
      {(control) => <input {...input} {...control} type="range" name={name} className="range" />}
    </FieldFrame>
  )
}
