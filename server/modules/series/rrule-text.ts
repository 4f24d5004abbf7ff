import { toInstant } from '#platform/time.ts'
import type { Frequency, NthWeekday, Rule } from './recurrence.ts'

const weekdayNames = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const frequencies: readonly Frequency[] = ['daily', 'weekly', 'monthly', 'yearly']
const longestText = 2000

export interface Unreadable {
  /** The part of the rule that is wrong, RRULE for the whole. */
  readonly part: string
  readonly code: 'invalid_rule' | 'not_supported' | 'twice' | 'count_and_until'
}

/** Where the rule stands: its local time and zone, which decide the last date when UNTIL is a moment. */
export interface RulePlace {
  readonly minute: number
  readonly zone: string
}

export const everyWeek: Rule = {
  frequency: 'weekly',
  interval: 1,
  weekdays: [],
  monthDays: [],
  months: [],
  positions: [],
  weekStart: 1,
  count: null,
  until: null,
}

/** Reads the value of an RRULE line (RFC 5545, 3.3.10). What a person cannot state in dates, such as BYHOUR or SECONDLY, is refused by name. */
export function parseRule(text: string, place: RulePlace): Rule | Unreadable {
  if (text.length > longestText) return { part: 'RRULE', code: 'invalid_rule' }
  const parts = new Map<string, string>()
  for (const piece of text
    .trim()
    .replace(/^RRULE:/i, '')
    .split(';')) {
    const [name = '', value = '', ...more] = piece.toUpperCase().split('=')
    if (name === '' || value === '' || more.length > 0) return { part: name || 'RRULE', code: 'invalid_rule' }
    if (parts.has(name)) return { part: name, code: 'twice' }
    parts.set(name, value)
  }
  const frequency = frequencies.find((each) => each.toUpperCase() === parts.get('FREQ'))
  if (!frequency) return { part: 'FREQ', code: parts.has('FREQ') ? 'not_supported' : 'invalid_rule' }
  if (parts.has('COUNT') && parts.has('UNTIL')) return { part: 'COUNT', code: 'count_and_until' }

  let rule: Rule = { ...everyWeek, frequency }
  for (const [name, value] of parts) {
    const read = readPart(name, value, place)
    if (read === undefined) return { part: name, code: known.has(name) ? 'invalid_rule' : 'not_supported' }
    rule = { ...rule, ...read }
  }
  return checkTogether(rule) ?? rule
}

const known = new Set(['FREQ', 'INTERVAL', 'COUNT', 'UNTIL', 'BYDAY', 'BYMONTHDAY', 'BYMONTH', 'BYSETPOS', 'WKST'])

function readPart(name: string, value: string, place: RulePlace): Partial<Rule> | undefined {
  switch (name) {
    case 'FREQ':
      return {}
    case 'INTERVAL':
      return given(readNumber(value, 1, 1000), (interval) => ({ interval }))
    case 'COUNT':
      return given(readNumber(value, 1, 1_000_000), (count) => ({ count }))
    case 'UNTIL':
      return given(readUntil(value, place), (until) => ({ until }))
    case 'BYDAY':
      return given(readList(value, readWeekday), (weekdays) => ({ weekdays }))
    case 'BYMONTHDAY':
      return given(
        readList(value, (each) => readSigned(each, 31)),
        (monthDays) => ({ monthDays }),
      )
    case 'BYMONTH':
      return given(
        readList(value, (each) => readNumber(each, 1, 12)),
        (months) => ({ months }),
      )
    case 'BYSETPOS':
      return given(
        readList(value, (each) => readSigned(each, 366)),
        (positions) => ({ positions }),
      )
    case 'WKST':
      return given(weekdayOf(value), (weekStart) => ({ weekStart }))
    default:
      return undefined
  }
}

function checkTogether({ frequency, weekdays, monthDays, positions }: Rule): Unreadable | undefined {
  const isCounted = weekdays.some(({ nth }) => nth !== 0)
  if (isCounted && (frequency === 'daily' || frequency === 'weekly')) return { part: 'BYDAY', code: 'invalid_rule' }
  if (frequency === 'weekly' && monthDays.length > 0) return { part: 'BYMONTHDAY', code: 'invalid_rule' }
  if (frequency === 'daily' && positions.length > 0) return { part: 'BYSETPOS', code: 'not_supported' }
  return undefined
}

