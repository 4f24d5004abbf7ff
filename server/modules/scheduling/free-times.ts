import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound, wrongField } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import {
  dayBounds,
  epochDay,
  epochMinute,
  instantOf,
  localDate,
  localMinute,
  minutesPerDay,
  zoneOffsets,
} from '#platform/time.ts'
import { findSlots } from '#slots'
import { findBookableTime, findNearestTimes, toSlot } from './bookable-time.ts'
import { type BookableOffering, openSearch, readBookableOffering } from './candidates.ts'
import type * as contract from './contract.ts'
import type { Slot } from './contract.ts'
import { findFreePlaces } from './free-places.ts'
import { visibleLessons } from './lesson.ts'

const longestRange = 366
/** How far past the asked range the first search looks for the next free day. */
const daysAhead = 14

interface Days {
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate
}

/** Refuses a range of days that runs backwards, is too long, or lies where no clock changes are known. */
export function checkDays({ from, to }: Days, longest: number): void {
  if (from.year < 1974) throw wrongField('from', 'invalid_date')
  if (to.year > 2190) throw wrongField('to', 'invalid_date')
  if (Temporal.PlainDate.compare(from, to) > 0) throw wrongField('to', 'before_from')
  if (from.until(to).days >= longest) throw wrongField('to', 'range_too_long', { maximum: longest })
}

export async function listSlots(
  ctx: Ctx,
  { offeringId, teacherId, from, to }: Input<typeof contract.listSlots>,
): Promise<Output<typeof contract.listSlots>> {
  checkDays({ from, to }, longestRange)
  const offering = await readBookableOffering(
    ctx,
    offeringId,
    midnight(from),
    midnight(to.add({ days: daysAhead + 1 })),
  )
  if (!offering || (!offering.isActive && !can(ctx, 'timetable.manage'))) throw notFound()
  const { zone } = offering
  const bookable = bookableDays(ctx, offering)
  const free = await findFree(ctx, offering, { teacherId, days: { from, to: to.add({ days: daysAhead }) } })
  const offsets = zoneOffsets(
    zone,
    midnight(from.subtract({ days: 2 })).epochMilliseconds,
    midnight(to.add({ days: 20 })).epochMilliseconds,
  )
  const first = epochDay(from)
  const dayOf = (slot: Slot) => Math.floor(localMinute(epochMinute(slot.startsAt), offsets) / minutesPerDay) - first

  const count = from.until(to).days + 1
  const days = Array.from({ length: count }, (_, n) => {
    const date = from.add({ days: n })
    return { date, closedBecause: closureOf(offering, date), slots: [] as Slot[] }
  })
  for (const slot of free) days[dayOf(slot)]?.slots.push(slot)
  const later =
    free.find((slot) => dayOf(slot) >= count) ?? (await findLater(ctx, { offering, teacherId, bookable, to }))
  return { zone, days, nextFreeDay: later ? localDate(later.startsAt, zone) : null }
}

function midnight(date: Temporal.PlainDate): Temporal.Instant {
  return date.toZonedDateTime('UTC').toInstant()
}

function closureOf({ closures }: BookableOffering, date: Temporal.PlainDate): string | null {
  const closure = closures.find(
    ({ from, to }) => Temporal.PlainDate.compare(from, date) <= 0 && Temporal.PlainDate.compare(date, to) <= 0,
  )
  return closure?.label ?? null
}

function bookableDays(ctx: Ctx, { zone, rules }: BookableOffering): Days {
  const from = localDate(ctx.now, zone)
  return { from, to: from.add({ days: rules.furthestDays }) }
}

interface Wanted {
  readonly teacherId: Id<'person'> | undefined
  readonly days: Days
}

/** Free times that start on the days, in order; places in standing lessons beside the computed ones. */
async function findFree(ctx: Ctx, offering: BookableOffering, { teacherId, days }: Wanted): Promise<Slot[]> {
  const bookable = bookableDays(ctx, offering)
  const from = Temporal.PlainDate.compare(days.from, bookable.from) > 0 ? days.from : bookable.from
  const to = Temporal.PlainDate.compare(days.to, bookable.to) < 0 ? days.to : bookable.to
  if (Temporal.PlainDate.compare(from, to) > 0) return []
  const span = { from: dayBounds(from, offering.zone).start, to: dayBounds(to, offering.zone).end, teacherId }

  const earliest = ctx.now.add({ minutes: offering.rules.minimumNoticeMinutes })
  const places = (await findFreePlaces(ctx, offering, span))
    .filter(({ startsAt }) => Temporal.Instant.compare(startsAt, earliest) >= 0)
    .map(toSlot)
  if (offering.places > 1) return places
  const search = await openSearch(ctx, offering, span)
  const ids = search.teachers.map(({ id }) => id as Id<'person'>) // openSearch takes them from the offering's teachers
  const times = findSlots(search).map(({ start, end, teachers }) => ({
    startsAt: instantOf(start),
    endsAt: instantOf(end),
    teacherIds: teachers.map((n) => ids[n]!),
    lessonId: null,
    placesLeft: null,
  }))
  if (places.length === 0) return times
  return [...times, ...places].toSorted((one, other) => Temporal.Instant.compare(one.startsAt, other.startsAt))
}

interface Later {
  readonly offering: BookableOffering
  readonly teacherId: Id<'person'> | undefined
  readonly bookable: Days
  readonly to: Temporal.PlainDate
}

async function findLater(ctx: Ctx, { offering, teacherId, bookable, to }: Later): Promise<Slot | undefined> {
  const from = to.add({ days: daysAhead + 1 })
  if (Temporal.PlainDate.compare(from, bookable.to) > 0) return undefined
  const whole = await readBookableOffering(ctx, offering.id, midnight(from), midnight(bookable.to.add({ days: 1 })))
  return whole && (await findFree(ctx, whole, { teacherId, days: { from, to: bookable.to } }))[0]
}

export async function explainTime(
  ctx: Ctx,
  input: Input<typeof contract.explainTime>,
): Promise<Output<typeof contract.explainTime>> {
  checkMoment(input.startsAt)
  const studentIds = input.studentId ? [await seenStudent(ctx, input.studentId)] : []
  const answer = await findBookableTime(ctx, { ...input, studentIds })
  if ('time' in answer) return { reasons: [], nearest: [] }
  return { reasons: answer.reasons, nearest: await findNearestTimes(ctx, { ...input, studentIds }) }
}

/** Refuses a moment where no clock changes are known. */
export function checkMoment(startsAt: Temporal.Instant): void {
  const { year } = startsAt.toZonedDateTimeISO('UTC')
  if (year < 1974 || year > 2190) throw wrongField('startsAt', 'invalid_instant')
}

// When a student is somewhere else is known to the office and to the teachers of that student.
async function seenStudent(ctx: Ctx, studentId: Id<'person'>): Promise<Id<'person'>> {
  let students = ctx.db
    .selectFrom('people.studentProfile as student')
    .select('student.personId')
    .where('student.orgId', '=', ctx.orgId)
    .where('student.personId', '=', studentId)
  if (!can(ctx, 'timetable.manage')) {
    students = students.where((eb) =>
      eb.exists(
        visibleLessons(ctx)
          .innerJoin('scheduling.place as seat', (join) =>
            join.onRef('seat.orgId', '=', 'lesson.orgId').onRef('seat.lessonId', '=', 'lesson.id'),
          )
          .select('lesson.id')
          .where('lesson.teacherId', '=', ctx.actor.personId)
          .where('seat.studentId', '=', studentId),
      ),
    )
  }
  if (!(await students.executeTakeFirst())) throw notFound()
  return studentId
}
