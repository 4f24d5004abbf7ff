import { wallTime, type ContentLine } from './icalendar.ts'

/** Offsets in seconds. */
interface Stretch {
  readonly onset: Temporal.PlainDateTime
  readonly from: number
  readonly to: number
}

const nanosecondsPerSecond = 1e9

/** A VTIMEZONE that is right between two moments: one observance for each clock change that Node knows, and the one before. */
export function zoneLines(zone: string, from: Temporal.Instant, to: Temporal.Instant): ContentLine[] {
  if (zone === 'UTC') return []
  const stretches = stretchesOf(zone, from, to)
  const standard = Math.min(...stretches.map((stretch) => stretch.to))
  return [
    'BEGIN:VTIMEZONE',
    `TZID:${zone}`,
    ...stretches.flatMap((stretch) => observance(stretch, stretch.to > standard ? 'DAYLIGHT' : 'STANDARD')),
    'END:VTIMEZONE',
  ]
}

function stretchesOf(zone: string, from: Temporal.Instant, to: Temporal.Instant): Stretch[] {
  const start = from.toZonedDateTimeISO(zone)
  const before = start.getTimeZoneTransition('previous')
  const first: Stretch = before
    ? stretchFrom(before)
    : { onset: Temporal.PlainDateTime.from('1970-01-01T00:00'), from: offsetOf(start), to: offsetOf(start) }
  const stretches = [first]
  for (
    let change = start.getTimeZoneTransition('next');
    change && change.epochMilliseconds <= to.epochMilliseconds;
    change = change.getTimeZoneTransition('next')
  )
    stretches.push(stretchFrom(change))
  return stretches
}

// The onset is told by the clock that is changed, which still shows the offset from before (RFC 5545, 3.6.5).
function stretchFrom(change: Temporal.ZonedDateTime): Stretch {
  const from = offsetOf(change.subtract({ seconds: 1 }))
  const onset = change.toInstant().toZonedDateTimeISO('UTC').toPlainDateTime().add({ seconds: from })
  return { onset, from, to: offsetOf(change) }
}

function offsetOf(at: Temporal.ZonedDateTime): number {
  return at.offsetNanoseconds / nanosecondsPerSecond
}

function observance({ onset, from, to }: Stretch, kind: 'STANDARD' | 'DAYLIGHT'): ContentLine[] {
  return [
    `BEGIN:${kind}`,
    `DTSTART:${wallTime(onset)}`,
    `TZOFFSETFROM:${offsetText(from)}`,
    `TZOFFSETTO:${offsetText(to)}`,
    `END:${kind}`,
  ]
}

const two = (part: number) => String(part).padStart(2, '0')

/** +0530; with seconds where a zone once had them. */
function offsetText(offset: number): string {
  const seconds = Math.abs(offset)
  const rest = seconds % 60
  const sign = offset < 0 ? '-' : '+'
  return `${sign}${two(Math.floor(seconds / 3600))}${two(Math.floor(seconds / 60) % 60)}${rest > 0 ? two(rest) : ''}`
}
