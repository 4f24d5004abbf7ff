import { epochMinute, localMinute, toStarts, zoneOffsets } from '#platform/time.ts'

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

const secondsPerDay = 86_400
const epoch = Temporal.PlainDate.from('1970-01-01')
const dayTexts = new Map<number, string>()
const mostDayTexts = 5000

// A calendar of ten thousand lessons says forty thousand times, but few days.
function dayText(day: number): string {
  const known = dayTexts.get(day)
  if (known !== undefined) return known
  if (dayTexts.size >= mostDayTexts) dayTexts.clear()
  const text = epoch.add({ days: day }).toString().replaceAll('-', '')
  dayTexts.set(day, text)
  return text
}

const two = (part: number) => (part < 10 ? `0${part}` : String(part))

/** Seconds since 1970 on any clock as 20261116T090000. */
function timeText(seconds: number): string {
  const day = Math.floor(seconds / secondsPerDay)
  const rest = seconds - day * secondsPerDay
  return `${dayText(day)}T${two(Math.floor(rest / 3600))}${two(Math.floor(rest / 60) % 60)}${two(rest % 60)}`
}

/** 20261116T020000Z */
export function utcTime(at: Temporal.Instant): string {
  return `${timeText(Math.floor(at.epochMilliseconds / 1000))}Z`
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
  const { epochMilliseconds } = at
  const minute = epochMinute(at)
  const offsets = zoneOffsets(zone, epochMilliseconds, epochMilliseconds)
  const local = localMinute(minute, offsets)
  const [first, later] = [Int32Array.of(local), Int32Array.of(local)]
  toStarts(first, offsets)
  toStarts(later, offsets, 'later')
  if (first[0] !== later[0]) return `${name}:${utcTime(at)}`
  return `${name};TZID=${zone}:${timeText(Math.floor(epochMilliseconds / 1000) + (local - minute) * 60)}`
}
