/**
 * The one file where local times become instants.
 *
 * A wall time that a clock change skips moves forward by the length of the gap; a wall time that exists twice means the
 * first (Temporal's "compatible"). The edge of a range of hours is the first instant whose wall time is not before it,
 * which differs in a gap only: there it is the moment of the change, so that ranges that touch on paper still touch.
 *
 * Weekdays are ISO: Monday is 1, Sunday is 7. An epoch minute or day is counted from 1970-01-01T00:00Z; a local minute
 * is the same count read from a wall clock.
 */

export const minutesPerDay = 1440
const millisecondsPerMinute = 60_000

// Liberia left an offset with seconds in 1972; since then every offset is whole minutes.
const firstTabledYear = 1973
const lastTabledYear = 2200
const tabledYearsAhead = 10

/** 1440 means the start of the next day. */
export function toInstant(date: Temporal.PlainDate, minute: number, zone: string): Temporal.Instant {
  if (minute === minutesPerDay) return date.add({ days: 1 }).toZonedDateTime(zone).toInstant()
  return wallTime(date, minute).toZonedDateTime(zone, { disambiguation: 'compatible' }).toInstant()
}

export function localDate(instant: Temporal.Instant, zone: string): Temporal.PlainDate {
  return instant.toZonedDateTimeISO(zone).toPlainDate()
}

export function minuteOfDay(instant: Temporal.Instant, zone: string): number {
  const { hour, minute } = instant.toZonedDateTimeISO(zone)
  return hour * 60 + minute
}

/** A name of the time zone database in its exact spelling, so that a zone is not stored under several spellings. */
export function isZone(text: string): boolean {
  if (!/^[A-Z][A-Za-z0-9_+/-]*$/.test(text)) return false
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(text).timeZoneId === text
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** Half-open. Empty for a day that a zone left out, as Apia did with 2011-12-30. */
export function dayBounds(date: Temporal.PlainDate, zone: string): { start: Temporal.Instant; end: Temporal.Instant } {
  return { start: date.toZonedDateTime(zone).toInstant(), end: toInstant(date, minutesPerDay, zone) }
}

/** Whether a clock change leaves this wall time out. */
export function isSkipped(date: Temporal.PlainDate, minute: number, zone: string): boolean {
  const wall = wallTime(date, minute)
  return !wall.toZonedDateTime(zone, { disambiguation: 'compatible' }).toPlainDateTime().equals(wall)
}

/** Whether a clock change makes this wall time exist twice. */
export function isRepeated(date: Temporal.PlainDate, minute: number, zone: string): boolean {
  const wall = wallTime(date, minute)
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  const later = wall.toZonedDateTime(zone, { disambiguation: 'later' })
  return !earlier.equals(later) && earlier.toPlainDateTime().equals(wall)
}

function wallTime(date: Temporal.PlainDate, minute: number): Temporal.PlainDateTime {
  if (!Number.isInteger(minute) || minute < 0 || minute > minutesPerDay) {
    throw new RangeError(`A minute of the day is a whole number from 0 to ${minutesPerDay}, not ${minute}`)
  }
  if (minute === minutesPerDay) return date.add({ days: 1 }).toPlainDateTime()
  return date.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 })
}

/** The minute that the instant lies in. */
export function epochMinute(instant: Temporal.Instant): number {
  return Math.floor(instant.epochMilliseconds / millisecondsPerMinute)
}

/** The first whole minute that is not before the instant. */
export function epochMinuteFrom(instant: Temporal.Instant): number {
  return epochMinute(instant.round({ smallestUnit: 'minute', roundingMode: 'ceil' }))
}

export function instantOf(minute: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(minute * millisecondsPerMinute)
}

const epoch = Temporal.PlainDate.from('1970-01-01')

export function epochDay(date: Temporal.PlainDate): number {
  return epoch.until(date).days
}

export function isoWeekday(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1
}

/** Stretches of one offset each, in order: stretch i begins at epoch minute `begins[i]` and is `offsets[i]` minutes ahead of UTC. */
export interface ZoneOffsets {
  readonly begins: Int32Array
  readonly offsets: Int32Array
  /** The local minute at which the stretch's wall clock ends; endless in the last. */
  readonly wallEnds: Float64Array
  readonly untilEpochMs: number
}

const tables = new Map<string, ZoneOffsets>()
const firstTabled = yearStart(firstTabledYear)
const lastTabled = yearStart(lastTabledYear)

