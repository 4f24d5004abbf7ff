import type { DumpText } from './dump-text.ts'
import type { DumpColumn } from './dump-catalogue.ts'

const typedLiterals = new Set(['date', 'time', 'timestamp', 'timestamptz', 'interval', 'uuid', 'json', 'jsonb', 'text'])

/** A constant of an INSERT as the text that PostgreSQL would show for it; anything to be computed is refused. */
export function readLiteral(text: DumpText, column?: DumpColumn): string | null {
  const value = readConstant(text, column)
  while (text.takeIf('::')) skipType(text)
  return value
}

function readConstant(text: DumpText, column: DumpColumn | undefined): string | null {
  const token = text.take()
  if (token.kind === 'end') text.fail('transfer.cut_short', {}, token.line)
  if (token.kind === 'string' || token.kind === 'number') return token.text
  if (token.kind === 'mark') {
    if (token.text === '-') return `-${readConstant(text, column)}`
    if (token.text === '+') return readConstant(text, column)
    if (token.text === '(') {
      const inner = readLiteral(text, column)
      text.expect(')')
      return inner
    }
  }
  if (token.kind === 'word') {
    if (token.text === 'null') return null
    if (token.text === 'true' || token.text === 'false') return token.text
    if (token.text === 'array') return readArray(text)
    if (token.text === 'default' && column?.constantDefault !== undefined) return column.constantDefault
    if (token.text === 'cast') return readCast(text)
    if (typedLiterals.has(token.text)) return readTyped(text)
  }
  return text.fail('transfer.not_a_constant', { found: token.text.slice(0, 40) }, token.line)
}

function readTyped(text: DumpText): string | null {
  for (const word of ['with', 'without', 'time', 'zone']) text.takeIf(word)
  const token = text.take()
  if (token.kind === 'string') return token.text
  return text.fail('transfer.not_a_constant', { found: token.text.slice(0, 40) }, token.line)
}

function readCast(text: DumpText): string | null {
  text.expect('(')
  const value = readLiteral(text)
  text.expect('as')
  skipType(text)
  text.expect(')')
  return value
}

function readArray(text: DumpText): string {
  text.expect('[')
  const items: string[] = []
  if (!text.takeIf(']')) {
    do items.push(text.takeIf('[') ? readNested(text) : quoteItem(readItem(text)))
    while (text.takeIf(','))
    text.expect(']')
  }
  return `{${items.join(',')}}`
}

function readNested(text: DumpText): string {
  const items: string[] = []
  do items.push(text.takeIf('[') ? readNested(text) : quoteItem(readItem(text)))
  while (text.takeIf(','))
  text.expect(']')
  return `{${items.join(',')}}`
}

function readItem(text: DumpText): string | null {
  return readLiteral(text)
}

function quoteItem(item: string | null): string {
  if (item === null) return 'NULL'
  const plain = /^[^\s"\\{},]+$/.test(item) && item.toLowerCase() !== 'null'
  return plain ? item : `"${item.replaceAll(/["\\]/g, '\\$&')}"`
}

/** `timestamp(6) with time zone`, `pg_catalog.varchar(20)[]`, `double precision`. */
export function skipType(text: DumpText): string {
  let type = text.take().text
  while (text.takeIf('.')) type = text.take().text
  for (const second of ['precision', 'varying']) if (text.takeIf(second)) type += ` ${second}`
  if (text.takeIf('(')) skipTypeArguments(text, 1)
  if (text.takeIf('with')) type += ' with'
  else if (text.takeIf('without')) type += ' without'
  if (/ with(out)?$/.test(type)) {
    text.expect('time')
    text.expect('zone')
    type += ' time zone'
  }
  while (text.takeIf('[')) {
    if (!text.takeIf(']')) {
      text.take()
      text.expect(']')
    }
    type += '[]'
  }
  return type
}

/** Skips to the parenthesis that closes the `depth` which are open. */
export function skipTypeArguments(text: DumpText, depth: number): void {
  const start = text.line
  for (let open = depth; open > 0;) {
    const token = text.take()
    if (token.kind === 'end') text.fail('transfer.cut_short', {}, start)
    if (token.kind !== 'mark') continue
    if (token.text === '(') open++
    if (token.text === ')') open--
    if (token.text === ';') text.fail('transfer.unbalanced', {}, token.line)
  }
}
