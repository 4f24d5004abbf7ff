// What one request sends to the database, so that pgbench can send the same. Only switched on for that.
import pg from 'pg'

export interface Sent {
  readonly connection: number
  readonly text: string
  readonly values: readonly Value[]
}

/** A parameter in a form that can be sent to another process. */
export type Value = string | number | boolean | null | { readonly hex: string } | readonly Value[]

/** Keeps every statement of the application's pool until `take` is called. */
export function recordStatements(): { take(): Sent[] } {
  let sent: Sent[] = []
  const { prototype } = pg.Client
  const original = Object.getOwnPropertyDescriptor(prototype, 'query')!.value as (...args: unknown[]) => unknown
  Object.defineProperty(prototype, 'query', {
    configurable: true,
    value(this: pg.Client & { processID?: number }, ...args: unknown[]): unknown {
      const [query] = args as [string | { text?: string; values?: unknown[] }]
      const text = typeof query === 'string' ? query : query.text
      const values = typeof query === 'string' ? [] : (query.values ?? [])
      if (text !== undefined) sent.push({ connection: this.processID ?? 0, text, values: values.map(plain) })
      return Reflect.apply(original, this, args)
    },
  })
  return {
    take() {
      const taken = sent
      sent = []
      return taken
    },
  }
}

function plain(value: unknown): Value {
  if (value === null || value === undefined) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof Uint8Array) return { hex: Buffer.from(value).toString('hex') }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value === 'bigint') return value.toString()
  if (value instanceof Temporal.Instant || value instanceof Temporal.PlainDate) return value.toString()
  throw new Error('A parameter of a sort that is not known here.')
}
