import type { getTimetable, TimetableLesson } from '#contract/scheduling'
import type { Output } from '#platform/contract.ts'
import { minuteOn, minutesPerDay } from './local-time.ts'

export type TimetableData = Output<typeof getTimetable>
export type HeldTime = TimetableData['holds'][number]

/** What is asked again and again of one answer, found once: who is taken when, and whose name is whose. */
export interface TimetableIndex {
  readonly lessons: ReadonlyMap<string, TimetableLesson>
  /** Lessons of a teacher, a student, a room or whatever else is claimed. */
  readonly lessonsOf: (claimantId: string) => readonly TimetableLesson[]
  readonly holdsOf: (claimantId: string) => readonly HeldTime[]
  readonly openingsOf: (claimantId: string) => TimetableData['openings']
  readonly nameOf: (id: string) => string | null
  readonly kindOf: (id: string) => 'teacher' | 'room' | 'vehicle' | 'equipment' | 'student'
}

const indexes = new WeakMap<TimetableData, TimetableIndex>()

export function indexOf(data: TimetableData): TimetableIndex {
  const known = indexes.get(data)
  if (known) return known
  const index = buildIndex(data)
  indexes.set(data, index)
  return index
}

function buildIndex(data: TimetableData): TimetableIndex {
  const byClaimant = new Map<string, TimetableLesson[]>()
  const names = new Map<string, string>()
  const kinds = new Map<string, ReturnType<TimetableIndex['kindOf']>>()
  const know = (kind: ReturnType<TimetableIndex['kindOf']>, each: readonly { id: string; name: string }[]) => {
    for (const { id, name } of each) {
      names.set(id, name)
      kinds.set(id, kind)
    }
  }
  know('teacher', data.teachers)
  know('room', data.rooms)
  know('vehicle', data.vehicles)
  know('equipment', data.equipment)
  for (const lesson of data.lessons) {
    lesson.studentIds.forEach((id, position) => {
      names.set(id, lesson.studentNames[position] ?? '')
      kinds.set(id, 'student')
    })
    for (const id of claimantsOf(lesson)) {
      const list = byClaimant.get(id)
      if (list) list.push(lesson)
      else byClaimant.set(id, [lesson])
    }
  }
  const holds = Map.groupBy(data.holds, ({ claimantId }) => claimantId)
  const openings = Map.groupBy(data.openings, ({ claimantId }) => claimantId)
  return {
    lessons: new Map(data.lessons.map((lesson) => [lesson.id, lesson])),
    lessonsOf: (id) => byClaimant.get(id) ?? [],
    holdsOf: (id) => holds.get(id) ?? [],
    openingsOf: (id) => openings.get(id) ?? [],
    nameOf: (id) => names.get(id) ?? null,
    kindOf: (id) => kinds.get(id) ?? 'student',
  }
}

/** Everybody and everything that a lesson takes. */
export function claimantsOf({ teacherId, roomId, resourceIds, studentIds }: TimetableLesson): string[] {
  return [...new Set<string>([teacherId, ...(roomId === null ? [] : [roomId]), ...resourceIds, ...studentIds])]
}

/** Open minutes of one claimant on one local day, from and to. */
export function openMinutesOf(data: TimetableData, claimantId: string, day: Temporal.PlainDate): [number, number][] {
  if (closureOn(data, day) !== null) return []
  return indexOf(data)
    .openingsOf(claimantId)
    .map(({ from, to }): [number, number] => [
      Math.max(minuteOn(day, from, data.zone), 0),
      Math.min(minuteOn(day, to, data.zone), minutesPerDay),
    ])
    .filter(([from, to]) => to > from)
    .toSorted(([one], [other]) => one - other)
}

export function closureOn(data: TimetableData, day: Temporal.PlainDate): string | null {
  const closure = data.closures.find(
    ({ fromDate, toDate }) =>
      Temporal.PlainDate.compare(fromDate, day) <= 0 && Temporal.PlainDate.compare(day, toDate) <= 0,
  )
  return closure?.name ?? null
}
