import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/contract.ts'
import { wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { localDate } from '#platform/time.ts'
import { changeLessons, lockLessons } from '#scheduling'
import type * as contract from './contract.ts'
import { longestDays, type PreviewDate, type Series } from './contract.ts'
import { changeSeries, previewChange } from './changing.ts'
import { seriesOver } from './errors.ts'
import { deleteOccurrences, insertOccurrences, type Occurrence, readOccurrences } from './occurrences.ts'
import { findSeries, isEndless, lastPlan, lockSeries, type SeriesRecord } from './record.ts'
import { describeSeries } from './series.ts'

export async function endSeries(ctx: Ctx, input: Input<typeof contract.endSeries>): Promise<Series> {
  const { seriesId, fromDate, reason = '' } = input
  const series = await lockSeries(ctx, seriesId)
  mustBeAhead(ctx, series, 'fromDate', fromDate)
  const dropped = (await datesAhead(ctx, series)).filter(({ date }) => Temporal.PlainDate.compare(date, fromDate) >= 0)
  if (dropped.length === 0 && !isEndless(series)) throw seriesOver()
  const studentIds = await cancelLessons(ctx, series, dropped, reason)
  await deleteOccurrences(
    ctx,
    seriesId,
    dropped.map(({ date }) => date),
  )
  await ctx.db
    .updateTable('series.series')
    .set({ endedOn: fromDate })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', seriesId)
    .execute()
  await emit(
    ctx,
    'series.ended',
    { kind: 'series', id: seriesId },
    { fromDate, reason, studentIds, ...teacherOf(series) },
  )
  return describeSeries(ctx, await findSeries(ctx, seriesId))
}

export async function pauseSeries(ctx: Ctx, input: Input<typeof contract.pauseSeries>): Promise<Series> {
  const { seriesId, fromDate, toDate, reason = '' } = input
  const series = await lockSeries(ctx, seriesId)
  if (Temporal.PlainDate.compare(toDate, fromDate) < 0) throw wrongField('toDate', 'before_from')
  mustBeAhead(ctx, series, 'fromDate', fromDate)
  if (fromDate.until(toDate).days > longestDays) throw wrongField('toDate', 'range_too_long', { maximum: longestDays })
  const paused = (await datesAhead(ctx, series)).filter(
    ({ date }) => Temporal.PlainDate.compare(fromDate, date) <= 0 && Temporal.PlainDate.compare(date, toDate) <= 0,
  )
  if (paused.length === 0 && !isEndless(series)) throw wrongField('fromDate', 'no_dates')
  const studentIds = await cancelLessons(ctx, series, paused, reason)
  await deleteOccurrences(
    ctx,
    seriesId,
    paused.map(({ date }) => date),
  )
  await insertOccurrences(
    ctx,
    seriesId,
    paused.map(({ date, intendedAt }) => ({ date, intendedAt, state: 'skipped', why: 'pause', lessonId: null })),
  )
  await ctx.db
    .insertInto('series.pause')
    .values({ orgId: ctx.orgId, id: newId('pause'), seriesId, fromDate, toDate, reason })
    .execute()
  await emit(
    ctx,
    'series.paused',
    { kind: 'series', id: seriesId },
    { fromDate, toDate, reason, studentIds, ...teacherOf(series) },
  )
  return describeSeries(ctx, await findSeries(ctx, seriesId))
}

/** One date that clashed or was left out is the change of one date. */
export async function decideDate(ctx: Ctx, input: Input<typeof contract.decideDate>): Promise<Series> {
  const { seriesId, date, ...choice } = input
  const choices = Object.keys(choice).length > 0 ? [{ date, ...choice }] : []
  return changeSeries(ctx, { seriesId, scope: 'this', date, choices })
}

export async function previewDate(
  ctx: Ctx,
  { seriesId, date }: Input<typeof contract.previewDate>,
): Promise<PreviewDate> {
  const { dates } = await previewChange(ctx, { seriesId, scope: 'this', date })
  return dates[0]!
}

function mustBeAhead(ctx: Ctx, { zone }: SeriesRecord, field: string, date: Temporal.PlainDate): void {
  if (Temporal.PlainDate.compare(date, localDate(ctx.now, zone)) < 0) throw wrongField(field, 'in_the_past')
}

/** Dates whose lesson, if there is one, has not begun. */
async function datesAhead(ctx: Ctx, { id }: SeriesRecord): Promise<Occurrence[]> {
  const all = await readOccurrences(ctx, id)
  return all.filter(({ intendedAt, startsAt }) => Temporal.Instant.compare(startsAt ?? intendedAt, ctx.now) > 0)
}

/** Cancels the lessons of these dates, and says who was in them. */
async function cancelLessons(
  ctx: Ctx,
  series: SeriesRecord,
  dates: readonly Occurrence[],
  reason: string,
): Promise<Id<'person'>[]> {
  const locked = await lockLessons(
    ctx,
    dates.flatMap(({ lessonId }) => lessonId ?? []),
  )
  const ends = [...locked.values()]
  await changeLessons(ctx, {
    seriesId: series.id,
    offeringId: series.offeringId,
    capacity: series.places,
    studentIds: [],
    times: [],
    moves: [],
    ends,
    reason,
  })
  return [...new Set([...series.studentIds, ...ends.flatMap(({ studentIds }) => studentIds)])]
}

function teacherOf(series: SeriesRecord): { teacherId: Id<'person'> } {
  return { teacherId: lastPlan(series).teacherId }
}
