import type { DumpText } from './dump-text.ts'
import type { OldColumn } from './old-database.ts'
import { skipType, skipTypeArguments } from './dump-literal.ts'

export type TableName = { schema: string; name: string }
export type DumpColumn = OldColumn & { constantDefault?: string | null }
export type DumpTable = TableName & { columns: DumpColumn[]; primaryKey: string[] }

/** What the file says about its tables. */
export class DumpCatalogue {
  readonly tables = new Map<string, DumpTable>()
  readonly enums = new Map<string, readonly string[]>()
  readonly partitionOf = new Map<string, string>()

  columnsOf(table: string): readonly DumpColumn[] | undefined {
    return this.tables.get(this.partitionOf.get(table) ?? table)?.columns
  }
}

export function fullName({ schema, name }: TableName): string {
  return `${schema}.${name}`
}

export function readTableName(text: DumpText): TableName {
  const parts: string[] = []
  do {
    const token = text.take()
    if (token.kind !== 'word' && token.kind !== 'name') {
      text.fail('transfer.unexpected', { expected: 'name', found: token.text.slice(0, 40) }, token.line)
    }
    parts.push(token.text)
  } while (text.takeIf('.'))
  return { schema: parts.at(-2) ?? 'public', name: parts.at(-1) ?? '' }
}

export function readCreateType(text: DumpText, catalogue: DumpCatalogue): void {
  const { name } = readTableName(text)
  if (!text.takeIf('as') || !text.takeIf('enum')) return
  text.expect('(')
  const values: string[] = []
  while (text.peek().kind === 'string') {
    values.push(text.take().text)
    text.takeIf(',')
  }
  text.expect(')')
  catalogue.enums.set(name, values)
}

export function readCreateTable(text: DumpText, catalogue: DumpCatalogue): void {
  if (text.takeIf('if')) for (const word of ['not', 'exists']) text.expect(word)
  const name = readTableName(text)
  if (text.takeIf('partition')) {
    text.expect('of')
    catalogue.partitionOf.set(fullName(name), fullName(readTableName(text)))
    return
  }
  if (!text.takeIf('(')) return
  const table: DumpTable = { ...name, columns: [], primaryKey: [] }
  if (!text.takeIf(')')) {
    do readTableElement(text, table)
    while (text.takeIf(','))
    text.expect(')')
  }
  catalogue.tables.set(fullName(name), table)
}

const constraintWords = new Set(['constraint', 'primary', 'unique', 'foreign', 'check', 'exclude', 'like', 'period'])

function readTableElement(text: DumpText, table: DumpTable): void {
  const first = text.take()
  if (first.kind === 'word' && constraintWords.has(first.text)) {
    if (first.text === 'constraint') text.take()
    const primary = first.text === 'primary' || text.takeIf('primary')
    if (primary) table.primaryKey = readKey(text)
    return skipElement(text)
  }
  if (first.kind !== 'word' && first.kind !== 'name') {
    text.fail('transfer.unexpected', { expected: 'name', found: first.text.slice(0, 40) }, first.line)
  }
  table.columns.push(readColumn(text, table, first.text))
}

function readKey(text: DumpText): string[] {
  text.expect('key')
  text.expect('(')
  const columns: string[] = []
  do columns.push(text.take().text)
  while (text.takeIf(','))
  text.expect(')')
  return columns
}

function readColumn(text: DumpText, table: DumpTable, name: string): DumpColumn {
  const column: { -readonly [Key in keyof DumpColumn]: DumpColumn[Key] } = {
    name,
    type: skipType(text),
    required: false,
  }
  for (;;) {
    const token = text.peek()
    if (token.kind === 'end' || text.peek().text === ';') text.fail('transfer.cut_short', {}, token.line)
    if (token.kind === 'mark' && (token.text === ',' || token.text === ')')) break
    if (text.takeIf('(')) skipTypeArguments(text, 1)
    else if (text.takeIf('not')) column.required = text.takeIf('null') || column.required
    else if (text.takeIf('primary')) {
      text.expect('key')
      table.primaryKey = [name]
      column.required = true
    } else if (text.takeIf('default')) readDefault(text, column)
    else if (text.takeIf('generated')) column.constantDefault = null
    else text.take()
  }
  return column
}

function readDefault(text: DumpText, column: { constantDefault?: string | null }): void {
  const token = text.take()
  if (token.kind === 'mark' && token.text === '(') return skipTypeArguments(text, 1)
  const call = text.peek().kind === 'mark' && (text.peek().text === '(' || text.peek().text === '.')
  if (call) return
  if (token.kind === 'string' || token.kind === 'number') column.constantDefault = token.text
  if (token.kind === 'word' && (token.text === 'true' || token.text === 'false')) column.constantDefault = token.text
  if (token.kind === 'word' && token.text === 'null') column.constantDefault = null
}

function skipElement(text: DumpText): void {
  for (;;) {
    const token = text.peek()
    if (token.kind === 'end' || (token.kind === 'mark' && token.text === ';'))
      text.fail('transfer.cut_short', {}, token.line)
    if (token.kind === 'mark' && (token.text === ',' || token.text === ')')) return
    text.take()
    if (token.kind === 'mark' && token.text === '(') skipTypeArguments(text, 1)
  }
}

export function readAlterTable(text: DumpText, catalogue: DumpCatalogue): void {
  text.takeIf('only')
  if (text.takeIf('if')) text.expect('exists')
  text.takeIf('only')
  const name = fullName(readTableName(text))
  if (text.takeIf('attach')) {
    text.expect('partition')
    catalogue.partitionOf.set(fullName(readTableName(text)), name)
    return
  }
  if (!text.takeIf('add')) return
  if (text.takeIf('constraint')) text.take()
  const table = catalogue.tables.get(name)
  if (text.takeIf('primary') && table) table.primaryKey = readKey(text)
}
