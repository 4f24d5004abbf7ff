import { useId } from 'react'
import { FieldProblem, type FieldProps } from './field.tsx'
import { useFieldProblem } from './form.tsx'
import './checkbox-field.css'
import './radio-group.css'

interface RadioGroupProps extends Omit<FieldProps, 'name'> {
  name: string
  options: readonly { value: string; label: string; hint?: string }[]
  value?: string
  defaultValue?: string
  onChange?: (value: string) => void
}

export function RadioGroup({ label, name, hint, error, options, value, defaultValue, onChange }: RadioGroupProps) {
  const id = useId()
  const fromForm = useFieldProblem(name)
  const problem = error ?? fromForm
  const describedBy = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(' ')

  return (
    <fieldset
      className="radio-group"
      role="radiogroup"
      aria-invalid={problem ? true : undefined}
      aria-describedby={describedBy || undefined}
    >
      <legend className="field-label">{label}</legend>
      {options.map((option) => (
        <label className="checkbox" key={option.value}>
          <input
            type="radio"
            name={name}
            value={option.value}
            {...(value !== undefined && { checked: value === option.value })}
            {...(defaultValue !== undefined && { defaultChecked: defaultValue === option.value })}
            onChange={() => onChange?.(option.value)}
          />
          <span>
            {option.label}
            {option.hint && <span className="radio-hint">{option.hint}</span>}
          </span>
        </label>
      ))}
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {problem && <FieldProblem id={`${id}-problem`}>{problem}</FieldProblem>}
    </fieldset>
  )
}
