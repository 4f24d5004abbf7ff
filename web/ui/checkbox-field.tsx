import { useId, type ComponentProps } from 'react'
import { FieldProblem, type FieldProps } from './field.tsx'
import { useFieldProblem } from './form.tsx'
import './checkbox-field.css'

interface CheckboxFieldProps extends Omit<ComponentProps<'input'>, 'name' | 'id' | 'type' | 'children'>, FieldProps {}

export function CheckboxField({ label, name, hint, error, ...input }: CheckboxFieldProps) {
  const id = useId()
  const fromForm = useFieldProblem(name)
  const problem = error ?? fromForm
  const describedBy = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(' ')

  return (
    <div className="checkbox-field">
      <label className="checkbox">
        <input
          {...input}
          type="checkbox"
          name={name}
          aria-describedby={describedBy || undefined}
          aria-invalid={problem ? true : undefined}
        />
        <span>{label}</span>
      </label>
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && <FieldProblem id={`${id}-problem`}>{problem}</FieldProblem>}
    </div>
  )
}
