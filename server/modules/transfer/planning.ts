import type { MessageArgs, MessageKey, OldDatabase, OldRow } from './old-database.ts'
import { findTable } from './old-database.ts'
import { idFromOld } from './old-ids.ts'
import type { BecameKind, OldRecord, PlanOptions, Remark, RemarkKind, Source, TableReport } from './plan.ts'
import type { Reading } from './values.ts'
import { readBoolean, readInstant, readWholeNumber } from './values.ts'

export type OldRows = ReadonlyMap<string, readonly OldRow[]>

/** Where a column of an old table goes: into Lessonry's own tables, or only into the record that is kept of the row. */
export type ColumnHomes = Readonly<Record<string, Readonly<Record<string, 'mapped' | 'kept'>>>>

/** All rows of the schemas in which the needed tables are; a host's own schemas beside them are none of the school's. */
export async function collectRows(database: OldDatabase, needed: readonly string[]): Promise<OldRows> {
  const schemas = new Set(needed.map((name) => findTable(database.tables(), name)?.schema))
  const rows = new Map<string, OldRow[]>()
  for (const table of database.tables().filter(({ schema }) => schemas.has(schema))) {
    const name = rows.has(table.name) ? `${table.schema}.${table.name}` : table.name
    const collected: OldRow[] = []
    for await (const row of database.rows(`${table.schema}.${table.name}`)) collected.push({ ...row, table: name })
    rows.set(name, collected)
  }
  return rows
}

/** Reads rows for a plan and notes what became of each. */
export class Planning {
  readonly options: PlanOptions
  readonly #system: string
  readonly #rows: OldRows
  readonly #homes: ColumnHomes
  readonly #became = new Map<string, { kind: BecameKind; id: string }>()
  readonly #remarks = new Map<string, Remark>()

  constructor(system: string, rows: OldRows, homes: ColumnHomes, options: PlanOptions) {
    this.#system = system
    this.#homes = homes
    this.options = options
    this.#rows = new Map([...rows].map(([table, list]) => [table, this.#distinct(list)]))
  }

  /** Rows of a table, in an order that does not depend on how they were read. */
  rows(table: string): readonly OldRow[] {
    return this.#rows.get(table) ?? []
  }

  byKey(table: string): ReadonlyMap<string, OldRow> {
    return new Map(this.rows(table).map((row) => [row.key, row]))
  }

  id(kind: string, table: string, key: string): string {
    return idFromOld(this.options.orgId, this.#system, kind, table, key)
  }

  became(row: Source, kind: BecameKind, id: string): void {
    this.#became.set(`${row.table}/${row.key}`, { kind, id })
  }

  remark(kind: RemarkKind, row: Source, message: MessageKey, args: MessageArgs = {}): void {
    const remark = { kind, table: row.table, key: row.key, message, args }
    this.#remarks.set(JSON.stringify(remark), remark)
  }

  text(row: OldRow, column: string): string {
    return row.values[column] ?? ''
  }

  /** The value of a column by a reader; what it could not read is reported and the value is null. */
  read<Value extends {}>(row: OldRow, column: string, reader: (text: string) => Reading<Value>): Value | null {
    const text = row.values[column]
    if (text === null || text === undefined || text.trim() === '') return null
    const { value, remark } = reader(text)
    if (remark)
      this.remark(value === undefined ? 'not_understood' : 'guessed', row, remark, { column, value: shorten(text) })
    return value ?? null
  }

  instant(row: OldRow, column: string): string | null {
    return this.read(row, column, (text) => readInstant(text, this.options.zone))
  }

  yesOrNo(row: OldRow, column: string): boolean | null {
    return this.read(row, column, readBoolean)
  }

  wholeNumber(row: OldRow, column: string, least: number, most: number): number | null {
    return this.read(row, column, (text) => readWholeNumber(text, least, most))
  }

  /** Text for a column of limited length; what is cut off stays in the record of the row. */
  limited(row: OldRow, column: string, most: number): string {
    const text = this.text(row, column).trim()
    const short = cut(text, most)
    if (short !== text) this.remark('guessed', row, 'transfer.text_cut', { column, most })
    return short
  }

  records(): OldRecord[] {
    return [...this.#rows].flatMap(([table, rows]) => {
      return rows.map(({ key, values }): OldRecord => {
        const filled = Object.keys(values).filter((column) => values[column] !== null)
        const keptColumns = filled.filter((column) => this.#homes[table]?.[column] !== 'mapped')
        return { table, key, columns: values, became: this.#became.get(`${table}/${key}`) ?? null, keptColumns }
      })
    })
  }

  report(): { tables: TableReport[]; remarks: Remark[] } {
    for (const [table, rows] of this.#rows) {
      if (this.#homes[table] || rows.length === 0) continue
      for (const row of rows) this.remark('kept', row, 'transfer.unknown_table', { table })
    }
    const remarks = [...this.#remarks.values()]
    const counts = Map.groupBy(remarks, (remark) => `${remark.table}/${remark.kind}`)
    const tables = [...this.#rows].map(([table, rows]): TableReport => {
      const count = (kind: RemarkKind) => counts.get(`${table}/${kind}`)?.length ?? 0
      const made = rows.filter((row) => this.#became.has(`${table}/${row.key}`)).length
      const [merged, guessed, notUnderstood] = [count('merged'), count('guessed'), count('not_understood')]
      return {
        table,
        read: rows.length,
        made,
        merged,
        guessed,
        notUnderstood,
        clashes: count('clash'),
        kept: count('kept'),
      }
    })
    return { tables, remarks }
  }

  /** A key that occurs twice would be one row here: the later ones get a key of their own. */
  #distinct(rows: readonly OldRow[]): OldRow[] {
    const seen = new Map<string, number>()
    const distinct = rows.map((row) => {
      const times = (seen.get(row.key) ?? 0) + 1
      seen.set(row.key, times)
      if (times === 1) return row
      const twin = { ...row, key: `${row.key}#${times}` }
      this.remark('not_understood', twin, 'transfer.key_twice', { key: row.key })
      return twin
    })
    return distinct.toSorted((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
  }
}

export function shorten(text: string): string {
  return cut(text, 80)
}

/** At most this many characters, as PostgreSQL counts them; no character is cut in two. */
export function cut(text: string, most: number): string {
  const characters = Array.from(text)
  return characters.length > most ? `${characters.slice(0, most - 1).join('')}…` : text
}

export function byAge(
  one: { createdAt: string | null; key: string },
  other: { createdAt: string | null; key: string },
): number {
  const ages = [one, other].map(({ createdAt, key }) => [createdAt ?? '9999', key].join(' '))
  return (ages[0] ?? '') < (ages[1] ?? '') ? -1 : 1
}
