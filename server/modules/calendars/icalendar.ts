/** One line of iCalendar before folding: its name with parameters, and its value as it stands in the file. */
export type ContentLine = string

const longestLine = 75
const encoder = new TextEncoder()

/** TEXT (RFC 5545, 3.3.11): what would end the value or the line is escaped, what no calendar can hold is left out. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replaceAll('\t', ' ')
    .replace(/[^\P{Cc}\n]/gu, '')
    .replace(/[\\;,]/g, (special) => `\\${special}`)
    .replaceAll('\n', '\\n')
}

/** A parameter's value, always quoted; a quote or a line's end inside is written as RFC 6868 says. */
export function quoteParameter(text: string): string {
  const inside = text
    .toWellFormed()
    .replaceAll('^', '^^')
    .replaceAll('"', "^'")
    .replace(/\r\n?|\n/g, '^n')
    .replace(/\p{Cc}/gu, '')
  return `"${inside}"`
}

export function textLine(name: string, text: string): ContentLine {
  return `${name}:${escapeText(text)}`
}

/** Lines as a file: folded so that none is longer than 75 octets, and no letter is cut in two. */
export function foldLines(lines: readonly ContentLine[]): string {
  let file = ''
  for (const line of lines) file += (line.length * 3 <= longestLine ? line : foldLine(line)) + '\r\n'
  return file
}

function foldLine(line: ContentLine): string {
  if (encoder.encode(line).length <= longestLine) return line
  const parts: string[] = []
  let part = ''
  let octets = 0
  for (const letter of line) {
    const size = octetsOf(letter.codePointAt(0)!)
    if (octets + size > longestLine) {
      parts.push(part)
      part = ''
      octets = 1 // the space that begins a continued line
    }
    part += letter
    octets += size
  }
  return [...parts, part].join('\r\n ')
}

function octetsOf(codePoint: number): number {
  if (codePoint < 0x80) return 1
  if (codePoint < 0x800) return 2
  return codePoint < 0x10000 ? 3 : 4
}

/** 20261116T020000Z */
export function utcTime(at: Temporal.Instant): string {
  return at.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')
}

/** 20261116T090000, as a wall clock shows it. */
export function wallTime(at: Temporal.PlainDateTime): string {
  return at.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')
}

/**
 * A moment in a zone. A wall time that exists twice means the first of the two (RFC 5545, 3.3.5), but readers differ in it, so both of such
 * moments stand in UTC.
 */
export function timeLine(name: string, at: Temporal.Instant, zone: string): ContentLine {
  if (zone === 'UTC') return `${name}:${utcTime(at)}`
  const wall = at.toZonedDateTimeISO(zone).toPlainDateTime()
  const [first, last] = (['earlier', 'later'] as const).map((disambiguation) =>
    wall.toZonedDateTime(zone, { disambiguation }),
  )
  return first!.equals(last!) ? `${name};TZID=${zone}:${wallTime(wall)}` : `${name}:${utcTime(at)}`
}
