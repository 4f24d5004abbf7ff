import type { Offering } from '#contract/catalogue'
import type { Reason, TimetableLesson } from '#contract/scheduling'
import { dayOf, minuteOn, overlaps, type Stretch } from './local-time.ts'
import { closureOn, indexOf, openMinutesOf, type TimetableData } from './timetable-data.ts'

export interface WantedTime extends Stretch {
  readonly lesson: TimetableLesson
  readonly teacherId: string
  readonly roomId: string | null
  readonly resourceIds: readonly string[]
}

export interface Clash {
  readonly reasons: readonly Reason[]
  /** The lessons in the way. */
  readonly lessonIds: ReadonlySet<string>
}

export interface ClashGround {
  readonly data: TimetableData
  readonly now: Temporal.Instant
  /** Lessons that move along, and are not in the way where they are now. */
  readonly moving: ReadonlySet<string>
  readonly buffersOf: (lesson: TimetableLesson) => Buffers
}

export type Buffers = Pick<Offering, 'bufferBeforeMinutes' | 'bufferAfterMinutes'>

const busyCodes = {
  teacher: 'teacher_busy',
  room: 'room_busy',
  vehicle: 'vehicle_busy',
  equipment: 'equipment_busy',
  student: 'student_busy',
} as const satisfies Record<string, Reason['code']>

/** What can be told from the screen alone about a lesson that is being moved; the server still has the last word. */
export function findClash(ground: ClashGround, wanted: WantedTime): Clash {
  const { data, now } = ground
  const index = indexOf(data)
  const reasons: Reason[] = []
  const lessonIds = new Set<string>()
  const add = (code: Reason['code'], subjectName: string | null, stretch?: Stretch) =>
    reasons.push({ code, subjectName, from: stretch?.from ?? null, to: stretch?.to ?? null })

  if (Temporal.Instant.compare(wanted.from, now) < 0) add('in_the_past', null)
  const closure = closureOn(data, dayOf(wanted.from, data.zone))
  if (closure !== null) add('closure', closure)

  const taken = [wanted.teacherId, ...(wanted.roomId === null ? [] : [wanted.roomId]), ...wanted.resourceIds]
  for (const claimantId of [...taken, ...wanted.lesson.studentIds]) {
    const kind = index.kindOf(claimantId)
    // Buffers belong to the teacher and the room; a student may go from one lesson to the next.
    const around = kind === 'student' ? wanted : widen(wanted, ground.buffersOf(wanted.lesson))
    for (const other of index.lessonsOf(claimantId)) {
      if (ground.moving.has(other.id) || other.status === 'cancelled') continue
      const stretch = { from: other.startsAt, to: other.endsAt }
      if (!overlaps(kind === 'student' ? stretch : widen(stretch, ground.buffersOf(other)), around)) continue
      add(busyCodes[kind], index.nameOf(claimantId), stretch)
      lessonIds.add(other.id)
    }
    for (const hold of index.holdsOf(claimantId)) {
      const stretch = { from: hold.startsAt, to: hold.endsAt }
      if (overlaps(stretch, around)) add(busyCodes[kind], index.nameOf(claimantId), stretch)
    }
  }
  if (closure === null) {
    if (!isOpen(data, wanted.teacherId, wanted)) add('outside_teacher_hours', index.nameOf(wanted.teacherId))
    if (wanted.roomId !== null && !isOpen(data, wanted.roomId, wanted)) add('room_closed', index.nameOf(wanted.roomId))
    for (const id of wanted.resourceIds)
      if (!isOpen(data, id, wanted))
        add(index.kindOf(id) === 'vehicle' ? 'vehicle_closed' : 'equipment_closed', index.nameOf(id))
  }
  return { reasons: withoutRepeats(reasons), lessonIds }
}

function widen({ from, to }: Stretch, { bufferBeforeMinutes, bufferAfterMinutes }: Buffers): Stretch {
  if (bufferBeforeMinutes === 0 && bufferAfterMinutes === 0) return { from, to }
  return { from: from.subtract({ minutes: bufferBeforeMinutes }), to: to.add({ minutes: bufferAfterMinutes }) }
}

function isOpen(data: TimetableData, claimantId: string, { from, to }: Stretch): boolean {
  const day = dayOf(from, data.zone)
  const [start, end] = [minuteOn(day, from, data.zone), minuteOn(day, to, data.zone)]
  return openMinutesOf(data, claimantId, day).some(([opens, closes]) => opens <= start && end <= closes)
}

function withoutRepeats(reasons: readonly Reason[]): Reason[] {
  return [
    ...new Map(
      reasons.map((reason) => [`${reason.code} ${reason.subjectName} ${reason.from?.toString()}`, reason]),
    ).values(),
  ]
}
