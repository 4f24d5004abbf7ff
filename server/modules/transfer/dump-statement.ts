import type { DumpText, Token } from './dump-text.ts'
import { decodeField } from './dump-text.ts'
import type { DumpCatalogue, TableName } from './dump-catalogue.ts'
import { fullName, readAlterTable, readCreateTable, readCreateType, readTableName } from './dump-catalogue.ts'
import { readLiteral, skipTypeArguments } from './dump-literal.ts'

export type DumpRow = {
  table: string
  columns: readonly string[] | undefined
  values: (string | null)[]
  line: number
  /** Where the statement that brought the row begins. */
  from: number
  fromLine: number
}

const harmless = new Set(['select', 'grant', 'revoke', 'comment', 'reset', 'begin', 'start', 'commit', 'end', 'lock'])
const harmlessToo = new Set([
  'create',
  'alter',
  'drop',
  'analyze',
  'vacuum',
  'security',
  'refresh',
  'cluster',
  'reindex',
])

/** Reads statement after statement and gives the rows; nothing in the file is ever executed. */
export function* readStatements(text: DumpText, catalogue: DumpCatalogue, until: number): Generator<DumpRow> {
  while (text.offset < until) {
    const start = text.peek()
    if (start.kind === 'end') return
    if (start.kind === 'command') readCommand(text, text.take())
    else if (text.takeIf(';')) continue
    else if (text.takeIf('copy')) yield* readCopy(text, start)
    else if (text.takeIf('insert')) yield* readInsert(text, start, catalogue)
    else if (text.takeIf('set')) readSetting(text)
    else readOther(text, start, catalogue)
  }
}

function readCommand(text: DumpText, command: Token): void {
  if (/^\\(restrict|unrestrict|connect|c|encoding|set|unset|echo|pset|timing|if|endif)\b/.test(command.text)) return
  text.fail('transfer.command', { command: command.text.slice(0, 40) }, command.line)
}

function readSetting(text: DumpText): void {
  const name = text.take().text
  if (!text.takeIf('=')) text.takeIf('to')
  const value = text.peek()
  if (name === 'client_encoding' && !/^utf-?8$|^unicode$/i.test(value.text)) {
    text.fail('transfer.encoding', { encoding: value.text }, value.line)
  }
  if (name === 'standard_conforming_strings') text.backslashEscapes = value.text === 'off'
  skipStatement(text)
}

function readOther(text: DumpText, start: Token, catalogue: DumpCatalogue): void {
  if (text.takeIf('create')) {
    if (readCreate(text, catalogue)) return
  } else if (text.takeIf('alter')) {
    if (text.takeIf('table')) readAlterTable(text, catalogue)
  } else if (text.takeIf('do')) {
    return readDo(text, start)
  } else if (start.kind !== 'word' || (!harmless.has(start.text) && !harmlessToo.has(start.text))) {
    text.fail('transfer.changes_rows', { statement: start.text.slice(0, 40) }, start.line)
  }
  skipStatement(text)
}

/** True when the statement has been read to its end. */
function readCreate(text: DumpText, catalogue: DumpCatalogue): boolean {
  if (text.takeIf('type')) {
    readCreateType(text, catalogue)
    return false
  }
  for (const adverb of ['unlogged', 'global', 'local', 'temporary', 'temp', 'or', 'replace']) text.takeIf(adverb)
  if (text.takeIf('table')) {
    readCreateTable(text, catalogue)
    return false
  }
  if (text.takeIf('function') || text.takeIf('procedure')) {
    skipRoutine(text)
    return true
  }
  return false
}

function readDo(text: DumpText, start: Token): void {
  for (let token = text.take(); token.text !== ';' || token.kind !== 'mark'; token = text.take()) {
    if (token.kind === 'end') text.fail('transfer.cut_short', {}, start.line)
    const body = token.kind === 'string' ? token.text : ''
    if (/\b(insert\s+into|update|delete\s+from|truncate|execute)\b/i.test(body)) {
      text.fail('transfer.changes_rows', { statement: 'do' }, start.line)
    }
  }
}

