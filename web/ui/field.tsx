import { useId, type ReactNode } from 'react'
import { useFieldProblem } from './form.tsx'
import { Icon } from './icon.tsx'
import './field.css'

/** What every field takes. A form's problem for `name` is shown unless `error` says something of its own. */
export interface FieldProps {
  label: string
  name?: string
  hint?: ReactNode
  error?: string | undefined
}

interface FieldFrameProps extends FieldProps {
  children: (control: { id: string; 'aria-describedby'?: string; 'aria-invalid'?: true }) => ReactNode
}

export function FieldFrame({ label, name, hint, error, children }: FieldFrameProps) {
  const id = useId()
  const fromForm = useFieldProblem(name)
  const problem = error ?? fromForm
  const describedBy = [problem && `${id}-problem`, hint && `${id}-hint`].filter(Boolean).join(' ')

  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
      </label>
      {children({
        id,
        ...(describedBy && { 'aria-describedby': describedBy }),
        ...(problem && { 'aria-invalid': true as const }),
      })}
      {problem && <FieldProblem id={`${id}-problem`}>{problem}</FieldProblem>}
      {hint && (
        <p className="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

export function FieldProblem({ id, children }: { id: string; children: string }) {
  return (
    <p className="field-problem" id={id}>
      <Icon name="alert" size={16} />
      <span>{children}</span>
    </p>
  )
}
