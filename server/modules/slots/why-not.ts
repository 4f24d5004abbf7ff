import { epochMinute, epochMinuteFrom, localDate, minuteOfDay, toInstant } from '#platform/time.ts'
import type { Candidate, CandidateKind, DatedException } from './openings.ts'
import { type Claim, noRanges, type Ranges, startRanges } from './ranges.ts'
import { bookableTime, bufferedClaim, candidateTime, closedRanges, defaultGridMinutes } from './slot-search.ts'
import { gridStarts, lessonClaim, lessonMinutes, type SlotSearch, type Span, studentRanges } from './slot-search.ts'

export type WhyNotCode =
  | 'in_the_past'
  | 'too_soon'
  | 'too_far'
  | 'off_grid'
  | 'clock_change'
  | 'closure'
  | 'student_busy'
  | 'outside_teacher_hours'
  | 'teacher_time_off'
  | 'teacher_busy'
  | 'no_room'
  | 'room_closed'
  | 'room_busy'

/** One reason why a time cannot be booked. Times are epoch minutes of what stands in the way. */
export interface WhyNot {
  readonly code: WhyNotCode
  /** The teacher or room. */
  readonly subjectId?: string
  readonly from?: number
  readonly to?: number
  readonly label?: string
}

/**
 * Why a lesson cannot start then; no reason means that it is a slot. Without a teacher or room any free one will do,
 * and the reasons of all are given when none is. It asks startRanges and gridStarts, as findSlots does, one rule at a time.
 */
export function explain(search: SlotSearch, start: Temporal.Instant, teacherId?: string, roomId?: string): WhyNot[] {
  if (Temporal.Instant.compare(start, search.from) < 0 || Temporal.Instant.compare(start, search.to) >= 0) {
    throw new RangeError('Only a start within the searched range can be explained')
  }
  const minute = epochMinute(start)
  const span = { from: minute, to: minute + 1 }
  return [
    ...explainMoment(search, minute),
    ...explainGrid(search, start, span),
    ...explainClosures(search, span),
    ...explainStudents(search, span),
    ...explainTeachers(search, span, teacherId),
    ...explainRooms(search, span, roomId),
  ]
}

function explainMoment(search: SlotSearch, minute: number): WhyNot[] {
  const { now, earliest, latest } = bookableTime(search)
  if (minute < now) return [{ code: 'in_the_past', from: now }]
  if (minute < earliest) return [{ code: 'too_soon', from: earliest }]
  if (minute >= latest) return [{ code: 'too_far', to: latest }]
  return []
}

function explainGrid(search: SlotSearch, start: Temporal.Instant, span: Span): WhyNot[] {
  const onMinute = epochMinuteFrom(start) === span.from
  if (onMinute && gridStarts(search, Int32Array.of(span.from, span.to)).length > 0) return []

  const minute = minuteOfDay(start, search.zone)
  if (!onMinute || minute % (search.offering.gridMinutes ?? defaultGridMinutes) !== 0) return [{ code: 'off_grid' }]
  return [{ code: 'clock_change', from: epochMinute(toInstant(localDate(start, search.zone), minute, search.zone)) }]
}

function explainClosures(search: SlotSearch, span: Span): WhyNot[] {
  const lessons = lessonMinutes(span, search.offering)
  const claim = lessonClaim(search.offering)
  if (canStart(ofSpan(lessons), closedRanges(search, lessons), claim)) return []

  return (search.closures ?? []).flatMap((closure) => {
    const closed = closedRanges({ ...search, closures: [closure] }, lessons)
    if (canStart(ofSpan(lessons), closed, claim)) return []
    const from = epochMinute(toInstant(closure.from, 0, search.zone))
    const to = epochMinute(toInstant(closure.to, 1440, search.zone))
    return [{ code: 'closure', from, to, ...labelled(closure.label) }]
  })
}

function explainStudents(search: SlotSearch, span: Span): WhyNot[] {
  const lessons = lessonMinutes(span, search.offering)
  const busy = studentRanges(search)
  if (canStart(ofSpan(lessons), busy, lessonClaim(search.offering))) return []
  return [{ code: 'student_busy', ...firstMeeting(busy, lessons) }]
}