export function skipStatement(text: DumpText): void {
  const start = text.line
  let depth = 0
  for (;;) {
    const token = text.take()
    if (token.kind === 'end') text.fail('transfer.cut_short', {}, start)
    if (token.kind !== 'mark') continue
    if (token.text === '(') depth++
    if (token.text === ')' && --depth < 0) text.fail('transfer.unbalanced', {}, token.line)
    if (token.text === ';' && depth === 0) return
  }
}

/** A function written in SQL itself holds semicolons between BEGIN ATOMIC and its END. */
function skipRoutine(text: DumpText): void {
  const start = text.line
  let open = 0
  for (;;) {
    const token = text.take()
    if (token.kind === 'end') text.fail('transfer.cut_short', {}, start)
    if (token.kind === 'word' && token.text === 'begin' && text.takeIf('atomic')) open++
    else if (token.kind === 'word' && token.text === 'case' && open > 0) open++
    else if (token.kind === 'word' && token.text === 'end' && open > 0) open--
    else if (token.kind === 'mark' && token.text === ';' && open === 0) return
  }
}

function readColumnNames(text: DumpText): string[] | undefined {
  if (!text.takeIf('(')) return undefined
  const names: string[] = []
  do names.push(readName(text))
  while (text.takeIf(','))
  text.expect(')')
  return names
}

function readName(text: DumpText): string {
  const token = text.take()
  if (token.kind === 'word' || token.kind === 'name') return token.text
  return text.fail('transfer.unexpected', { expected: 'name', found: token.text.slice(0, 40) }, token.line)
}

function* readCopy(text: DumpText, start: Token): Generator<DumpRow> {
  if (text.takeIf('(')) {
    skipParentheses(text)
    skipStatement(text)
    return
  }
  const table = fullName(readTableName(text))
  const columns = readColumnNames(text)
  if (text.takeIf('to')) {
    skipStatement(text)
    return
  }
  text.expect('from')
  if (!text.takeIf('stdin')) text.fail('transfer.copy_from_file', { table }, start.line)
  if (!text.takeIf(';')) text.fail('transfer.copy_format', { table }, start.line)
  text.takeLine()
  for (;;) {
    const line = text.line
    const raw = text.takeLine()
    if (raw === undefined) text.fail('transfer.copy_cut_short', { table }, start.line)
    if (raw === '\\.') return
    const values = raw.split('\t').map(decodeField)
    yield { table, columns, values, line, from: start.offset, fromLine: start.line }
  }
}

function* readInsert(text: DumpText, start: Token, catalogue: DumpCatalogue): Generator<DumpRow> {
  text.expect('into')
  const into: TableName = readTableName(text)
  if (text.takeIf('as')) readName(text)
  const columns = readColumnNames(text)
  if (text.takeIf('overriding')) for (let words = 0; words < 2; words++) text.take()
  if (!text.takeIf('values')) {
    text.fail('transfer.changes_rows', { statement: `insert ${text.peek().text}`.slice(0, 40) }, text.peek().line)
  }
  const table = fullName(into)
  const types = catalogue.columnsOf(table)
  do {
    const { line } = text.peek()
    text.expect('(')
    const values: (string | null)[] = []
    do
      values.push(
        readLiteral(
          text,
          columns ? types?.find(({ name }) => name === columns[values.length]) : types?.[values.length],
        ),
      )
    while (text.takeIf(','))
    text.expect(')')
    yield { table, columns, values, line, from: start.offset, fromLine: start.line }
  } while (text.takeIf(','))
  if (text.takeIf('on') || text.takeIf('returning')) skipStatement(text)
  else text.expect(';')
}

function skipParentheses(text: DumpText): void {
  skipTypeArguments(text, 1)
}
