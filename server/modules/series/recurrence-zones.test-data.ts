import { createRequire } from 'node:module'
import type * as rrule from 'rrule'
import { RRuleTemporal } from 'rrule-temporal'
import { expand } from './recurrence.ts'
import { parseRule } from './rrule-text.ts'

// Its own types name a file that Node does not read; the CommonJS file is the one that works in both.
const { RRule } = createRequire(import.meta.url)('rrule') as typeof rrule

/** One rule at one clock change: the rule's text, where it starts, and the local time that the change touches. */
export interface ZoneCase {
  readonly zone: string
  readonly shape: string
  readonly text: string
  readonly startsOn: Temporal.PlainDate
  readonly minute: number
}

export interface ClockChange {
  readonly zone: string
  readonly date: Temporal.PlainDate
  /** In the middle of what is skipped or repeated. */
  readonly minute: number
}

/** Every change of a zone's clock in these years, with the local time in the middle of the gap or of the hour that comes twice. */
export function changesOf(zone: string, fromYear: number, toYear: number): ClockChange[] {
  const changes: ClockChange[] = []
  let at = Temporal.PlainDate.from({ year: fromYear, month: 1, day: 1 }).toZonedDateTime(zone)
  const end = Temporal.PlainDate.from({ year: toYear + 1, month: 1, day: 1 }).toZonedDateTime(zone)
  for (;;) {
    const next = at.getTimeZoneTransition('next')
    if (!next || Temporal.ZonedDateTime.compare(next, end) >= 0) return changes
    const before = next.subtract({ nanoseconds: 1 })
    const shift = Math.round((next.offsetNanoseconds - before.offsetNanoseconds) / 60e9)
    if (shift !== 0) {
      const start = before.toPlainDateTime().round('minute')
      const middle =
        shift > 0 ? start.add({ minutes: shift >> 1 }) : start.add({ minutes: shift }).add({ minutes: -shift >> 1 })
      changes.push({ zone, date: middle.toPlainDate(), minute: middle.hour * 60 + middle.minute })
    }
    at = next
  }
}

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']

/** Six rules that all have the date of the change among their dates, and some before and behind it. */
export function casesAt({ zone, date, minute }: ClockChange): ZoneCase[] {
  const byDay = weekdays[date.dayOfWeek - 1]!
  const nth = Math.ceil(date.day / 7)
  const add = (shape: string, text: string, startsOn: Temporal.PlainDate) => ({ zone, shape, text, startsOn, minute })
  const month = date.with({ day: 1 })
  return [
    add('every day', 'FREQ=DAILY;COUNT=7', date.subtract({ days: 3 })),
    add('every week', `FREQ=WEEKLY;BYDAY=${byDay};COUNT=4`, date.subtract({ weeks: 2 })),
    add('every second week', `FREQ=WEEKLY;INTERVAL=2;BYDAY=${byDay};COUNT=4`, date.subtract({ weeks: 4 })),
    add('a day of the month', `FREQ=MONTHLY;BYMONTHDAY=${date.day};COUNT=3`, month.subtract({ months: 2 })),
    add('a weekday of the month', `FREQ=MONTHLY;BYDAY=${nth}${byDay};COUNT=3`, month.subtract({ months: 2 })),
    add(
      'a day of the year',
      `FREQ=YEARLY;BYMONTH=${date.month};BYMONTHDAY=${date.day};COUNT=3`,
      date.subtract({ years: 1 }),
    ),
  ]
}

/** Epoch milliseconds of all the dates, by our engine. */
export function ours({ zone, text, startsOn, minute }: ZoneCase): number[] {
  const rule = parseRule(text, { zone, minute })
  if ('part' in rule) throw new Error(`${text}: ${rule.part} ${rule.code}`)
  const { starts } = expand(
    { startsOn, minute, zone, rule, without: [], extra: [] },
    { last: startsOn.add({ years: 30 }) },
  )
  return Array.from(new Set(starts), (start) => start * 60_000)
}

/** The plain truth: each calendar date asked in turn, and each local time turned into an instant by Temporal. */
export function plainTruth({ zone, text, startsOn, minute }: ZoneCase): number[] {
  const parts = new Map(text.split(';').map((part) => part.split('=') as [string, string]))
  const count = Number(parts.get('COUNT'))
  const time = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60)
  const instants: number[] = []
  const isWanted = wantedBy(parts, startsOn)
  for (let date = startsOn, found = 0; found < count; date = date.add({ days: 1 })) {
    if (startsOn.until(date).days > 15_000) break
    if (!isWanted(date)) continue
    found++
    const { epochMilliseconds } = date.toZonedDateTime({ timeZone: zone, plainTime: time })
    if (instants.at(-1) !== epochMilliseconds) instants.push(epochMilliseconds)
  }
  return instants
}

function wantedBy(
  parts: ReadonlyMap<string, string>,
  startsOn: Temporal.PlainDate,
): (date: Temporal.PlainDate) => boolean {
  const interval = Number(parts.get('INTERVAL') ?? 1)
  const monday = startsOn.subtract({ days: startsOn.dayOfWeek - 1 })
  const [, nth = '', name = ''] = /^(\d?)(\w\w)$/.exec(parts.get('BYDAY') ?? '') ?? []
  return (date) => {
    if (parts.has('BYMONTH') && date.month !== Number(parts.get('BYMONTH'))) return false
    if (parts.has('BYMONTHDAY') && date.day !== Number(parts.get('BYMONTHDAY'))) return false
    if (name !== '' && date.dayOfWeek !== weekdays.indexOf(name) + 1) return false
    if (nth !== '' && Math.ceil(date.day / 7) !== Number(nth)) return false
    return parts.get('FREQ') !== 'WEEKLY' || Math.floor(monday.until(date).days / 7) % interval === 0
  }
}

/** How the libraries answer the same; each as its documentation says a local time in a zone is written. */
export const libraries: Readonly<Record<string, (asked: ZoneCase) => number[]>> = {
  'rrule-temporal': (asked) =>
    new RRuleTemporal({ rruleString: `${startLine(asked)}\nRRULE:${asked.text}` })
      .all()
      .map(({ epochMilliseconds }) => epochMilliseconds),
  rrule: (asked) =>
    RRule.fromString(`${startLine(asked)}\nRRULE:${asked.text}`)
      .all()
      .map((date) => date.getTime()),
}

function startLine({ zone, startsOn, minute }: ZoneCase): string {
  const time = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60)
  return `DTSTART;TZID=${zone}:${startsOn.toString().replaceAll('-', '')}T${time.toString({ smallestUnit: 'second' }).replaceAll(':', '')}`
}

export type Mistake = 'left out' | 'moved' | 'refused' | 'too many'

/** What is wrong with an answer, beginning with the worst; null when it is the truth. */
export function mistakeOf(answer: () => readonly number[], truth: readonly number[]): Mistake | null {
  let given: readonly number[]
  try {
    given = answer()
  } catch {
    return 'refused'
  }
  if (given.length === truth.length && given.every((each, i) => each === truth[i])) return null
  const right = new Set(truth)
  if (given.length < truth.length || truth.some((each) => !given.some((other) => Math.abs(each - other) <= 86_400_000)))
    return 'left out'
  return given.every((each) => right.has(each)) ? 'too many' : 'moved'
}

export function describeCase({ zone, text, startsOn, minute }: ZoneCase): string {
  return `${zone} ${text} from ${startsOn.toString()} at ${Math.floor(minute / 60)}:${String(minute % 60).padStart(2, '0')}`
}
