import { TextField, type TextFieldProps } from './text-field.tsx'

/** Digits run left to right in every language. The number is checked where it is used, by the server. */
export function PhoneField(props: Omit<TextFieldProps, 'type' | 'inputMode' | 'dir'>) {
  return <TextField autoComplete="tel" {...props} type="tel" inputMode="tel" dir="ltr" />
}
