import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { dayBounds, epochMinute, localDate } from '#platform/time.ts'
import { forbiddenStarts, noRanges } from '#slots'
import type { BookableTime } from './bookable-time.ts'
import { type Ignored, readTaught } from './busy-times.ts'
import type { Claim } from './claims.ts'
import { mustBeLookedAt, toTeacher } from './searches.ts'

const reachHours = 72

/**
 * The queues in which a teacher with limits waits: those of the whole local day, and as far around the lesson as a run or a way can reach.
 * Whoever could break a limit together stands in one of them together.
 */
export function limitQueues({
  limitedBy: offering,
  startsAt,
  endsAt,
  teacherIds,
}: BookableTime): Omit<Claim, 'asWhat'>[] {
  if (!offering) return []
  const day = dayBounds(localDate(startsAt, offering.zone), offering.zone)
  return offering.teachers
    .filter(({ id }) => teacherIds.includes(id))
    .flatMap(({ id, limits, travelMinutes }) => {
      const ways = Math.max(travelMinutes, ...offering.travel.values())
      const reach = { minutes: Math.max(ways, limits?.longestRunMinutes ?? 0) }
      return [
        { claimantId: id, from: day.start, to: day.end },
        { claimantId: id, from: startsAt.subtract(reach), to: endsAt.add(reach) },
      ]
    })
}

/**
 * The times without the teachers who would have too much by now. To be asked in the queue of the teacher: no constraint can hold a limit, so
 * this is where two who plan at once find out about each other.
 */
export async function withoutLimited<T extends BookableTime>(
  ctx: Ctx,
  times: readonly T[],
  ignored: Ignored | undefined,
): Promise<T[]> {
  const limited = times.filter(({ limitedBy }) => limitedBy !== undefined)
  if (limited.length === 0) return [...times]
  const teacherIds = [...new Set(limited.flatMap((time) => time.teacherIds))]
  const starts = limited.map(({ startsAt }) => startsAt).toSorted((one, other) => Temporal.Instant.compare(one, other))
  const span = {
    from: starts[0]!.subtract({ hours: reachHours }),
    to: starts.at(-1)!.add({ hours: reachHours }),
  }
  const taught = await readTaught(ctx, teacherIds, span, ignored)
  return times.map((time) => {
    const allowed = (id: Id<'person'>) => isWithinLimits(ctx, time, { id, taught: taught.get(id) })
    return time.limitedBy ? { ...time, teacherIds: time.teacherIds.filter(allowed) } : time
  })
}

interface Asked {
  readonly id: Id<'person'>
  readonly taught: Parameters<typeof toTeacher>[2]['taught']
}

const codes: ReadonlySet<string> = new Set(['day_full', 'needs_break', 'travels'])

function isWithinLimits(ctx: Ctx, time: BookableTime, { id, taught }: Asked): boolean {
  const offering = time.limitedBy
  const known = offering?.teachers.find((teacher) => teacher.id === id)
  const { format = 'in_person', locationId } = time
  if (!offering || !known || !mustBeLookedAt(offering, known, { format })) return true
  const start = epochMinute(time.startsAt)
  const span = { from: start, to: start + 1 }
  const search = {
    from: time.startsAt,
    to: time.endsAt,
    now: ctx.now,
    zone: offering.zone,
    offering: { ...offering.rules, durationMinutes: epochMinute(time.endsAt) - start },
    teachers: [],
    needs: [],
  }
  const teacher = toTeacher(offering, known, { held: { format, locationId }, busy: noRanges, taught })
  const forbidden = forbiddenStarts(search, teacher, span)
  return !forbidden.some(({ code, from, to }) => codes.has(code) && from <= start && start < to)
}
