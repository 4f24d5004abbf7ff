import {
  dayEdge,
  epochDay,
  epochMinuteFrom,
  localDate,
  localMinute,
  minutesPerDay,
  toEdges,
  zoneOffsets,
} from '#platform/time.ts'
import { atVenue, type Candidate, type CandidateKind, openHours, timeOff, type Venue } from './openings.ts'
import { type Claim, clipRanges, joinRanges, noRanges, packRanges, type Ranges } from './ranges.ts'
import { forbiddenStarts, type Teacher, type TeacherLimits } from './teacher-limits.ts'

export interface SlotOffering {
  readonly durationMinutes: number
  /** Lessons start at whole multiples of this on the organisation's wall clock, counted from 00:00 of each day. */
  readonly gridMinutes?: number
  /** Kept clear of reservations and time off for teacher and room; the hours need not cover them. */
  readonly bufferBeforeMinutes: number
  readonly bufferAfterMinutes: number
  readonly minimumNoticeMinutes: number
  /** The last local day that can be booked, counted from today. */
  readonly furthestDays: number
}

/** Local dates of the organisation, both included. */
export interface Closure {
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
  readonly label?: string
}

export type ResourceKind = 'room' | 'vehicle' | 'equipment'

/** What a lesson takes beside its teacher: one free resource out of those that fit, in the order in which they are taken. */
export interface Need {
  readonly kind: ResourceKind
  readonly candidates: readonly Candidate[]
}

/**
 * What a search for free times needs to know. Starts lie in `from` (included) to `to` (not included); every `busy` must
 * be loaded from `from` minus the longest buffer before to `to` plus the duration and the longest buffer after.
 */
export interface SlotSearch {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly now: Temporal.Instant
  readonly zone: string
  readonly offering: SlotOffering
  /** How and where the lesson is held; hours that are meant for others do not count. */
  readonly venue?: Venue
  readonly teachers: readonly Teacher[]
  /** One free resource of each is taken, and none twice. */
  readonly needs: readonly Need[]
  /** Lessons of the students who would take part, sorted by start; buffers do not apply to a student. */
  readonly students?: readonly Ranges[]
  /** The epoch minute past which some student takes no lesson. */
  readonly studentsUntil?: number
  readonly closures?: readonly Closure[]
}

export const defaultGridMinutes = 15

/** Half-open epoch minutes. */
export interface Span {
  readonly from: number
  readonly to: number
}

export interface BookableTime {
  readonly now: number
  /** The first minute that respects the notice. */
  readonly earliest: number
  /** The end of the last local day that can be booked. */
  readonly latest: number
}

export function bookableTime({ now, zone, offering }: SlotSearch): BookableTime {
  const today = epochDay(localDate(now, zone))
  const start = epochMinuteFrom(now)
  const offsets = zoneOffsets(
    zone,
    now.epochMilliseconds,
    now.epochMilliseconds + (offering.furthestDays + 2) * 86_400_000,
  )
  return {
    now: start,
    earliest: start + offering.minimumNoticeMinutes,
    latest: dayEdge(today + offering.furthestDays + 1, offsets),
  }
}

/** The minutes in which a lesson may start as far as range, notice and furthest day go. */
export function searchedStarts(search: SlotSearch): Span {
  const { earliest, latest } = bookableTime(search)
  return {
    from: Math.max(epochMinuteFrom(search.from), earliest),
    to: Math.min(epochMinuteFrom(search.to), latest),
  }
}

export function lessonClaim({ durationMinutes }: SlotOffering): Claim {
  return { duration: durationMinutes, before: 0, after: 0 }
}

/** The buffers of the offering, or those of the teacher where they are longer. */
export function bufferedClaim(offering: SlotOffering, limits: TeacherLimits = {}): Claim {
  return {
    duration: offering.durationMinutes,
    before: Math.max(offering.bufferBeforeMinutes, limits.bufferBeforeMinutes ?? 0),
    after: Math.max(offering.bufferAfterMinutes, limits.bufferAfterMinutes ?? 0),
  }
}

