import { createHash } from 'node:crypto'
import type en from '#messages/transfer/en.json'

/** A sentence of messages/transfer. */
export type MessageKey = `transfer.${keyof typeof en}`
export type MessageArgs = Readonly<Record<string, string | number>>

export type OldColumn = { readonly name: string; readonly type: string; readonly required: boolean }

export type OldTable = {
  readonly schema: string
  readonly name: string
  readonly columns: readonly OldColumn[]
  readonly primaryKey: readonly string[]
  readonly rowCount: number
}

/** `key` is the primary key as text; values joined by "/" when it has several columns. */
export type OldRow = {
  readonly table: string
  readonly key: string
  readonly values: Readonly<Record<string, string | null>>
  readonly line?: number
}

export type Progress = (done: number, total: number) => void

export type OldDatabase = {
  readonly enums: ReadonlyMap<string, readonly string[]>
  tables(): readonly OldTable[]
  rows(table: string, onProgress?: Progress): AsyncIterable<OldRow>
  close(): Promise<void>
}

/** The old database is refused as a whole; `reason` is a sentence of messages/transfer. */
export class UnreadableDatabase extends Error {
  readonly reason: MessageKey
  readonly args: MessageArgs

  constructor(reason: MessageKey, args: MessageArgs = {}, cause?: unknown) {
    super(`${reason} ${JSON.stringify(args)}`, cause === undefined ? undefined : { cause })
    this.name = 'UnreadableDatabase'
    this.reason = reason
    this.args = args
  }
}

/** A table by its bare or qualified name; `public` wins where two schemas use one name. */
export function findTable(tables: readonly OldTable[], name: string): OldTable | undefined {
  const named = tables.filter((table) => table.name === name || `${table.schema}.${table.name}` === name)
  return named.find((table) => table.schema === 'public') ?? named[0]
}

export function keyOf(table: OldTable, values: Readonly<Record<string, string | null>>): string {
  const columns = table.primaryKey.length > 0 ? table.primaryKey : fallbackKey(table)
  return shortKey(columns.map((column) => values[column] ?? '').join('/'))
}

const longestKey = 160

// Of a table without a key all columns together are the key, and an index takes only so much.
function shortKey(key: string): string {
  if (key.length <= longestKey) return key
  const hash = createHash('sha256').update(key).digest('hex').slice(0, 32)
  return `${Array.from(key)
    .slice(0, longestKey / 2)
    .join('')}…${hash}`
}

function fallbackKey(table: OldTable): readonly string[] {
  const names = table.columns.map((column) => column.name)
  if (names.includes('id')) return ['id']
  return names.includes('user_id') ? ['user_id'] : names
}

export type Shape = Readonly<Record<string, readonly string[]>>

/** Refuses a database that lacks a table or a column which the shape needs. */
export function requireShape(database: OldDatabase, shape: Shape): void {
  for (const [name, columns] of Object.entries(shape)) {
    const table = findTable(database.tables(), name)
    if (!table) throw new UnreadableDatabase('transfer.missing_table', { table: name })
    const missing = columns.find((column) => !table.columns.some((own) => own.name === column))
    if (missing) throw new UnreadableDatabase('transfer.missing_column', { table: name, column: missing })
  }
}
