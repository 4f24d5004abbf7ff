import { epochMinute, epochMinuteFrom, localDate, minuteOfDay, toInstant } from '#platform/time.ts'
import { chooseDistinct } from './distinct.ts'
import { atVenue, type Candidate, type CandidateKind, type DatedException, type Venue } from './openings.ts'
import { type Claim, noRanges, type Ranges, startRanges } from './ranges.ts'
import {
  afterStudents,
  bookableTime,
  candidateTime,
  closedRanges,
  defaultGridMinutes,
  gridStarts,
} from './slot-search.ts'
import { lessonClaim, lessonMinutes, type Need, type ResourceKind, type SlotSearch, type Span } from './slot-search.ts'
import { studentRanges } from './slot-search.ts'
import { type ForbiddenStarts, forbiddenStarts, type Teacher } from './teacher-limits.ts'

export type WhyNotCode =
  | 'in_the_past'
  | 'too_soon'
  | 'too_far'
  | 'off_grid'
  | 'clock_change'
  | 'closure'
  | 'student_busy'
  | 'student_left'
  | 'outside_teacher_hours'
  | 'teacher_other_format'
  | 'teacher_other_location'
  | 'teacher_time_off'
  | 'teacher_busy'
  | 'teacher_left'
  | 'teacher_travels'
  | 'teacher_needs_break'
  | 'teacher_day_full'
  | `no_${ResourceKind}`
  | `${ResourceKind}_closed`
  | `${ResourceKind}_busy`
  | `${ResourceKind}_papers`

/** One reason why a time cannot be booked. Times are epoch minutes of what stands in the way. */
export interface WhyNot {
  readonly code: WhyNotCode
  /** The teacher or resource. */
  readonly subjectId?: string
  readonly from?: number
  readonly to?: number
  readonly label?: string
}

/**
 * Why a lesson cannot start then; no reason means that it is a slot. Without a teacher any free one will do, and the reasons of all are
 * given when none is; the same for each need. It asks startRanges and gridStarts, as findSlots does, one rule at a time.
 */
export function explain(search: SlotSearch, start: Temporal.Instant, teacherId?: string): WhyNot[] {
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
    ...explainNeeds(search, span),
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
  const claim = lessonClaim(search.offering)
  const reasons: WhyNot[] = []
  const busy = studentRanges(search)
  if (!canStart(ofSpan(lessons), busy, claim)) reasons.push({ code: 'student_busy', ...firstMeeting(busy, lessons) })
  if (!canStart(ofSpan(lessons), afterStudents(search), claim))
    reasons.push({ code: 'student_left', from: search.studentsUntil! })
  return reasons
}

function explainTeachers(search: SlotSearch, span: Span, teacherId: string | undefined): WhyNot[] {
  if (search.teachers.length === 0 && teacherId === undefined) return [{ code: 'outside_teacher_hours' }]
  const teachers = teacherId === undefined ? search.teachers : search.teachers.filter(({ id }) => id === teacherId)
  if (teachers.length === 0) throw new RangeError(`${teacherId} is not part of the search`)
  return reasonsOfAll(teachers.map((teacher) => explainTeacher(search, span, teacher)))
}

/** Nothing when one of them is free. */
function reasonsOfAll(reasons: readonly WhyNot[][]): WhyNot[] {
  return reasons.some((own) => own.length === 0) ? [] : reasons.flat()
}

function explainNeeds(search: SlotSearch, span: Span): WhyNot[] {
  const free = search.needs.map(({ candidates }) => candidates.map((each) => explainResource(search, span, each)))
  const reasons = search.needs.flatMap((need, n) => explainNeed({ need, candidates: free[n]! }))
  if (reasons.length > 0) return reasons
  const ids = search.needs.map(({ candidates }, n) =>
    candidates.filter((_, c) => free[n]![c]!.length === 0).map(({ id }) => id),
  )
  // Each need has something free, but two of them only the same thing.
  return chooseDistinct(ids) === null ? [{ code: `no_${search.needs.at(-1)!.kind}` }] : []
}

interface ExplainedNeed {
  readonly need: Need
  /** What speaks against each candidate. */
  readonly candidates: readonly ResourceReason[][]
}

