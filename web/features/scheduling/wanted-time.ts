import type { TimetableLesson } from '#contract/scheduling'
import type { Movement } from '#web/ui/timetable.tsx'
import type { WantedTime } from './clash.ts'
import { instantAt } from './local-time.ts'
import { nowhere, type Lane, type Shown } from './timetable-columns.ts'

/** What a place on the timetable means for a lesson: a time, and the room, teacher or vehicle of the column. */
export function wantedTime(
  { data, view, days }: Shown,
  lanes: readonly Lane[],
  lesson: TimetableLesson,
  { column, startMinute, endMinute }: Movement,
): WantedTime | null {
  const lane = lanes.find(({ id }) => id === column)
  if (!lane) return null
  const claimant = days.length === 1 && lane.claimantId !== nowhere ? lane.claimantId : null
  return {
    lesson,
    from: instantAt(lane.day, startMinute, data.zone),
    to: instantAt(lane.day, endMinute, data.zone),
    teacherId: view === 'teachers' && claimant !== null ? claimant : lesson.teacherId,
    roomId: view === 'rooms' && claimant !== null ? claimant : lesson.roomId,
    resourceIds:
      view === 'vehicles' && claimant !== null && !lesson.resourceIds.some((id) => id === claimant)
        ? [claimant, ...lesson.resourceIds.filter((id) => !data.vehicles.some((vehicle) => vehicle.id === id))]
        : lesson.resourceIds,
  }
}

export function isAtHome({ lesson, from, to, teacherId, roomId, resourceIds }: WantedTime): boolean {
  return (
    from.equals(lesson.startsAt) &&
    to.equals(lesson.endsAt) &&
    teacherId === lesson.teacherId &&
    roomId === lesson.roomId &&
    resourceIds.join() === lesson.resourceIds.join()
  )
}
