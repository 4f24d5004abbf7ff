export interface PayloadLine {
  readonly name: string
  readonly value: string
}

type Payload = Readonly<Record<string, unknown>>

/** What an event carries, one line for each value however deep it lies; a change from one value to another is one line. */
export function payloadLines(payload: Payload, prefix = ''): PayloadLine[] {
  const { old: before, new: after, ...rest } = payload
  const isChange = 'old' in payload && 'new' in payload
  return [...(isChange ? changeLines(before, after, prefix) : []), ...valueLines(isChange ? rest : payload, prefix)]
}

const namingFields = ['fullName', 'title', 'name', 'studentName', 'number', 'guardianName']

/** The name of what the event is about, where the event says it. */
export function subjectName(payload: Payload): string | null {
  const names = namingFields.map((field) => payload[field])
  return names.find((name): name is string => typeof name === 'string' && name !== '') ?? null
}

function changeLines(before: unknown, after: unknown, prefix: string): PayloadLine[] {
  if (!isObject(before) || !isObject(after)) {
    return [{ name: prefix.replace(/\.$/, '') || 'value', value: `${show(before)} → ${show(after)}` }]
  }
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])]
  return names
    .filter((name) => show(before[name]) !== show(after[name]))
    .map((name) => ({ name: prefix + name, value: `${show(before[name])} → ${show(after[name])}` }))
}

function valueLines(payload: Payload, prefix: string): PayloadLine[] {
  return Object.entries(payload).flatMap(([name, value]) =>
    isObject(value) ? payloadLines(value, `${prefix}${name}.`) : [{ name: prefix + name, value: show(value) }],
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function show(value: unknown): string {
  if (value === null || value === undefined || value === '') return '∅'
  if (typeof value === 'string') return value
  return JSON.stringify(value)
}