function explainNeed({ need: { kind }, candidates }: ExplainedNeed): WhyNot[] {
  if (candidates.some((own) => own.length === 0)) return []
  const reasons = candidates.flat().map(({ code, ...rest }) => ({ code: `${kind}_${code}` as const, ...rest }))
  return candidates.length === 1 ? reasons : [{ code: `no_${kind}` }, ...reasons]
}

type ResourceReason = Omit<WhyNot, 'code'> & { readonly code: 'closed' | 'busy' | 'papers' }

function explainResource(search: SlotSearch, span: Span, resource: Candidate): ResourceReason[] {
  const subjectId = resource.id
  return explainCandidate(search, span, 'resource', resource).map(({ code, ...rest }) => {
    const resourceCode = code === 'busy' ? 'busy' : code === 'until' ? 'papers' : 'closed'
    return { code: resourceCode, subjectId, ...rest, ...(code === 'until' && labelled(resource.untilLabel)) }
  })
}

const teacherCodes = {
  hours: 'outside_teacher_hours',
  other_format: 'teacher_other_format',
  other_location: 'teacher_other_location',
  off: 'teacher_time_off',
  busy: 'teacher_busy',
  until: 'teacher_left',
  travels: 'teacher_travels',
  needs_break: 'teacher_needs_break',
  day_full: 'teacher_day_full',
  too_soon: 'too_soon',
  too_far: 'too_far',
} as const satisfies Record<CandidateReason['code'], WhyNotCode>

function explainTeacher(search: SlotSearch, span: Span, teacher: Teacher): WhyNot[] {
  const subjectId = teacher.id
  const reasons = explainCandidate(search, span, 'teacher', teacher).map(({ code, ...rest }): WhyNot => ({
    code: teacherCodes[code],
    subjectId,
    ...rest,
  }))
  const grid = teacher.limits?.gridMinutes
  if (
    grid !== undefined &&
    minuteOfDay(Temporal.Instant.fromEpochMilliseconds(span.from * 60_000), search.zone) % grid !== 0
  )
    reasons.push({ code: 'off_grid', subjectId })
  return reasons
}

interface CandidateReason extends Omit<WhyNot, 'code'> {
  readonly code: ForbiddenStarts['code'] | 'hours' | 'other_format' | 'other_location' | 'off' | 'busy'
}

function explainCandidate(search: SlotSearch, span: Span, kind: CandidateKind, candidate: Teacher): CandidateReason[] {
  const lessons = lessonMinutes(span, search.offering)
  const { open, off, busy, claim } = candidateTime(search, candidate, kind, span)
  const claimed = { from: lessons.from - claim.before, to: lessons.to + claim.after }

  const reasons: CandidateReason[] = []
  if (!canStart(open, noRanges, claim)) reasons.push({ code: explainHours(search, span, kind, candidate) })
  if (!canStart(ofSpan(lessons), off, claim)) {
    reasons.push({ code: 'off', ...meetingOff(atVenue(candidate, search.venue ?? {}), claimed) })
  }
  if (!canStart(ofSpan(lessons), busy, claim)) reasons.push({ code: 'busy', ...firstMeeting(busy, claimed) })
  for (const forbidden of forbiddenStarts(search, candidate, span)) {
    const { code, from, to } = forbidden
    if (from > span.from || to <= span.from || reasons.some((other) => other.code === code)) continue
    reasons.push({ code, ...stretchOf(forbidden, candidate) })
  }
  return reasons
}

function stretchOf({ code, from, to, because }: ForbiddenStarts, { until }: Candidate): { from?: number; to?: number } {
  if (because) return because
  if (code === 'too_soon') return { from: to }
  if (code === 'too_far') return { to: from }
  return code === 'until' ? { from: until! } : {}
}

/** Whether the hours are there for lessons of the other format, or somewhere else, or not at all. */
function explainHours(search: SlotSearch, span: Span, kind: CandidateKind, candidate: Candidate) {
  const isOpenAt = (venue: Venue) => {
    const { open, claim } = candidateTime({ ...search, venue }, candidate, kind, span)
    return canStart(open, noRanges, claim)
  }
  const { format, locationId } = search.venue ?? {}
  if (locationId !== undefined && isOpenAt(format === undefined ? {} : { format })) return 'other_location'
  if (format !== undefined && isOpenAt({})) return 'other_format'
  return 'hours'
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
