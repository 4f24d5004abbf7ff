/** What stands in a field, without the white space around it. */
export function textIn(data: FormData, name: string): string {
  const value = data.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** Null for a field that was left or made empty. */
export function textOrNull(data: FormData, name: string): string | null {
  return textIn(data, name) || null
}

export function dayOrNull(data: FormData, name: string): Temporal.PlainDate | null {
  const text = textIn(data, name)
  return text ? Temporal.PlainDate.from(text) : null
}

/** NaN for what is no number: the server's own check then says so at the field. */
export function numberIn(data: FormData, name: string): number {
  const text = textIn(data, name)
  return text === '' ? Number.NaN : Number(text)
}

export function isChecked(data: FormData, name: string): boolean {
  return data.get(name) !== null
}

export function allIn(data: FormData, name: string): string[] {
  return data.getAll(name).filter((value): value is string => typeof value === 'string')
}

/** A list that people write with commas between. */
export function wordsIn(data: FormData, name: string): string[] {
  return textIn(data, name)
    .split(/[,،]/)
    .map((word) => word.trim())
    .filter(Boolean)
}

/** Every character as it was typed. */
export function passwordIn(data: FormData, name = 'password'): string {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}
