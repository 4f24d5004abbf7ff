export interface PayloadLine {
  readonly name: string
  readonly value: string
}

/** What an event carries, one line for each value however deep it lies; a change from one value to another is one line. */
export function payloadLines(payload: Readonly<Record<string, unknown>>, prefix = ''): PayloadLine[] {
  return Object.entries(payload).flatMap(([name, value]) => {
    const path = prefix + name
    if (isChange(value)) return [{ name: path, value: `${show(value.old)} → ${show(value.new)}` }]
    if (isObject(value)) return payloadLines(value, `${path}.`)
    return [{ name: path, value: show(value) }]
  })
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isChange(value: unknown): value is { old: unknown; new: unknown } {
  return isObject(value) && 'old' in value && 'new' in value && Object.keys(value).length === 2
}

function show(value: unknown): string {
  if (value === null || value === undefined || value === '') return '∅'
  if (typeof value === 'string') return value
  return JSON.stringify(value)
}
