import { closeSync, fstatSync, readSync } from 'node:fs'
import { isUtf8 } from 'node:buffer'
import { openFile } from './dump-file.ts'
import { UnreadableDatabase } from './old-database.ts'
import type { MessageKey } from './old-database.ts'

export type TokenKind = 'word' | 'name' | 'string' | 'number' | 'mark' | 'command' | 'end'
export type Token = { kind: TokenKind; text: string; line: number; offset: number }

const chunkSize = 1 << 20
const largestValue = 1 << 28

const word = /[A-Za-z_\x80-\xff][A-Za-z0-9_$\x80-\xff]*/y
const number = /(?:0[xX][0-9a-fA-F]+|(?:\d[\d_]*\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)/y
const dollarQuote = /\$(?:[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*)?\$/y

/**
 * A window that slides over the file. The window is Latin-1, one character for one byte: offsets are then exact and
 * all syntax is ASCII; values are decoded as UTF-8 when they are taken out.
 */
export class DumpText {
  line: number
  backslashEscapes = false
  sawHead = false
  sawFoot = false
  readonly size: number
  readonly #file: number
  readonly #decoder = new TextDecoder('utf-8', { fatal: true })
  #window = ''
  #at = 0
  #windowStart: number
  #next: number
  #ended = false
  #peeked: Token | undefined

  constructor(path: string, from = 0, line = 1) {
    this.#file = openFile(path)
    this.size = fstatSync(this.#file).size
    this.#windowStart = from
    this.#next = from
    this.line = line
    if (from === 0) this.#readStart()
  }

  get offset(): number {
    return this.#peeked?.offset ?? this.#windowStart + this.#at
  }

  close(): void {
    closeSync(this.#file)
  }

  fail(reason: MessageKey, args: Record<string, string | number> = {}, line = this.line): never {
    throw new UnreadableDatabase(reason, { line, ...args })
  }

  peek(): Token {
    this.#peeked ??= this.#readToken()
    return this.#peeked
  }

  take(): Token {
    const token = this.peek()
    this.#peeked = undefined
    return token
  }

  /** Takes the next token when it is this word or mark. */
  takeIf(text: string): boolean {
    const token = this.peek()
    const matches = (token.kind === 'word' || token.kind === 'mark') && token.text === text
    if (matches) this.#peeked = undefined
    return matches
  }

  expect(text: string): void {
    if (this.takeIf(text)) return
    const token = this.peek()
    if (token.kind === 'end') this.fail('transfer.cut_short', {}, token.line)
    this.fail('transfer.unexpected', { expected: text, found: token.text }, token.line)
  }

  /** The rest of the line as it stands, still escaped; undefined at the end of the file. */
  takeLine(): string | undefined {
    for (;;) {
      const end = this.#window.indexOf('\n', this.#at)
      if (end >= 0) {
        const line = this.#window.slice(this.#at, end)
        this.#at = end + 1
        this.line++
        return line.endsWith('\r') ? line.slice(0, -1) : line
      }
      if (this.#fill()) continue
      if (this.#at === this.#window.length) return undefined
      const last = this.#window.slice(this.#at)
      this.#at = this.#window.length
      return last.endsWith('\r') ? last.slice(0, -1) : last
    }
  }

  #readStart(): void {
    this.#fill()
    if (this.#window.startsWith('\xef\xbb\xbf')) this.#at = 3
    if (this.#window.startsWith('PGDMP')) this.fail('transfer.custom_format')
    if (this.#window.startsWith('\x1f\x8b') || this.#window.startsWith('PK\x03\x04')) this.fail('transfer.compressed')
    this.#checkText(Buffer.from(this.#window, 'latin1'))
  }

  #fill(): boolean {
    if (this.#ended) return false
    const rest = this.#window.slice(this.#at)
    if (rest.length > largestValue) this.fail('transfer.value_too_large')
    const chunk = Buffer.allocUnsafe(Math.max(chunkSize, rest.length))
    const length = readSync(this.#file, chunk, 0, chunk.length, this.#next)
    const read = chunk.subarray(0, length)
    const first = this.#next === 0
    this.#next += length
    this.#ended = length === 0
    this.#windowStart += this.#at
    this.#at = 0
    this.#window = rest + read.toString('latin1')
    if (!first) this.#checkText(read, rest)
    return length > 0
  }

  #checkText(read: Buffer, before = ''): void {
    try {
      this.#decoder.decode(read, { stream: read.length > 0 })
      const nul = read.indexOf(0)
      if (nul >= 0) this.fail('transfer.not_utf8', {}, this.line + countLines(before) + countLines(read, nul))
    } catch (error) {
      if (error instanceof UnreadableDatabase) throw error
      const lines = read.toString('latin1').split('\n')
      const bad = lines.findIndex((line) => !isUtf8(Buffer.from(line, 'latin1')))
      this.fail('transfer.not_utf8', {}, this.line + countLines(before) + Math.max(bad, 0))
    }
  }

  #move(to: number): void {
    for (let i = this.#window.indexOf('\n', this.#at); i >= 0 && i < to; i = this.#window.indexOf('\n', i + 1))
      this.line++
    this.#at = to
  }

  #skipBlank(): void {
    for (;;) {
      if (this.#window.length - this.#at < 2) this.#fill()
      const char = this.#window.charCodeAt(this.#at)
      if (char === 32 || (char >= 9 && char <= 13)) this.#move(this.#at + 1)
      else if (this.#window.startsWith('--', this.#at)) this.#noteComment(this.takeLine() ?? '')
      else if (this.#window.startsWith('/*', this.#at)) this.#skipComment()
      else return
    }
  }

  #noteComment(comment: string): void {
    if (/^-- PostgreSQL database (cluster )?dump$/.test(comment)) this.sawHead = true
    if (/^-- PostgreSQL database (cluster )?dump complete$/.test(comment)) this.sawFoot = true
  }

  #skipComment(): void {
    const start = this.line
    let depth = 0
    do {
      if (this.#window.length - this.#at < 2 && !this.#fill()) this.fail('transfer.unclosed_comment', {}, start)
      if (this.#window.startsWith('/*', this.#at)) [depth, this.#at] = [depth + 1, this.#at + 2]
      else if (this.#window.startsWith('*/', this.#at)) [depth, this.#at] = [depth - 1, this.#at + 2]
      else this.#move(this.#at + 1)
    } while (depth > 0)
  }

  #readToken(): Token {
    this.#skipBlank()
    const line = this.line
    const offset = this.#windowStart + this.#at
    if (this.#at >= this.#window.length && !this.#fill()) return { kind: 'end', text: '', line, offset }
    const char = this.#window.charAt(this.#at)
    if (char === "'") return { kind: 'string', text: this.#takeQuoted("'", 1, this.backslashEscapes), line, offset }
    if (char === '"') return { kind: 'name', text: this.#takeQuoted('"', 1, false), line, offset }
    if (char === '$' && this.#match(dollarQuote))
      return { kind: 'string', text: this.#takeDollarQuoted(), line, offset }
    if (char === '\\') return { kind: 'command', text: this.takeLine() ?? '', line, offset }
    const prefix = this.#match(/[eEnNbBxX]'/y)
    if (prefix) {
      const escaped = prefix.startsWith('e') || prefix.startsWith('E')
      return { kind: 'string', text: this.#takeQuoted("'", 2, escaped || this.backslashEscapes), line, offset }
    }
    const digits = /[\d.]/.test(char) ? this.#match(number) : undefined
    if (digits) return this.#taken('number', digits, line, offset)
    const letters = this.#match(word)
    if (letters) return this.#taken('word', letters.toLowerCase(), line, offset)
    return this.#taken('mark', this.#match(/::|./y) ?? char, line, offset)
  }

  #taken(kind: TokenKind, text: string, line: number, offset: number): Token {
    this.#at += text.length
    return { kind, text: kind === 'word' ? decode(text) : text, line, offset }
  }

  #match(pattern: RegExp): string | undefined {
    for (;;) {
      pattern.lastIndex = this.#at
      const found = pattern.exec(this.#window)?.[0]
      const touchesEnd = this.#at + (found?.length ?? 0) + 64 > this.#window.length
      if (!touchesEnd || !this.#fill()) return found
    }
  }

  #takeQuoted(quote: string, prefix: number, escapes: boolean): string {
    const line = this.line
    let from = this.#at + prefix
    for (;;) {
      const end = escapes ? endOfEscaped(this.#window, from) : endOfQuoted(this.#window, from, quote)
      if (end >= 0 && (end + 1 < this.#window.length || this.#ended)) {
        const raw = this.#window.slice(this.#at + prefix, end)
        this.#move(end + 1)
        return decode(escapes ? unescape(raw) : raw.replaceAll(quote + quote, quote))
      }
      if (!this.#fill() && !this.#ended) this.fail('transfer.unclosed_quote', {}, line)
      if (this.#ended && end < 0) this.fail('transfer.unclosed_quote', {}, line)
      from = this.#at + prefix
    }
  }

  #takeDollarQuoted(): string {
    const line = this.line
    const tag = this.#match(dollarQuote) ?? '$$'
    for (;;) {
      const end = this.#window.indexOf(tag, this.#at + tag.length)
      if (end >= 0) {
        const body = this.#window.slice(this.#at + tag.length, end)
        this.#move(end + tag.length)
        return decode(body)
      }
      if (!this.#fill()) this.fail('transfer.unclosed_quote', {}, line)
    }
  }
}

function endOfQuoted(text: string, from: number, quote: string): number {
  for (let i = text.indexOf(quote, from); i >= 0; i = text.indexOf(quote, i + 2)) {
    if (text.charAt(i + 1) !== quote) return i
  }
  return -1
}

function endOfEscaped(text: string, from: number): number {
  for (let i = from; i < text.length; i++) {
    const char = text.charAt(i)
    if (char === '\\') i++
    else if (char === "'" && text.charAt(i + 1) === "'") i++
    else if (char === "'") return i
  }
  return -1
}

const singleEscapes: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v' }

function unescape(raw: string): string {
  const escape = /''|\\(x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[\s\S])/g
  return raw.replace(escape, (_, escaped?: string) => (escaped === undefined ? "'" : escapedCharacter(escaped)))
}

/** One field of a COPY line: `\N` is null. */
export function decodeField(raw: string): string | null {
  if (raw === '\\N') return null
  if (!raw.includes('\\')) return decode(raw)
  const escape = /\\(x[0-9a-fA-F]{1,2}|[0-7]{1,3}|[\s\S])/g
  return decode(raw.replace(escape, (_, escaped: string) => escapedCharacter(escaped)))
}

function escapedCharacter(escaped: string): string {
  const digits = escaped.slice(1)
  if (/^[0-7]/.test(escaped)) return String.fromCharCode(parseInt(escaped, 8) & 255)
  if (digits === '') return singleEscapes[escaped] ?? escaped
  if (escaped.startsWith('x')) return String.fromCharCode(parseInt(digits, 16))
  return Buffer.from(String.fromCodePoint(parseInt(digits, 16))).toString('latin1')
}

function decode(raw: string): string {
  return /[\x80-\xff]/.test(raw) ? Buffer.from(raw, 'latin1').toString('utf8') : raw
}

function countLines(text: string | Buffer, until = text.length): number {
  let lines = 0
  for (let i = text.indexOf('\n'); i >= 0 && i < until; i = text.indexOf('\n', i + 1)) lines++
  return lines
}
