import { sql } from 'kysely'
import { createFormatters } from '#messages/format.ts'
import { notify } from '#notifications'
import { listOffice } from '#people'
import type { Ctx } from '#platform/context.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { localDate } from '#platform/time.ts'
import { planLessons } from '#scheduling'
import { type Intent, type SeenDate, seeDates } from './dates.ts'
import { writeOccurrences } from './occurrences.ts'
import { isEndless, isPausedAt, lastPlan, lockSeries, type SeriesRecord } from './record.ts'
import { datesBetween, horizonOf } from './rules.ts'

/** Makes the next dates of every series that never ends. What clashes is kept and told to the office, and nothing is left out in silence. */
export async function carryOnSeries(ctx: Ctx): Promise<void> {
  const { rows } = await sql<{ id: Id<'series'> }>`
    select s.id from series.series s
    where s.org_id = ${ctx.orgId} and s.ended_on is null and s.made_until < ${localDate(ctx.now, 'UTC').add({ weeks: 26 })}::date
      and not exists (
        select from series.plan p where p.org_id = ${ctx.orgId} and p.series_id = s.id and (p.rule like '%COUNT=%' or p.rule like '%UNTIL=%')
          and p.from_date = (select max(from_date) from series.plan where org_id = ${ctx.orgId} and series_id = s.id))
    order by s.made_until, s.id`.execute(ctx.db)
  for (const { id } of rows) await carryOn(ctx, id)
}

async function carryOn(ctx: Ctx, id: Id<'series'>): Promise<void> {
  const series = await lockSeries(ctx, id)
  if (!isEndless(series)) return
  const { timing, teacherId, roomId } = lastPlan(series)
  const last = horizonOf(timing, ctx.now)
  const dates = datesBetween(timing, { last }).filter(
    ({ date, startsAt }) =>
      Temporal.PlainDate.compare(date, series.madeUntil) > 0 && Temporal.Instant.compare(startsAt, ctx.now) > 0,
  )
  const intent: Intent = { ...series, teacherId, roomId }
  const isPaused = (date: Temporal.PlainDate) => isPausedAt(series, date)
  const clashes =
    dates.length === 0
      ? []
      : await makeDates(ctx, series, { intent, dates: await seeDates(ctx, intent, { dates, isPaused }) })
  await ctx.db
    .updateTable('series.series')
    .set({ madeUntil: last })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute()
  if (clashes.length > 0) await tellOfClashes(ctx, series, clashes)
}

interface Making {
  readonly intent: Intent
  readonly dates: readonly SeenDate[]
}

/** Plans what is free, and gives the dates that clash. */
async function makeDates(ctx: Ctx, series: SeriesRecord, { intent, dates }: Making): Promise<SeenDate[]> {
  const held = dates.filter(({ time }) => time !== null)
  const times = held.map(({ time }) => time!)
  const planned = await planLessons(ctx, { ...intent, seriesId: series.id, capacity: series.places, times })
  // Somebody was faster for one of them: that one waits for the office, the others are planned.
  if ('lost' in planned) {
    const lost = held[planned.index]
    return makeDates(ctx, series, {
      intent,
      dates: dates.map((each) => (each === lost ? { ...each, state: 'clash', time: null } : each)),
    })
  }
  await writeOccurrences(ctx, series.id, dates, new Map(held.map(({ date }, i) => [date.toString(), planned[i]!])))
  const clashes = dates.filter(({ state }) => state === 'clash')
  await emit(
    ctx,
    'series.carried_on',
    { kind: 'series', id: series.id },
    { planned: held.length, clashes: clashes.map(({ date }) => date) },
  )
  return clashes
}

async function tellOfClashes(ctx: Ctx, { id, title, zone }: SeriesRecord, clashes: readonly SeenDate[]): Promise<void> {
  const first = clashes[0]!.date
  const office = await listOffice(ctx)
  await notify(
    ctx,
    ...office.map(({ id: personId, locale }) => ({
      uniqueKey: `series-clash:${id}:${first.toString()}:${personId}`,
      personId,
      kind: 'series.clashes',
      arguments: { title, count: clashes.length, first: createFormatters(locale, zone).formatDate(first) },
      path: `/series/${id}`,
    })),
  )
}
