import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound, wrongField } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { dayBounds, epochDay, epochMinute, localDate, localMinute, minutesPerDay, zoneOffsets } from '#platform/time.ts'
import { type BookableOffering, readBookableOffering } from './bookable-offering.ts'
import { findBookableTime } from './bookable-time.ts'
import type * as contract from './contract.ts'
import type { Slot } from './contract.ts'
import { findFreePlaces, type FreePlace } from './free-places.ts'
import { findNearestTimes, mergeSlots, toSlot } from './nearest-times.ts'
import { type OpenSearch, openSearches, type SearchOptions } from './searches.ts'
import { mustSeeStudents } from './visible-students.ts'

const longestRange = 366
/** How far past the asked range the first search looks for the next free day. */
const daysAhead = 3

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
  input: Input<typeof contract.listSlots>,
): Promise<Output<typeof contract.listSlots>> {
  const { offeringId, from, to, ...who } = input
  checkDays({ from, to }, longestRange)
  await mustSeeStudents(ctx, who.studentIds ?? [])
  const offering = await readBookableOffering(
    ctx,
    offeringId,
    midnight(from),
    midnight(to.add({ days: daysAhead + 1 })),
  )
  if (!offering || (!offering.isActive && !can(ctx, 'timetable.manage'))) throw notFound()
  const { zone } = offering
  const bookable = bookableDays(ctx, offering)
  const free = await findFree(ctx, offering, { who, days: { from, to: to.add({ days: daysAhead }) } })
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
  const later = free.find((slot) => dayOf(slot) >= count) ?? (await findLater(ctx, { offering, who, bookable, to }))
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

/** Whose time is looked at, and where. */
type Who = Pick<SearchOptions, 'teacherId' | 'teacherIds' | 'locationId'> & {
  readonly studentIds?: readonly Id<'person'>[] | undefined
}

interface Wanted {
  readonly who: Who
  readonly days: Days
}

/** Free times that start on the days, in order; places in standing lessons beside the computed ones. */
async function findFree(ctx: Ctx, offering: BookableOffering, { who, days }: Wanted): Promise<Slot[]> {
  const bookable = bookableDays(ctx, offering)
  const from = Temporal.PlainDate.compare(days.from, bookable.from) > 0 ? days.from : bookable.from
  const to = Temporal.PlainDate.compare(days.to, bookable.to) < 0 ? days.to : bookable.to
  if (Temporal.PlainDate.compare(from, to) > 0) return []
  const { studentIds = [], ...where } = who
  const span = {
    from: dayBounds(from, offering.zone).start,
    to: dayBounds(to, offering.zone).end,
    ...where,
    studentIds,
  }

  const found = await findFreePlaces(ctx, offering, span)
  const earliest = ctx.now.add({ minutes: offering.rules.minimumNoticeMinutes })
  const places = found.filter(({ startsAt }) => Temporal.Instant.compare(startsAt, earliest) >= 0)
  if (offering.places > 1) return (await withoutClashes(ctx, offering, { span, places })).map(toSlot)
  const searches = await openSearches(ctx, offering, span)
  const times = mergeSlots(searches)
  if (places.length === 0) return times
  const open = dropClashes(searches[0]!, places).map(toSlot)
  return [...times, ...open].toSorted((one, other) => Temporal.Instant.compare(one.startsAt, other.startsAt))
}

interface Places {
  readonly span: SearchOptions
  readonly places: readonly FreePlace[]
}

async function withoutClashes(
  ctx: Ctx,
  offering: BookableOffering,
  { span, places }: Places,
): Promise<readonly FreePlace[]> {
  if (places.length === 0 || !span.studentIds?.length) return places
  const [search] = await openSearches(ctx, { ...offering, teachers: [], needs: [] }, span)
  return dropClashes(search!, places)
}

/** Without the lessons during which a student is somewhere else or no longer there. */
function dropClashes({ students = [], studentsUntil = Infinity }: OpenSearch, places: readonly FreePlace[]) {
  return places.filter(({ startsAt, endsAt }) => {
    const [from, to] = [epochMinute(startsAt), epochMinute(endsAt)]
    const isBusy = students.some((busy) => busy.some((start, i) => i % 2 === 0 && start < to && busy[i + 1]! > from))
    return !isBusy && to <= studentsUntil
  })
}

interface Later {
  readonly offering: BookableOffering
  readonly who: Who
  readonly bookable: Days
  readonly to: Temporal.PlainDate
}

async function findLater(ctx: Ctx, { offering, who, bookable, to }: Later): Promise<Slot | undefined> {
  const from = to.add({ days: daysAhead + 1 })
  if (Temporal.PlainDate.compare(from, bookable.to) > 0) return undefined
  const whole = await readBookableOffering(ctx, offering.id, midnight(from), midnight(bookable.to.add({ days: 1 })))
  return whole && (await findFree(ctx, whole, { who, days: { from, to: bookable.to } }))[0]
}

export async function explainTime(
  ctx: Ctx,
  input: Input<typeof contract.explainTime>,
): Promise<Output<typeof contract.explainTime>> {
  checkMoment(input.startsAt)
  const studentIds = input.studentId ? [input.studentId] : []
  await mustSeeStudents(ctx, studentIds)
  const answer = await findBookableTime(ctx, { ...input, studentIds })
  if ('time' in answer) return { reasons: [], nearest: [] }
  return { reasons: answer.reasons, nearest: await findNearestTimes(ctx, { ...input, studentIds }) }
}

/** Refuses a moment where no clock changes are known. */
export function checkMoment(startsAt: Temporal.Instant): void {
  const { year } = startsAt.toZonedDateTimeISO('UTC')
  if (year < 1974 || year > 2190) throw wrongField('startsAt', 'invalid_instant')
}
