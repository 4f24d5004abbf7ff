import {
  dayEdge,
  epochDay,
  epochMinuteFrom,
  localDate,
  localMinute,
  minutesPerDay,
  zoneOffsets,
} from '#platform/time.ts'
import type { Candidate } from './openings.ts'
import type { Ranges } from './ranges.ts'
import type { SlotSearch, Span } from './slot-search.ts'

/** What a teacher can be asked for, beside the rules of the offering: of the two the stricter counts. */
export interface TeacherLimits {
  readonly noticeMinutes?: number
  readonly furthestDays?: number
  readonly gridMinutes?: number
  readonly bufferBeforeMinutes?: number
  readonly bufferAfterMinutes?: number
  /** From the beginning of a lesson to the end of the last that follows without a break as long as `breakMinutes`. */
  readonly longestRunMinutes?: number
  readonly breakMinutes?: number
  /** On one local day of the search. */
  readonly mostLessons?: number
}

/** A candidate whose lessons can be limited. Both lists must be loaded a day further than the search, and two where runs are limited. */
export interface Teacher extends Candidate {
  readonly limits?: TeacherLimits
  /** The own minutes of what is taught already, without buffers, sorted by start. */
  readonly lessons?: Ranges
  /** Lessons at other locations, each made longer by the way from and to where this lesson is held, sorted by start. */
  readonly elsewhere?: Ranges
}

/** Starts (not minutes of lessons) that a rule leaves out, half-open, and what stands behind it. */
export interface ForbiddenStarts extends Span {
  readonly code: 'too_soon' | 'too_far' | 'until' | 'day_full' | 'needs_break' | 'travels'
  readonly because?: Span
}

/** Further than any time, and still a number of 32 bits. */
const ever = 2 ** 30

/** What forbids starts of the span to this candidate, whatever is reserved. The ranges may overlap and are in no order. */
export function forbiddenStarts(search: SlotSearch, candidate: Teacher, starts: Span): ForbiddenStarts[] {
  const { limits, until, elsewhere } = candidate
  if (limits === undefined && until === undefined && elsewhere === undefined) return []
  const forbidden: ForbiddenStarts[] = []
  const duration = search.offering.durationMinutes
  if (until !== undefined) forbidden.push({ code: 'until', from: until - duration + 1, to: ever })
  for (let i = 0; elsewhere && i < elsewhere.length; i += 2) {
    const because = { from: elsewhere[i]!, to: elsewhere[i + 1]! }
    forbidden.push({ code: 'travels', from: because.from - duration + 1, to: because.to, because })
  }
  if (limits) {
    forbidMoments(search, limits, forbidden)
    forbidFullDays(search, candidate, starts, forbidden)
    forbidLongRuns(search, candidate, forbidden)
  }
  return forbidden
}

function forbidMoments(search: SlotSearch, limits: TeacherLimits, forbidden: ForbiddenStarts[]): void {
  const { now, zone } = search
  if (limits.noticeMinutes !== undefined) {
    forbidden.push({ code: 'too_soon', from: -ever, to: epochMinuteFrom(now) + limits.noticeMinutes })
  }
  if (limits.furthestDays !== undefined) {
    const last = now.epochMilliseconds + (limits.furthestDays + 2) * 86_400_000
    const offsets = zoneOffsets(zone, now.epochMilliseconds, last)
    const day = epochDay(localDate(now, zone)) + limits.furthestDays + 1
    forbidden.push({ code: 'too_far', from: dayEdge(day, offsets), to: ever })
  }
}

function forbidFullDays({ zone }: SlotSearch, teacher: Teacher, starts: Span, forbidden: ForbiddenStarts[]): void {
  const { limits: { mostLessons } = {}, lessons } = teacher
  if (mostLessons === undefined || !lessons || lessons.length < mostLessons * 2) return
  const reach = 3 * minutesPerDay
  const offsets = zoneOffsets(zone, (starts.from - reach) * 60_000, (starts.to + reach) * 60_000)
  const counts = new Map<number, number>()
  for (let i = 0; i < lessons.length; i += 2) {
    const day = Math.floor(localMinute(lessons[i]!, offsets) / minutesPerDay)
    const count = (counts.get(day) ?? 0) + 1
    counts.set(day, count)
    if (count !== mostLessons) continue
    const span = { from: dayEdge(day, offsets), to: dayEdge(day + 1, offsets) }
    forbidden.push({ code: 'day_full', ...span, because: span })
  }
}

/**
 * Between two runs a lesson joins the one before when it begins within a break of its end, the one after when it ends within a break of
 * its beginning, or both; forbidden is where what comes out is too long.
 */
function forbidLongRuns({ offering }: SlotSearch, teacher: Teacher, forbidden: ForbiddenStarts[]): void {
  const { limits: { longestRunMinutes: longest, breakMinutes: pause } = {}, lessons } = teacher
  if (longest === undefined || pause === undefined) return
  const duration = offering.durationMinutes
  if (duration > longest) forbidden.push({ code: 'needs_break', from: -ever, to: ever })
  const push = (from: number, to: number, because: Span) => {
    if (from < to) forbidden.push({ code: 'needs_break', from, to, because })
  }

  const runs = runsOf(lessons, pause)
  // In a gap too short for a break a short lesson may still find room; it makes no run longer, but one that is too long already is closed.
  for (const run of runs) if (run.to - run.from > longest) push(run.from - duration + 1, run.to, run)
  for (let n = 0; n <= runs.length; n++) {
    const before = runs[n - 1] ?? { from: -ever, to: -ever }
    const after = runs[n] ?? { from: ever, to: ever }
    const joinsAfter = after.from - pause - duration + 1
    const [first, last] = [before.to, after.from - duration + 1]
    const alone = before.to + pause
    push(Math.max(first, longest + before.from - duration + 1), Math.min(alone, joinsAfter), before)
    push(Math.max(alone, joinsAfter), Math.min(last, after.to - longest), after)
    if (after.to - before.from > longest)
      push(Math.max(first, joinsAfter), Math.min(alone, last), { from: before.from, to: after.to })
  }
}

function runsOf(lessons: Ranges | undefined, pause: number): Span[] {
  const runs: { from: number; to: number }[] = []
  for (let i = 0; lessons && i < lessons.length; i += 2) {
    const run = runs.at(-1)
    const [from, to] = [lessons[i]!, lessons[i + 1]!]
    if (!run || from - run.to >= pause) runs.push({ from, to })
    else if (to > run.to) run.to = to
  }
  return runs
}
