import { useId, useRef, type ReactNode } from 'react'
import { Button } from './button.tsx'
import { FieldProblem } from './field.tsx'
import './picture-field.css'

interface PictureFieldProps {
  label: string
  hint?: string
  /** What is there now, or what stands in for it. */
  picture: ReactNode
  chooseLabel: string
  removeLabel: string
  pending: boolean
  error: string | undefined
  onChoose: (file: File) => void
  /** None while there is nothing to take away. */
  onRemove: (() => void) | null
}

/** A picture with the ways to choose another and to take it away; what is chosen counts at once. */
export function PictureField(props: PictureFieldProps) {
  const { label, hint, picture, chooseLabel, removeLabel, pending, error, onChoose, onRemove } = props
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  return (
    <fieldset className="picture-field" aria-labelledby={`${id}-label`}>
      {picture}
      <div className="picture-field-text">
        <span className="field-label" id={`${id}-label`}>
          {label}
        </span>
        <div className="picture-field-actions">
          <Button
            icon="upload"
            pending={pending}
            aria-describedby={`${id}-hint`}
            onClick={() => input.current?.click()}
          >
            {chooseLabel}
          </Button>
          {onRemove && (
            <Button icon="trash" variant="quiet" pending={pending} onClick={onRemove}>
              {removeLabel}
            </Button>
          )}
        </div>
        <div id={`${id}-hint`} aria-live="polite">
          {error && <FieldProblem id={`${id}-problem`}>{error}</FieldProblem>}
          {hint && <p className="field-hint">{hint}</p>}
        </div>
        <input
          ref={input}
          type="file"
          hidden
          accept="image/png,image/jpeg,image/webp"
          aria-labelledby={`${id}-label`}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? []
            currentTarget.value = ''
            if (file) onChoose(file)
          }}
        />
      </div>
    </fieldset>
  )
}

/** A mark in its own proportions on white paper, as on an invoice. */
export function LogoPreview({ address, name }: { address: string | null; name: string }) {
  if (address === null)
    return (
      <span className="logo-preview" data-empty="true" aria-hidden="true">
        {Array.from(name)[0]}
      </span>
    )
  return <img className="logo-preview" src={address} alt={name} />
}
