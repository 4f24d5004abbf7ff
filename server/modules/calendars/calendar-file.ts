import { setImmediate as breathe } from 'node:timers/promises'
import { foldLines, textLine, type ContentLine } from './icalendar.ts'
import type { ToldLesson } from './told-lessons.ts'
import { zoneLines } from './zone-rules.ts'

const product = '-//Lessonry//Lessonry//EN'
const eventsAtOnce = 500

export interface CalendarFile {
  readonly lessons: readonly ToldLesson[]
  readonly linesOf: (lesson: ToldLesson) => readonly ContentLine[]
  /** REQUEST or CANCEL for an invitation; none for a feed. */
  readonly method?: 'REQUEST' | 'CANCEL'
  readonly name?: string
}

/** A whole calendar as text, with the rules of every zone in it. Other requests get their turn in between. */
export async function writeCalendar({ lessons, linesOf, method, name }: CalendarFile): Promise<string> {
  const head = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:${product}`,
    'CALSCALE:GREGORIAN',
    ...(method ? [`METHOD:${method}`] : []),
    ...(name ? [textLine('NAME', name), textLine('X-WR-CALNAME', name), ...refreshLines] : []),
  ]
  const parts = [foldLines([...head, ...zonesOf(lessons)])]
  for (let from = 0; from < lessons.length; from += eventsAtOnce) {
    if (from > 0) await breathe()
    parts.push(foldLines(lessons.slice(from, from + eventsAtOnce).flatMap(linesOf)))
  }
  return parts.join('') + 'END:VCALENDAR\r\n'
}

const refreshLines = ['REFRESH-INTERVAL;VALUE=DURATION:PT1H', 'X-PUBLISHED-TTL:PT1H']

function zonesOf(lessons: readonly ToldLesson[]): ContentLine[] {
  const spans = new Map<string, { first: number; last: number }>()
  for (const { zone, startsAt, endsAt } of lessons) {
    const [first, last] = [startsAt.epochMilliseconds, endsAt.epochMilliseconds]
    const span = spans.get(zone)
    if (!span) spans.set(zone, { first, last })
    else {
      span.first = Math.min(span.first, first)
      span.last = Math.max(span.last, last)
    }
  }
  const instant = (milliseconds: number) => Temporal.Instant.fromEpochMilliseconds(milliseconds)
  return [...spans].flatMap(([zone, { first, last }]) => zoneLines(zone, instant(first), instant(last)))
}
