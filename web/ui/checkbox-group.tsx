import { useId } from 'react'
import { FieldProblem, type FieldProps } from './field.tsx'
import { useFieldProblem } from './form.tsx'
import './checkbox-field.css'
import './radio-group.css'

interface CheckboxGroupProps extends Omit<FieldProps, 'name'> {
  name: string
  options: readonly { value: string; label: string; hint?: string }[]
  defaultValues?: readonly string[]
  /** Beside each other where there is room, for many short names. */
  inline?: boolean
}

/** Any number of a few; a form reads the chosen ones with `getAll(name)`. */
export function CheckboxGroup({
  label,
  name,
  hint,
  error,
  options,
  defaultValues,
  inline = false,
}: CheckboxGroupProps) {
  const id = useId()
  const fromForm = useFieldProblem(name)
  const problem = error ?? fromForm
  const describedBy = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(' ')

  return (
    <fieldset className="radio-group" aria-describedby={describedBy || undefined}>
      <legend className="field-label">{label}</legend>
      <div className="radio-options" data-inline={inline || undefined}>
        {options.map((option) => (
          <label className="checkbox" key={option.value}>
            <input
              type="checkbox"
              name={name}
              value={option.value}
              defaultChecked={defaultValues?.includes(option.value)}
              aria-invalid={problem ? true : undefined}
            />
            <span>
              {option.label}
              {option.hint && <span className="radio-hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && <FieldProblem id={`${id}-problem`}>{problem}</FieldProblem>}
    </fieldset>
  )
}