function explainTeachers(search: SlotSearch, span: Span, teacherId: string | undefined): WhyNot[] {
  if (search.teachers.length === 0 && teacherId === undefined) return [{ code: 'outside_teacher_hours' }]
  return explainCandidates(search, span, 'teacher', chosen(search.teachers, teacherId))
}

function explainRooms(search: SlotSearch, span: Span, roomId: string | undefined): WhyNot[] {
  if (search.rooms === null) return []
  if (search.rooms.length === 0 && roomId === undefined) return [{ code: 'no_room' }]
  const reasons = explainCandidates(search, span, 'room', chosen(search.rooms, roomId))
  return reasons.length > 0 && roomId === undefined ? [{ code: 'no_room' }, ...reasons] : reasons
}

function chosen(candidates: readonly Candidate[], id: string | undefined): readonly Candidate[] {
  if (id === undefined) return candidates
  const candidate = candidates.find((other) => other.id === id)
  if (!candidate) throw new RangeError(`${id} is not part of the search`)
  return [candidate]
}

const codes = {
  teacher: { hours: 'outside_teacher_hours', off: 'teacher_time_off', busy: 'teacher_busy' },
  room: { hours: 'room_closed', off: 'room_closed', busy: 'room_busy' },
} as const satisfies Record<CandidateKind, Record<string, WhyNotCode>>

/** Nothing when one of them is free. */
function explainCandidates(
  search: SlotSearch,
  span: Span,
  kind: CandidateKind,
  candidates: readonly Candidate[],
): WhyNot[] {
  const reasons: WhyNot[] = []
  for (const candidate of candidates) {
    const own = explainCandidate(search, span, kind, candidate)
    if (own.length === 0) return []
    reasons.push(...own)
  }
  return reasons
}

function explainCandidate({ offering }: SlotSearch, span: Span, kind: CandidateKind, candidate: Candidate): WhyNot[] {
  const { hours, off: offCode, busy: busyCode } = codes[kind]
  const lessons = lessonMinutes(span, offering)
  const claim = bufferedClaim(offering)
  const claimed = { from: lessons.from - claim.before, to: lessons.to + claim.after }
  const { open, off, busy } = candidateTime(candidate, kind, lessons)

  const reasons: WhyNot[] = []
  const subjectId = candidate.id
  if (!canStart(open, noRanges, claim)) reasons.push({ code: hours, subjectId })
  if (!canStart(ofSpan(lessons), off, claim))
    reasons.push({ code: offCode, subjectId, ...meetingOff(candidate, claimed) })
  if (!canStart(ofSpan(lessons), busy, claim))
    reasons.push({ code: busyCode, subjectId, ...firstMeeting(busy, claimed) })
  return reasons
}

/** Within the minutes of one lesson there is one possible start, so any start is the one asked about. */
function canStart(open: Ranges, blocked: Ranges, claim: Claim): boolean {
  return startRanges(open, blocked, claim).length > 0
}

function ofSpan({ from, to }: Span): Ranges {
  return Int32Array.of(from, to)
}

function firstMeeting(ranges: Ranges, { from, to }: Span): { from?: number; to?: number } {
  for (let i = 0; i < ranges.length; i += 2) {
    if (ranges[i]! < to && ranges[i + 1]! > from) return { from: ranges[i]!, to: ranges[i + 1]! }
  }
  return {}
}

function meetingOff({ exceptions }: Candidate, claimed: Span): Omit<WhyNot, 'code'> {
  const meets = ({ available, from, to }: DatedException) =>
    !available && epochMinute(from) < claimed.to && epochMinuteFrom(to) > claimed.from
  const off = exceptions.find(meets)
  return off ? { from: epochMinute(off.from), to: epochMinuteFrom(off.to), ...labelled(off.reason) } : {}
}

function labelled(label: string | undefined): { label?: string } {
  return label === undefined ? {} : { label }
}