/** The clock changes of a zone as integers, from 1973 to past the end of the range at least; kept for the life of the process. */
export function zoneOffsets(zone: string, fromEpochMs: number, toEpochMs: number): ZoneOffsets {
  if (!(fromEpochMs >= firstTabled && toEpochMs <= lastTabled)) {
    throw new RangeError(`Times are planned from ${firstTabledYear} to ${lastTabledYear} only`)
  }
  const known = tables.get(zone)
  if (known && known.untilEpochMs >= toEpochMs) return known

  const { year } = Temporal.Instant.fromEpochMilliseconds(toEpochMs).toZonedDateTimeISO('UTC')
  const table = readZoneOffsets(zone, Math.min(yearStart(year + tabledYearsAhead), lastTabled))
  tables.set(zone, table)
  return table
}

function yearStart(year: number): number {
  return Temporal.PlainDate.from({ year, month: 1, day: 1 }).toZonedDateTime('UTC').epochMilliseconds
}

function readZoneOffsets(zone: string, untilEpochMs: number): ZoneOffsets {
  let change = Temporal.Instant.fromEpochMilliseconds(firstTabled).toZonedDateTimeISO(zone)
  const begins: number[] = []
  const offsets: number[] = []
  for (;;) {
    begins.push(change.epochMilliseconds / millisecondsPerMinute)
    offsets.push(change.offsetNanoseconds / 60e9)
    const next = change.getTimeZoneTransition('next')
    if (!next || next.epochMilliseconds >= untilEpochMs) break
    change = next
  }
  if (![...begins, ...offsets].every(Number.isInteger)) throw new RangeError(`${zone} changes within a minute`)

  const wallEnds = Float64Array.from(offsets, (offset, i) => (begins[i + 1] ?? Infinity) + offset)
  return { begins: Int32Array.from(begins), offsets: Int32Array.from(offsets), wallEnds, untilEpochMs }
}

/**
 * Turns ascending local minutes into epoch minutes in place: each becomes the first whose wall time is not before it.
 */
export function toEdges(localMinutes: Int32Array, table: ZoneOffsets): void {
  if (localMinutes.length === 0) return
  const { begins, offsets, wallEnds } = table
  // No offset is as long as a day, so nothing before this stretch shows so late a wall time.
  let stretch = stretchAt(table, localMinutes[0]! - minutesPerDay)
  for (let i = 0; i < localMinutes.length; i++) {
    const local = localMinutes[i]!
    while (wallEnds[stretch]! <= local) stretch++
    localMinutes[i] = Math.max(begins[stretch]!, local - offsets[stretch]!)
  }
}

/** The first epoch minute at which that local day or a later one has begun. */
export function dayEdge(day: number, offsets: ZoneOffsets): number {
  const edge = Int32Array.of(day * minutesPerDay)
  toEdges(edge, offsets)
  return edge[0]!
}

/** The local minute that a wall clock shows at the epoch minute. */
export function localMinute(minute: number, offsets: ZoneOffsets): number {
  return minute + offsets.offsets[stretchAt(offsets, minute)]!
}

function stretchAt({ begins }: ZoneOffsets, minute: number): number {
  let low = 0
  let high = begins.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (begins[middle]! <= minute) low = middle
    else high = middle - 1
  }
  return low
}

/**
 * Turns ascending local minutes into the epoch minutes at which something begins, in place: a skipped wall time moves forward by the
 * length of the gap, of one that exists twice it is the first, or the later where that is asked for.
 */
export function toStarts(localMinutes: Int32Array, table: ZoneOffsets, twice: 'first' | 'later' = 'first'): void {
  if (localMinutes.length === 0) return
  const { begins, offsets, wallEnds } = table
  let stretch = stretchAt(table, localMinutes[0]! - minutesPerDay)
  for (let i = 0; i < localMinutes.length; i++) {
    const local = localMinutes[i]!
    while (wallEnds[stretch]! <= local) stretch++
    const start = local - offsets[stretch]!
    if (start < begins[stretch]! && stretch > 0) localMinutes[i] = local - offsets[stretch - 1]!
    else if (twice === 'later' && stretch + 1 < begins.length && local - offsets[stretch + 1]! >= begins[stretch + 1]!)
      localMinutes[i] = local - offsets[stretch + 1]!
    else localMinutes[i] = start
  }
}
