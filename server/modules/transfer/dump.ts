import { setImmediate as letOthersRun } from 'node:timers/promises'
import { DumpCatalogue } from './dump-catalogue.ts'
import type { DumpRow } from './dump-statement.ts'
import { readStatements } from './dump-statement.ts'
import { DumpText } from './dump-text.ts'
import type { OldDatabase, OldRow, OldTable, Progress } from './old-database.ts'
import { UnreadableDatabase, findTable, keyOf } from './old-database.ts'

/** A stretch of the file that holds rows of one table. */
type Segment = { from: number; until: number; line: number; backslashEscapes: boolean }
type Index = { catalogue: DumpCatalogue; segments: Map<string, Segment[]>; counts: Map<string, number> }

type Opened = { path: string; index: Index; tables: readonly OldTable[] }

const rowsBetweenBreaks = 2000

/** Opens an older database that was written to a plain `.sql` file. The whole file is checked before any row is given. */
export async function openDump(path: string, onProgress?: Progress): Promise<OldDatabase> {
  const index = await indexDump(path, onProgress)
  const tables = [...index.catalogue.tables].map(([full, table]): OldTable => {
    const columns = table.columns.map(({ name, type, required }) => ({ name, type, required }))
    return { ...table, columns, rowCount: index.counts.get(full) ?? 0 }
  })
  return {
    enums: index.catalogue.enums,
    tables: () => tables,
    rows: (name, progress) => readRows({ path, index, tables }, name, progress),
    close: () => Promise.resolve(),
  }
}

async function indexDump(path: string, onProgress?: Progress): Promise<Index> {
  const text = new DumpText(path)
  try {
    const index: Index = { catalogue: new DumpCatalogue(), segments: new Map(), counts: new Map() }
    let last: { table: string; segment: Segment } | undefined
    let read = 0
    for (const row of readStatements(text, index.catalogue, Infinity)) {
      const table = index.catalogue.partitionOf.get(row.table) ?? row.table
      checkRow(text, index.catalogue, row)
      index.counts.set(table, (index.counts.get(table) ?? 0) + 1)
      if (last?.table === table) last.segment.until = row.from + 1
      else {
        const { backslashEscapes } = text
        const segment = { from: row.from, until: row.from + 1, line: row.fromLine, backslashEscapes }
        const segments = index.segments.get(table)
        if (segments) segments.push(segment)
        else index.segments.set(table, [segment])
        last = { table, segment }
      }
      if (++read % rowsBetweenBreaks > 0) continue
      onProgress?.(text.offset, text.size)
      await letOthersRun()
    }
    if (text.sawHead && !text.sawFoot) text.fail('transfer.no_foot')
    if (index.catalogue.tables.size === 0) throw new UnreadableDatabase('transfer.no_tables')
    onProgress?.(text.size, text.size)
    return index
  } finally {
    text.close()
  }
}

function checkRow(text: DumpText, catalogue: DumpCatalogue, row: DumpRow): void {
  const known = catalogue.columnsOf(row.table)
  const table = row.table.replace(/^public\./, '')
  if (!known) text.fail('transfer.rows_without_table', { table }, row.line)
  const stranger = row.columns?.find((name) => !known.some((column) => column.name === name))
  if (stranger !== undefined) text.fail('transfer.unknown_column', { table, column: stranger }, row.fromLine)
  const expected = row.columns?.length ?? known.length
  if (row.values.length !== expected) {
    text.fail('transfer.column_count', { table, expected, found: row.values.length }, row.line)
  }
}

async function* readRows({ path, index, tables }: Opened, name: string, onProgress?: Progress): AsyncGenerator<OldRow> {
  const table = findTable(tables, name)
  if (!table) throw new UnreadableDatabase('transfer.missing_table', { table: name })
  const names = table.columns.map((column) => column.name)
  let read = 0
  for (const segment of index.segments.get(`${table.schema}.${table.name}`) ?? []) {
    const text = new DumpText(path, segment.from, segment.line)
    text.backslashEscapes = segment.backslashEscapes
    try {
      for (const row of readStatements(text, index.catalogue, segment.until)) {
        yield toOldRow(table, names, row)
        if (++read % rowsBetweenBreaks > 0) continue
        onProgress?.(read, table.rowCount)
        await letOthersRun()
      }
    } finally {
      text.close()
    }
  }
  onProgress?.(read, table.rowCount)
}

function toOldRow(table: OldTable, names: readonly string[], row: DumpRow): OldRow {
  const columns = row.columns ?? names
  const values: Record<string, string | null> = Object.fromEntries(names.map((name) => [name, null]))
  for (const [place, column] of columns.entries()) values[column] = row.values[place] ?? null
  return { table: table.name, key: keyOf(table, values), values, line: row.line }
}
