import { FieldFrame } from './field.tsx'
import type { TextFieldProps } from './text-field.tsx'

interface MoneyFieldProps extends Omit<TextFieldProps, 'type' | 'inputMode' | 'dir'> {
  /** ISO 4217, as written before the amount. */
  currency: string
}

/** Plain text, because a number input rewrites what people type; the server reads the amount. */
export function MoneyField({ label, name, hint, error, currency, ...input }: MoneyFieldProps) {
  return (
    <FieldFrame label={label} {...(name !== undefined && { name })} hint={hint} error={error}>
      {(control) => (
        <span className="input-frame" dir="ltr">
          <span className="input-mark">{currency}</span>
          <input
            {...input}
            {...control}
            type="text"
            inputMode="decimal"
            autoComplete="off"
            name={name}
            className="input"
          />
        </span>
      )}
    </FieldFrame>
  )
}
