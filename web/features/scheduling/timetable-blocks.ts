import type { BookingRow } from '#contract/booking'
import type { LessonBlock, TimetableLesson } from '#contract/scheduling'
import type { I18n } from '#web/app/i18n.tsx'
import type { Hue } from '#web/ui/hue.ts'
import type { Block } from '#web/ui/timetable.tsx'
import { minuteOn, minutesPerDay, overlaps } from './local-time.ts'
import { lessonsByLane, nowhere, startsOn, type Lane, type Shown } from './timetable-columns.ts'
import { closureOn, openMinutesOf, type HeldTime } from './timetable-data.ts'

interface Links {
  lesson: (id: string) => string
  /** Null for who may not answer requests. */
  request: ((id: string) => string) | null
}

/** Everything that stands in the columns, in the reader's words. */
export function blocksOf(lanes: readonly Lane[], drawing: Drawing): Block[] {
  const { shown } = drawing
  const lessons = lessonsByLane(shown, lanes)
  const isAsked = askFor(shown)
  return lanes.flatMap((lane) => [
    ...closedBlocks(lane, drawing),
    ...(lessons.get(lane.id) ?? []).map((lesson) => lessonBlock(lane, lesson, drawing, isAsked)),
    ...heldIn(shown, lane).map((hold) => heldBlock(lane, hold, drawing)),
  ])
}

export interface Drawing {
  readonly shown: Shown
  readonly hours: { readonly start: number; readonly end: number }
  readonly i18n: I18n
  readonly links: Links
}

export type LessonState = 'planned' | 'past' | 'unmarked' | 'now'

export function stateOf(
  lesson: Pick<LessonBlock, 'startsAt' | 'endsAt' | 'isMarked'>,
  now: Temporal.Instant,
): LessonState {
  if (Temporal.Instant.compare(now, lesson.startsAt) < 0) return 'planned'
  if (Temporal.Instant.compare(now, lesson.endsAt) < 0) return 'now'
  return lesson.isMarked ? 'past' : 'unmarked'
}

const stateKeys = {
  planned: null,
  past: 'scheduling.state_marked',
  unmarked: 'scheduling.state_unmarked',
  now: 'scheduling.state_now',
} as const

export function stateLabelOf(state: LessonState, { t }: I18n): string | null {
  const key = stateKeys[state]
  return key && t(key)
}

/** Who it is for: the student, or the course with its places. */
export function whoOf(lesson: LessonBlock, { t }: I18n): { title: string; lines: string[] } {
  const { title, capacity, placesTaken, studentNames } = lesson
  if (title === '') return { title: t('scheduling.busy'), lines: [] }
  if (capacity > 1) return { title, lines: [t('scheduling.places', { taken: placesTaken, capacity })] }
  const [student] = studentNames
  if (student) return { title: student, lines: [title] }
  return placesTaken > 0 ? { title, lines: [] } : { title, lines: [t('scheduling.place_free')] }
}

function lessonBlock(
  lane: Lane,
  lesson: TimetableLesson,
  { shown, i18n, links }: Drawing,
  isAsked: (lesson: LessonBlock) => Asked | null,
): Block {
  const { data, view, now } = shown
  const { title, lines } = whoOf(lesson, i18n)
  const asked = isAsked(lesson)
  // Of a colleague's lesson a teacher sees only that they are busy.
  const isVeiled = lesson.title === ''
  const state = isVeiled ? 'planned' : stateOf(lesson, now)
  const label = stateLabelOf(state, i18n)
  const startMinute = minuteOn(lane.day, lesson.startsAt, data.zone)
  const where = view !== 'teachers' && lane.claimantId !== null ? lesson.teacherName : lesson.roomName
  const block = {
    id: lesson.id,
    column: lane.id,
    startMinute,
    endMinute: Math.min(minuteOn(lane.day, lesson.endsAt, data.zone), minutesPerDay),
    ...(!isVeiled && { hue: lesson.hue as Hue }), // the contract says a whole number; the catalogue gives 1 to 8
  }
  if (asked) {
    const { booking, rank } = asked
    return {
      ...block,
      ...heldWords(booking.expiresAt, rank, lane.day, i18n),
      title: booking.studentName,
      lines: where ? [title, where] : [title],
      state: 'held',
      ...(links.request && { href: links.request(booking.id) }),
    }
  }
  return {
    ...block,
    title,
    lines: where ? [...lines, where] : lines,
    state,
    ...(label !== null && { stateLabel: label }),
    ...(!isVeiled && { href: links.lesson(lesson.id) }),
  }
}