function given<T>(value: T | undefined, make: (value: T) => Partial<Rule>): Partial<Rule> | undefined {
  return value === undefined ? undefined : make(value)
}

function readNumber(text: string, least: number, most: number): number | undefined {
  if (!/^\+?\d{1,9}$/.test(text)) return undefined
  const value = Number(text)
  return value >= least && value <= most ? value : undefined
}

function readSigned(text: string, most: number): number | undefined {
  const size = readNumber(text.replace(/^-/, ''), 1, most)
  return size === undefined ? undefined : text.startsWith('-') ? -size : size
}

function readList<T>(text: string, read: (each: string) => T | undefined): T[] | undefined {
  const values = text.split(',').map(read)
  return values.every((value) => value !== undefined) ? values : undefined
}

function weekdayOf(text: string): number | undefined {
  const index = weekdayNames.indexOf(text)
  return index < 0 ? undefined : index + 1
}

function readWeekday(text: string): NthWeekday | undefined {
  const [, number = '', name = ''] = /^([+-]?\d{1,2})?([A-Z]{2})$/.exec(text) ?? []
  const weekday = weekdayOf(name)
  const nth = number === '' ? 0 : readSigned(number.replace('+', ''), 53)
  return weekday === undefined || nth === undefined ? undefined : { nth, weekday }
}

const dateForm = /^(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})(\d{2})(Z?))?$/

/** The last local date: a moment counts only the dates that have begun by then. */
function readUntil(text: string, { minute, zone }: RulePlace): Temporal.PlainDate | undefined {
  const [, year, month, day, hour, minutes, second, utc] = dateForm.exec(text) ?? []
  if (year === undefined) return undefined
  try {
    const date = Temporal.PlainDate.from(`${year}-${month}-${day}`, { overflow: 'reject' })
    if (hour === undefined) return date
    const wall = date.toPlainDateTime(Temporal.PlainTime.from(`${hour}:${minutes}:${second}`))
    const end = wall.toZonedDateTime(utc === 'Z' ? 'UTC' : zone).toInstant()
    const local = end.toZonedDateTimeISO(zone).toPlainDate().add({ days: 1 })
    for (let back = 0; back < 4; back++) {
      const candidate = local.subtract({ days: back })
      if (Temporal.Instant.compare(toInstant(candidate, minute, zone), end) <= 0) return candidate
    }
    return undefined
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** The value of an RRULE line. UNTIL is a date, or, in a calendar whose lessons have times, the moment of the last one in UTC. */
export function printRule(rule: Rule, place?: RulePlace): string {
  const parts = [`FREQ=${rule.frequency.toUpperCase()}`]
  if (rule.interval !== 1) parts.push(`INTERVAL=${rule.interval}`)
  if (rule.months.length > 0) parts.push(`BYMONTH=${rule.months.join(',')}`)
  if (rule.monthDays.length > 0) parts.push(`BYMONTHDAY=${rule.monthDays.join(',')}`)
  if (rule.weekdays.length > 0) parts.push(`BYDAY=${rule.weekdays.map(printWeekday).join(',')}`)
  if (rule.positions.length > 0) parts.push(`BYSETPOS=${rule.positions.join(',')}`)
  if (rule.weekStart !== 1) parts.push(`WKST=${weekdayNames[rule.weekStart - 1]}`)
  if (rule.count !== null) parts.push(`COUNT=${rule.count}`)
  if (rule.until !== null) parts.push(`UNTIL=${printUntil(rule.until, place)}`)
  return parts.join(';')
}

function printWeekday({ nth, weekday }: NthWeekday): string {
  return `${nth === 0 ? '' : nth}${weekdayNames[weekday - 1]}`
}

function printUntil(until: Temporal.PlainDate, place: RulePlace | undefined): string {
  if (!place) return until.toString().replaceAll('-', '')
  const end = toInstant(until, place.minute, place.zone)
  return end.toString({ smallestUnit: 'second' }).replaceAll(/[-:]/g, '')
}
