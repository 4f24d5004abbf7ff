/** One property of a foreign calendar. */
export interface Property {
  readonly name: string
  readonly parameters: ReadonlyMap<string, string>
  readonly value: string
}

/** A part of a foreign calendar with the properties that matter here; parts inside it, such as the observances of a zone. */
export interface Component {
  readonly name: string
  readonly properties: readonly Property[]
  readonly inside: readonly Component[]
}

export type Unreadable = 'not_a_calendar' | 'broken' | 'too_many_events'

/** A foreign calendar that cannot be used; `kind` is for the teacher whose it is. */
export class OutsideUnreadable extends Error {
  readonly kind: Unreadable

  constructor(kind: Unreadable, options?: { cause: unknown }) {
    super(`The calendar cannot be read: ${kind}.`, options)
    this.kind = kind
  }
}

const wanted = new Set(
  'BEGIN END UID DTSTART DTEND DURATION RRULE RDATE EXDATE RECURRENCE-ID STATUS TRANSP TZID TZOFFSETFROM TZOFFSETTO'.split(
    ' ',
  ),
)
  .add('X-WR-TIMEZONE')
  .add('X-MICROSOFT-CDO-BUSYSTATUS')

const deepest = 8
const longestValue = 20_000
const longestHead = 1000
const mostComponents = 60_000
const linesAtOnce = 5000

/** The text of a file that begins like a calendar; nothing else is looked at further. */
export function decodeCalendar(bytes: Uint8Array): string {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 300)).replace(/^\u00ef\u00bb\u00bf/, '')
  if (!/^\s*BEGIN:VCALENDAR\s*[\r\n]/i.test(head)) throw new OutsideUnreadable('not_a_calendar')
  return new TextDecoder().decode(bytes)
}

/** Takes a file apart into its components. What stands for days, times and rules is kept, all that says what they are is passed over. */
export async function readComponents(text: string, breathe: () => Promise<unknown>): Promise<Component[]> {
  const roots: Component[] = []
  const open: { name: string; properties: Property[]; inside: Component[] }[] = []
  let count = 0
  let lines = 0
  for (const line of unfold(text)) {
    if (++lines % linesAtOnce === 0) await breathe()
    if (line.name === 'BEGIN') {
      if (open.length === deepest) throw new OutsideUnreadable('broken')
      if (++count > mostComponents) throw new OutsideUnreadable('too_many_events')
      open.push({ name: line.value.trim().toUpperCase(), properties: [], inside: [] })
    } else if (line.name === 'END') {
      const closed = open.pop()
      if (closed?.name !== line.value.trim().toUpperCase()) throw new OutsideUnreadable('broken')
      ;(open.at(-1)?.inside ?? roots).push(closed)
    } else open.at(-1)?.properties.push(line)
  }
  if (open.length > 0 || roots.length === 0) throw new OutsideUnreadable('broken')
  return roots
}

// A line that goes on begins with a space. Long texts are passed over piece by piece and never put together.
function* unfold(text: string): Generator<Property> {
  let line = ''
  let isWanted = false
  let at = 0
  while (at < text.length) {
    const found = text.indexOf('\n', at)
    const end = found < 0 ? text.length : found
    const isContinued = text[at] === ' ' || text[at] === '\t'
    const piece = text.slice(isContinued ? at + 1 : at, text[end - 1] === '\r' ? end - 1 : end)
    at = end + 1
    if (isContinued) {
      if (isWanted) line += piece
      if (line.length > longestValue) throw new OutsideUnreadable('broken')
      continue
    }
    if (isWanted) yield* readLine(line)
    isWanted = wanted.has(piece.slice(0, nameEnd(piece)).toUpperCase())
    line = piece
    if (isWanted && line.length > longestValue) throw new OutsideUnreadable('broken')
  }
  if (isWanted) yield* readLine(line)
}

function nameEnd(line: string): number {
  for (let i = 0; i < Math.min(line.length, 40); i++) if (line[i] === ':' || line[i] === ';') return i
  return line.length
}

function* readLine(line: string): Generator<Property> {
  const end = nameEnd(line)
  const parameters = new Map<string, string>()
  let isQuoted = false
  let from = end + 1
  for (let i = end; i < line.length && i < longestHead; i++) {
    const letter = line[i]
    if (letter === '"') isQuoted = !isQuoted
    if (isQuoted || (letter !== ':' && letter !== ';')) continue
    if (i > end) addParameter(parameters, line.slice(from, i))
    from = i + 1
    if (letter === ':') {
      yield { name: line.slice(0, end).toUpperCase(), parameters, value: line.slice(i + 1) }
      return
    }
  }
}

function addParameter(parameters: Map<string, string>, text: string): void {
  const equals = text.indexOf('=')
  if (equals > 0) parameters.set(text.slice(0, equals).toUpperCase(), text.slice(equals + 1).replaceAll('"', ''))
}
