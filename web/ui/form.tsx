import { createContext, useContext, useId, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import { Notice } from './notice.tsx'
import './form.css'

/** Problem details as the server sends them; `path` is the name of a field. */
export interface FormProblem {
  title: string
  detail?: string | undefined
  errors?: readonly { path: string; message: string }[] | undefined
}

interface FieldProblems {
  messageFor: (name: string | undefined) => string | undefined
}

const FieldProblemsContext = createContext<FieldProblems>({ messageFor: () => undefined })

/** The sentence the server wrote about this field, until the field is changed. */
export function useFieldProblem(name: string | undefined): string | undefined {
  return useContext(FieldProblemsContext).messageFor(name)
}

interface FormProps {
  error: FormProblem | null
  onSubmit: (data: FormData) => void
  /** Names the form for screen readers where no heading does. */
  label?: string
  id?: string
  children: ReactNode
}

/** Checks nothing itself: the server's sentences stand at the fields, the focus goes to the first wrong one. */
export function Form({ error, onSubmit, label, id, children }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  const noticeId = useId()
  const [changed, setChanged] = useState<ReadonlySet<string>>(new Set())
  const [unplaced, setUnplaced] = useState<readonly string[]>([])
  const [shownError, setShownError] = useState(error)

  if (error !== shownError) {
    setShownError(error)
    setChanged(new Set())
  }

  useLayoutEffect(() => {
    const element = form.current
    if (!element) return
    setUnplaced((error?.errors ?? []).filter(({ path }) => !findField(element, path)).map(({ message }) => message))
    if (!error) return
    const firstWrong = ':is(input, select, textarea)[aria-invalid="true"], fieldset[aria-invalid="true"] input'
    const target =
      element.querySelector<HTMLElement>(firstWrong) ?? element.querySelector<HTMLElement>('[data-form-problem]')
    target?.focus()
  }, [error])

  function messageFor(name: string | undefined) {
    if (name === undefined || changed.has(name)) return undefined
    return error?.errors?.find(({ path }) => fieldName(path) === name)?.message
  }

  return (
    <form
      ref={form}
      id={id}
      className="form"
      noValidate
      aria-label={label}
      aria-describedby={error ? noticeId : undefined}
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation()
        onSubmit(new FormData(event.currentTarget))
      }}
      onInput={(event) => {
        const name = nameOf(event.target)
        if (name && error && !changed.has(name)) setChanged(new Set([...changed, name]))
      }}
    >
      {error && (
        <div id={noticeId} tabIndex={-1} data-form-problem className="form-problem">
          <Notice tone="danger" title={error.title} urgent>
            {error.detail}
            {unplaced.map((message) => (
              <p key={message}>{message}</p>
            ))}
          </Notice>
        </div>
      )}
      <FieldProblemsContext value={{ messageFor }}>{children}</FieldProblemsContext>
    </form>
  )
}

interface SubmitButtonProps extends Omit<ButtonProps, 'type' | 'pending'> {
  pending: boolean
}

export function SubmitButton({ variant = 'primary', ...button }: SubmitButtonProps) {
  return <Button {...button} variant={variant} type="submit" />
}

/** Places fields side by side where there is room. */
export function FieldRow({ children }: { children: ReactNode }) {
  return <div className="field-row">{children}</div>
}

export function FormActions({ children }: { children: ReactNode }) {
  return <div className="form-actions">{children}</div>
}

function nameOf(target: EventTarget): string | null {
  return target instanceof Element ? target.getAttribute('name') : null
}

function fieldName(path: string): string {
  return path.replace(/^\//, '').replaceAll('/', '.')
}

function findField(form: HTMLFormElement, path: string): boolean {
  return form.elements.namedItem(fieldName(path)) !== null
}