interface Asked {
  readonly booking: BookingRow
  readonly rank: number
}

/** The request that an empty lesson for one student is kept for. */
export function askFor({ bookings }: Pick<Shown, 'bookings'>): (lesson: LessonBlock) => Asked | null {
  const asked = new Map(
    bookings.flatMap((booking) =>
      booking.choices.map(({ teacherId, startsAt, rank }): [string, Asked] => [
        keyOf(teacherId, startsAt),
        { booking, rank },
      ]),
    ),
  )
  return (lesson) =>
    lesson.capacity > 1 || lesson.placesTaken > 0 ? null : (asked.get(keyOf(lesson.teacherId, lesson.startsAt)) ?? null)
}

function keyOf(teacherId: string, startsAt: Temporal.Instant): string {
  return `${teacherId} ${startsAt.epochMilliseconds}`
}

function heldWords(until: Temporal.Instant | null, rank: number | null, day: Temporal.PlainDate, i18n: I18n) {
  const { t } = i18n
  return {
    ...(rank !== null && { choiceRank: t(rank === 1 ? 'scheduling.choice_1' : 'scheduling.choice_2') }),
    ...(until && { heldUntil: t('scheduling.held_until', { until: untilWords(until, day, i18n) }) }),
  }
}

/** One row for each hold and time: in a column of a person or thing theirs, on a day of everybody the teacher's. */
function heldIn({ data, view }: Shown, lane: Lane): HeldTime[] {
  const asWhat = view === 'teachers' ? 'teacher' : 'resource'
  return data.holds.filter((hold) => {
    if (!startsOn(lane.day, hold, data.zone)) return false
    return lane.claimantId === null
      ? hold.asWhat === 'teacher'
      : hold.asWhat === asWhat && hold.claimantId === lane.claimantId
  })
}

function heldBlock(lane: Lane, hold: HeldTime, { shown, i18n, links }: Drawing): Block {
  const { data, bookings } = shown
  const { t } = i18n
  const booking = bookings.find(({ holdId }) => holdId === hold.holdId)
  const choice = booking?.choices.find((each) => isHeldBy(each, hold))
  const { startsAt, endsAt } = choice ?? hold
  const block: Block = {
    id: `${hold.holdId} ${hold.claimantId} ${hold.startsAt.toString()}`,
    column: lane.id,
    startMinute: minuteOn(lane.day, startsAt, data.zone),
    endMinute: Math.min(minuteOn(lane.day, endsAt, data.zone), minutesPerDay),
    title: booking?.studentName ?? t('scheduling.state_held'),
    lines: booking ? [booking.offeringTitle] : [],
    state: 'held',
    ...heldWords(hold.heldUntil, choice?.rank ?? null, lane.day, i18n),
  }
  return {
    ...block,
    ...(booking && { hue: booking.hue as Hue }), // as above
    ...(booking && links.request && { href: links.request(booking.id) }),
  }
}

// A held time has its buffers around it, so it is longer than the choice inside.
function isHeldBy(choice: BookingRow['choices'][number], hold: HeldTime): boolean {
  return overlaps({ from: choice.startsAt, to: choice.endsAt }, { from: hold.startsAt, to: hold.endsAt })
}

function untilWords(
  until: Temporal.Instant,
  day: Temporal.PlainDate,
  { formatTime, formatDayAndTime, zone }: I18n,
): string {
  return until.toZonedDateTimeISO(zone).toPlainDate().equals(day) ? formatTime(until) : formatDayAndTime(until)
}

function closedBlocks(lane: Lane, { shown: { data }, hours, i18n: { t } }: Drawing): Block[] {
  const closure = closureOn(data, lane.day)
  const closed = (startMinute: number, endMinute: number): Block => ({
    id: `closed ${lane.id} ${startMinute}`,
    column: lane.id,
    startMinute,
    endMinute,
    title: closure ?? t('scheduling.closed'),
    lines: [],
    state: 'closed',
  })
  if (closure !== null) return [closed(hours.start, hours.end)]
  if (lane.claimantId === null || lane.claimantId === nowhere) return []
  const blocks: Block[] = []
  let last = hours.start
  for (const [from, to] of openMinutesOf(data, lane.claimantId, lane.day)) {
    if (from > last) blocks.push(closed(last, from))
    last = Math.max(last, to)
  }
  if (last < hours.end) blocks.push(closed(last, hours.end))
  return blocks
}
