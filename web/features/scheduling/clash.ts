import type { LessonBlock, Reason } from '#contract/scheduling'
import { dayOf, minuteOn, overlaps, type Stretch } from './local-time.ts'
import { closureOn, openingsOf, type TimetableData } from './timetable-columns.ts'

export interface WantedTime extends Stretch {
  readonly lesson: LessonBlock
  readonly teacherId: string
  readonly roomId: string | null
}

export interface Clash {
  readonly reasons: readonly Reason[]
  /** The lessons in the way. */
  readonly lessonIds: ReadonlySet<string>
}

/** What can be told from the screen alone about a lesson that is being moved; the server still has the last word. */
export function findClash(data: TimetableData, wanted: WantedTime, now: Temporal.Instant): Clash {
  const reasons: Reason[] = []
  const lessonIds = new Set<string>()
  const { from, teacherId, roomId } = wanted
  const teacherName = data.teachers.find(({ id }) => id === teacherId)?.name ?? null
  const roomName = data.rooms.find(({ id }) => id === roomId)?.name ?? null
  const add = (code: Reason['code'], subjectName: string | null, stretch?: Stretch) =>
    reasons.push({ code, subjectName, from: stretch?.from ?? null, to: stretch?.to ?? null })

  if (Temporal.Instant.compare(from, now) < 0) add('in_the_past', null)
  const day = dayOf(from, data.zone)
  const closure = closureOn(data, day)
  if (closure !== null) add('closure', closure)
  for (const other of data.lessons) {
    if (other.id === wanted.lesson.id || other.status === 'cancelled') continue
    const stretch = { from: other.startsAt, to: other.endsAt }
    if (!overlaps(stretch, wanted)) continue
    if (other.teacherId === teacherId) add('teacher_busy', teacherName, stretch)
    if (roomId !== null && other.roomId === roomId) add('room_busy', roomName, stretch)
    if (other.teacherId === teacherId || (roomId !== null && other.roomId === roomId)) lessonIds.add(other.id)
  }
  for (const hold of data.holds) {
    const stretch = { from: hold.startsAt, to: hold.endsAt }
    if (!overlaps(stretch, wanted)) continue
    if (hold.asWhat === 'teacher' && hold.claimantId === teacherId) add('teacher_busy', teacherName, stretch)
    if (hold.asWhat === 'resource' && hold.claimantId === roomId) add('room_busy', roomName, stretch)
  }
  if (closure === null) {
    if (!isOpen(data, teacherId, wanted)) add('outside_teacher_hours', teacherName)
    if (roomId !== null && !isOpen(data, roomId, wanted)) add('room_closed', roomName)
  }
  return { reasons: withoutRepeats(reasons), lessonIds }
}

function isOpen(data: TimetableData, claimantId: string, { from, to }: Stretch): boolean {
  const day = dayOf(from, data.zone)
  const [start, end] = [minuteOn(day, from, data.zone), minuteOn(day, to, data.zone)]
  return openingsOf(data, claimantId, day).some(([opens, closes]) => opens <= start && end <= closes)
}

function withoutRepeats(reasons: readonly Reason[]): Reason[] {
  return [...new Map(reasons.map((reason) => [`${reason.code} ${reason.from?.toString()}`, reason])).values()]
}
