import type { ComponentProps } from 'react'
import { joinClasses } from './classes.ts'
import { FieldFrame, type FieldProps } from './field.tsx'

export interface TextFieldProps extends Omit<ComponentProps<'input'>, 'name' | 'id' | 'children'>, FieldProps {}

export function TextField({ label, name, hint, error, className, ...input }: TextFieldProps) {
  return (
    <FieldFrame label={label} {...(name !== undefined && { name })} hint={hint} error={error}>
      {(control) => (
        <input type="text" {...input} {...control} name={name} className={joinClasses('input', className)} />
      )}
    </FieldFrame>
  )
}
