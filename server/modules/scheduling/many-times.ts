import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { epochMinute } from '#platform/time.ts'
import { explain, findSlots } from '#slots'
import { type BookableTime, nameReasons, narrowToRoom, officeRules, reason } from './bookable-time.ts'
import { openSearch, readBookableOffering } from './candidates.ts'
import type { Reason } from './contract.ts'

export interface WantedTimes {
  readonly offeringId: Id<'offering'>
  readonly teacherId: Id<'person'>
  readonly roomId: Id<'resource'> | null
  readonly starts: readonly Temporal.Instant[]
  /** Who would be in it; being busy is no reason against the time. */
  readonly studentIds: readonly Id<'person'>[]
}

export interface CheckedTime {
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  /** Null when something stands in the way. */
  readonly time: BookableTime | null
  readonly reasons: readonly Reason[]
  readonly busyStudents: readonly Id<'person'>[]
}

/** Whether lessons of an offering could be planned at each of these times, by the engine that lists free ones, in two queries for all. */
export async function checkTimes(ctx: Ctx, wanted: WantedTimes): Promise<CheckedTime[]> {
  const starts = wanted.starts.toSorted((one, other) => Temporal.Instant.compare(one, other))
  const [first, last] = [starts[0], starts.at(-1)]
  if (!first || !last) return []
  const span = { from: first, to: last.add({ minutes: 1 }) }
  const found = await readBookableOffering(ctx, wanted.offeringId, span.from, span.to)
  if (!found) return []
  const rules = { ...found.rules, ...officeRules }
  const refused = refusedAlways(found, wanted)
  const offering = narrowToRoom({ ...found, rules }, refused ? undefined : (wanted.roomId ?? undefined))
  const { teacherId, studentIds } = wanted
  const search = await openSearch(ctx, offering, { ...span, teacherId, studentIds })
  const { students = [], ...withoutStudents } = search

  return starts.map((startsAt) => {
    const endsAt = startsAt.add({ minutes: rules.durationMinutes })
    const [from, to] = [epochMinute(startsAt), epochMinute(endsAt)]
    const busyStudents = studentIds.filter((_, n) =>
      students[n]!.some((start, i, busy) => i % 2 === 0 && start < to && busy[i + 1]! > from),
    )
    const refusal = (reasons: readonly Reason[]) => ({ startsAt, endsAt, time: null, reasons, busyStudents })
    if (refused) return refusal([refused])
    const one = { ...withoutStudents, from: startsAt, to: startsAt.add({ minutes: 1 }) }
    const whyNot = explain(one, startsAt)
    if (whyNot.length > 0) return refusal(nameReasons(ctx, offering, search.teachers.length > 0, whyNot))
    const slot = findSlots(one)[0]
    if (!slot) return refusal([reason('off_grid')])
    const time: BookableTime = {
      lessonId: null,
      startsAt,
      endsAt,
      teacherIds: [teacherId],
      roomIds: search.rooms && slot.rooms.map((n) => search.rooms![n]!.id as Id<'resource'>),
      bufferBeforeMinutes: rules.bufferBeforeMinutes,
      bufferAfterMinutes: rules.bufferAfterMinutes,
    }
    return { startsAt, endsAt, time, reasons: [], busyStudents }
  })
}

type Found = NonNullable<Awaited<ReturnType<typeof readBookableOffering>>>

function refusedAlways({ teachers, rooms }: Found, { teacherId, roomId }: WantedTimes): Reason | null {
  if (!teachers.some(({ id }) => id === teacherId)) return reason('no_teacher')
  return roomId && !rooms.some(({ id }) => id === roomId) ? reason('no_room') : null
}
