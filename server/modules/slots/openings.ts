import { epochDay, epochMinute, epochMinuteFrom, isoWeekday, minutesPerDay } from '#platform/time.ts'
import { localMinute, toEdges, zoneOffsets } from '#platform/time.ts'
import { clipRanges, joinRanges, noRanges, packRanges, pushRange, type Ranges, subtractRanges } from './ranges.ts'

/** Which lessons hours are meant for; left out where any is. */
export interface Purpose {
  readonly format?: 'in_person' | 'online'
  readonly locationId?: string
}

/** How and where a lesson is held: null is nowhere in particular, and where a part is left out hours for any count. */
export interface Venue {
  readonly format?: 'in_person' | 'online'
  readonly locationId?: string | null
}

/** Hours of one weekday. Hours past midnight are two rules; 24:00 is minute 1440. Both dates of validity are included. */
export interface WeeklyRule extends Purpose {
  readonly weekday: number
  readonly fromMinute: number
  readonly toMinute: number
  readonly validFrom?: Temporal.PlainDate
  readonly validTo?: Temporal.PlainDate
}

/** Hours added to the weekly ones, or time off. Time off wins where the two meet. */
export interface DatedException extends Purpose {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly available: boolean
  readonly reason?: string
}

/** A teacher or a resource that a lesson could take. `busy` is what is reserved already, buffers included, sorted by start. */
export interface Candidate {
  readonly id: string
  readonly zone: string
  readonly rules: readonly WeeklyRule[]
  readonly exceptions: readonly DatedException[]
  readonly busy: Ranges
  /** The epoch minute past which no lesson lasts: somebody leaves, a paper expires. */
  readonly until?: number
  /** What ends then. */
  readonly untilLabel?: string
}

/** Without any weekly rule a teacher is never available and a resource always. */
export type CandidateKind = 'teacher' | 'resource'

/** When the candidate is there, whatever is reserved already: weekly and added hours without time off. */
export function openings(
  candidate: Candidate,
  from: Temporal.Instant,
  to: Temporal.Instant,
  kind: CandidateKind = 'teacher',
): Ranges {
  const [start, end] = [epochMinuteFrom(from), epochMinute(to)]
  return subtractRanges(openHours(candidate, kind, start, end), timeOff(candidate))
}

/** The candidate with only the hours and exceptions that are meant for such a lesson. */
export function atVenue<C extends Candidate>(candidate: C, { format, locationId }: Venue): C {
  const isMeant = (purpose: Purpose) =>
    (purpose.format === undefined || format === undefined || purpose.format === format) &&
    (purpose.locationId === undefined || locationId === undefined || purpose.locationId === locationId)
  const { rules, exceptions } = candidate
  if (rules.every(isMeant) && exceptions.every(isMeant)) return candidate
  // Somebody whose hours are all for other lessons is never there; without any rule a resource would always be.
  const meant = rules.filter(isMeant)
  const never = rules.length > 0 && meant.length === 0 ? [neverOpen] : meant
  return { ...candidate, rules: never, exceptions: exceptions.filter(isMeant) }
}

const neverOpen: WeeklyRule = { weekday: 1, fromMinute: 0, toMinute: 0 }

/** Weekly and added hours between two epoch minutes. */
export function openHours(candidate: Candidate, kind: CandidateKind, from: number, to: number): Ranges {
  if (from >= to) return noRanges
  if (kind === 'resource' && candidate.rules.length === 0) return Int32Array.of(from, to)

  const weekly = weeklyHours(candidate, from, to)
  const added = addedHours(candidate)
  return added.length === 0 ? weekly : clipRanges(joinRanges(weekly, added), from, to)
}

function addedHours({ exceptions }: Candidate): Ranges {
  if (!exceptions.some(({ available }) => available)) return noRanges
  const added = exceptions.filter(({ available }) => available)
  return packRanges(added.map(({ from, to }) => [epochMinuteFrom(from), epochMinute(to)]))
}

export function timeOff({ exceptions }: Candidate): Ranges {
  if (exceptions.every(({ available }) => available)) return noRanges
  const off = exceptions.filter(({ available }) => !available)
  return packRanges(off.map(({ from, to }) => [epochMinute(from), epochMinuteFrom(to)]))
}

interface Hours {
  readonly from: number
  readonly to: number
  readonly firstDay: number
  readonly lastDay: number
}

function weeklyHours({ rules, zone }: Candidate, from: number, to: number): Ranges {
  const offsets = zoneOffsets(zone, from * 60_000, to * 60_000)
  const hoursOf = hoursByWeekday(rules)

  // A day more on both sides, because a clock change can carry an hour over midnight.
  const firstDay = Math.floor(localMinute(from, offsets) / minutesPerDay) - 1
  const lastDay = Math.floor(localMinute(to, offsets) / minutesPerDay) + 1
  const local = new Int32Array((lastDay - firstDay + 1) * rules.length * 2)
  let size = 0
  for (let day = firstDay, weekday = isoWeekday(day); day <= lastDay; day++, weekday = (weekday % 7) + 1) {
    for (const hours of hoursOf[weekday]!) {
      if (day < hours.firstDay || day > hours.lastDay) continue
      size = pushRange(local, size, day * minutesPerDay + hours.from, day * minutesPerDay + hours.to)
    }
  }
  const ranges = local.subarray(0, size)
  toEdges(ranges, offsets)
  return clipRanges(ranges, from, to)
}

const anyDay = 2 ** 30 - 1

function hoursByWeekday(rules: readonly WeeklyRule[]): Hours[][] {
  const hoursOf: Hours[][] = [[], [], [], [], [], [], [], []]
  for (const { weekday, fromMinute, toMinute, validFrom, validTo } of rules) {
    hoursOf[weekday]?.push({
      from: fromMinute,
      to: toMinute,
      firstDay: validFrom ? epochDay(validFrom) : -anyDay,
      lastDay: validTo ? epochDay(validTo) : anyDay,
    })
  }
  for (const hours of hoursOf) if (hours.length > 1) hours.sort((a, b) => a.from - b.from)
  return hoursOf
}
