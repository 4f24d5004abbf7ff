import { TextField, type TextFieldProps } from './text-field.tsx'

/** Value, min and max are ISO dates: 2026-11-20. */
export function DateField(props: Omit<TextFieldProps, 'type'>) {
  return <TextField {...props} type="date" />
}

/** Value is a wall-clock time: 15:30. */
export function TimeField(props: Omit<TextFieldProps, 'type'>) {
  return <TextField {...props} type="time" />
}