/** All the minutes of lessons that start within the span. */
export function lessonMinutes(starts: Span, { durationMinutes }: SlotOffering): Span {
  return { from: starts.from, to: starts.to - 1 + durationMinutes }
}

/** A candidate's time as ranges, ready for startRanges. */
export interface CandidateTime {
  readonly open: Ranges
  readonly off: Ranges
  readonly busy: Ranges
  readonly claim: Claim
  /** Starts that are left out whatever is free, joined. */
  readonly forbidden: Ranges
  /** Starts lie on this grid as well as on that of the offering. */
  readonly gridMinutes: number | undefined
}

export function candidateTime(
  search: SlotSearch,
  teacherOrResource: Teacher,
  kind: CandidateKind,
  starts: Span,
): CandidateTime {
  const { offering, venue } = search
  const candidate = venue ? atVenue(teacherOrResource, venue) : teacherOrResource
  const lessons = lessonMinutes(starts, offering)
  const forbidden = forbiddenStarts(search, candidate, starts)
  return {
    open: openHours(candidate, kind, lessons.from, lessons.to),
    off: timeOff(candidate),
    busy: candidate.busy,
    claim: bufferedClaim(offering, candidate.limits),
    forbidden: forbidden.length === 0 ? noRanges : packRanges(forbidden.map(({ from, to }) => [from, to])),
    gridMinutes: candidate.limits?.gridMinutes,
  }
}

export function closedRanges({ closures = [], zone }: SlotSearch, lessons: Span): Ranges {
  if (closures.length === 0) return noRanges
  const offsets = zoneOffsets(zone, lessons.from * 60_000, lessons.to * 60_000)
  const days = closures.map(({ from, to }): [number, number] => [
    dayEdge(epochDay(from), offsets),
    dayEdge(epochDay(to) + 1, offsets),
  ])
  return clipRanges(packRanges(days), lessons.from, lessons.to)
}

export function studentRanges({ students = [] }: SlotSearch): Ranges {
  return students.reduce((joined, busy) => joinRanges(joined, busy), noRanges)
}

/** When some student is no longer there. */
export function afterStudents({ studentsUntil }: SlotSearch): Ranges {
  return studentsUntil === undefined ? noRanges : Int32Array.of(studentsUntil, Math.max(studentsUntil, 2 ** 30))
}

/**
 * The starts of the grid within ranges. A wall time that a clock change skips is left out, and one that exists twice
 * is offered the first time only, so no two slots of a day carry the same label.
 */
export function gridStarts({ zone, offering }: SlotSearch, within: Ranges): Int32Array {
  if (within.length === 0) return noRanges
  const grid = offering.gridMinutes ?? defaultGridMinutes
  if (!Number.isInteger(grid) || grid < 1) throw new RangeError(`A grid of ${grid} minutes has no starts`)
  const [from, to] = [within[0]!, within[within.length - 1]!]
  const offsets = zoneOffsets(zone, from * 60_000, to * 60_000)
  const firstDay = Math.floor(localMinute(from, offsets) / minutesPerDay) - 1
  const lastDay = Math.floor(localMinute(to, offsets) / minutesPerDay) + 1

  const wall = wallTimes(firstDay, lastDay, grid)
  const starts = wall.slice()
  toEdges(starts, offsets)
  let size = 0
  let next = 0
  for (let i = 0; i < starts.length; i++) {
    const start = starts[i]!
    while (next < within.length && within[next + 1]! <= start) next += 2
    if (next === within.length) break
    if (start >= within[next]! && localMinute(start, offsets) === wall[i]) starts[size++] = start
  }
  return starts.subarray(0, size)
}

function wallTimes(firstDay: number, lastDay: number, grid: number): Int32Array {
  const wall = new Int32Array((lastDay - firstDay + 1) * Math.ceil(minutesPerDay / grid))
  let size = 0
  for (let day = firstDay; day <= lastDay; day++) {
    for (let minute = 0; minute < minutesPerDay; minute += grid) wall[size++] = day * minutesPerDay + minute
  }
  return wall
}
