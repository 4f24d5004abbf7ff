import { sql } from 'kysely'
import { createFormatters } from '#messages/format.ts'
import { notify } from '#notifications'
import { listOffice } from '#people'
import type { Ctx } from '#platform/context.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { toInstant } from '#platform/time.ts'
import { type BookableTime, changeLessons, type LessonMove, lockLessons, withoutLessons } from '#scheduling'
import { type Intent, seeDates } from './dates.ts'
import { readOccurrences } from './occurrences.ts'
import { findSeries, planAt, type SeriesRecord } from './record.ts'
import { isWhere } from './rules.ts'

interface Meant {
  readonly seriesId: Id<'series'>
  readonly date: Temporal.PlainDate
  readonly intendedAt: Temporal.Instant
  readonly zone: string
  readonly startMinute: number
}

/**
 * When the rules of a zone change, the local time of a lesson means another instant than the one that was computed. Such lessons are made
 * again from what was meant: they move with their clock, unless they were moved by hand; where that is not free the office is told.
 */
export async function followZones(ctx: Ctx): Promise<void> {
  const { rows } = await sql<Meant>`
    select o.series_id, o.date, o.intended_at, s.zone, p.start_minute
    from series.occurrence o
    join series.series s on s.org_id = ${ctx.orgId} and s.id = o.series_id
    cross join lateral (
      select start_minute from series.plan
      where org_id = ${ctx.orgId} and series_id = o.series_id and from_date <= o.date order by from_date desc limit 1
    ) p
    where o.org_id = ${ctx.orgId} and o.intended_at > ${ctx.now}
    order by o.series_id, o.date`.execute(ctx.db)
  const wrong = rows.filter(
    ({ date, intendedAt, zone, startMinute }) => !toInstant(date, startMinute, zone).equals(intendedAt),
  )
  for (const [seriesId, dates] of Map.groupBy(wrong, (each) => each.seriesId)) await followZone(ctx, seriesId, dates)
}

async function followZone(ctx: Ctx, seriesId: Id<'series'>, meant: readonly Meant[]): Promise<void> {
  const series = await findSeries(ctx, seriesId, { locked: true })
  const stored = new Map((await readOccurrences(ctx, seriesId)).map((each) => [each.date.toString(), each]))
  const newTimes = new Map(
    meant.map(({ date, startMinute, zone }) => [date.toString(), toInstant(date, startMinute, zone)]),
  )
  const following = meant.flatMap(({ date, intendedAt }) => {
    const { lessonId, startsAt } = stored.get(date.toString())!
    return lessonId && startsAt && isWhere(intendedAt, startsAt) ? [{ date, lessonId }] : []
  })
  const lessons = await lockLessons(
    ctx,
    following.map(({ lessonId }) => lessonId),
  )
  const wanted = following.filter(({ lessonId }) => lessons.has(lessonId))
  const moves = await findMoves(ctx, series, { wanted, lessons, newTimes })
  const clashes = wanted.length - moves.length
  const changed = await changeLessons(ctx, {
    ...series,
    seriesId,
    capacity: series.places,
    times: [],
    ends: [],
    moves,
    reason: '',
  })
  if ('lost' in changed) throw new Error(`A lesson of the series ${seriesId} was taken while its zone was followed.`)
  await writeIntended(ctx, seriesId, newTimes)
  const studentIds = [...new Set(moves.flatMap(({ lesson }) => lesson.studentIds))]
  await emit(
    ctx,
    'series.zone_changed',
    { kind: 'series', id: seriesId },
    {
      zone: series.zone,
      moved: moves.length,
      clashes,
      studentIds,
      teacherId: planAt(series, meant[0]!.date).teacherId,
    },
  )
  if (clashes > 0) await tellOffice(ctx, series, { clashes, first: meant[0]!.date })
}

interface Following {
  readonly wanted: readonly { readonly date: Temporal.PlainDate; readonly lessonId: Id<'lesson'> }[]
  readonly lessons: ReadonlyMap<Id<'lesson'>, LessonMove['lesson']>
  readonly newTimes: ReadonlyMap<string, Temporal.Instant>
}

/** The lessons that can go along; each keeps its teacher and its room. */
async function findMoves(
  ctx: Ctx,
  series: SeriesRecord,
  { wanted, lessons, newTimes }: Following,
): Promise<LessonMove[]> {
  if (wanted.length === 0) return []
  const { teacherId, roomId } = planAt(series, wanted[0]!.date)
  const intent: Intent = { ...series, teacherId, roomId }
  const seen = await withoutLessons(ctx, [...lessons.keys()], () =>
    seeDates(ctx, intent, {
      dates: wanted.map(({ date }) => ({ date, startsAt: newTimes.get(date.toString())!, clockChange: null })),
      choices: wanted.map(({ date, lessonId }) => {
        const lesson = lessons.get(lessonId)!
        return { date, teacherId: lesson.teacherId, ...(lesson.roomId && { roomId: lesson.roomId }) }
      }),
    }),
  )
  return seen.flatMap(({ time }, i) => {
    const lesson = lessons.get(wanted[i]!.lessonId)!
    return time ? [{ lesson, time: time satisfies BookableTime }] : []
  })
}

async function writeIntended(
  ctx: Ctx,
  seriesId: Id<'series'>,
  newTimes: ReadonlyMap<string, Temporal.Instant>,
): Promise<void> {
  await sql`
    update series.occurrence o set intended_at = meant.at
    from unnest(${[...newTimes.keys()]}::date[], ${[...newTimes.values()].map(String)}::timestamptz[]) as meant (date, at)
    where o.org_id = ${ctx.orgId} and o.series_id = ${seriesId} and o.date = meant.date`.execute(ctx.db)
}

async function tellOffice(
  ctx: Ctx,
  { id, title, zone }: SeriesRecord,
  { clashes, first }: { readonly clashes: number; readonly first: Temporal.PlainDate },
): Promise<void> {
  const office = await listOffice(ctx)
  await notify(
    ctx,
    ...office.map(({ id: personId, locale }) => ({
      uniqueKey: `series-zone:${id}:${first.toString()}:${personId}`,
      personId,
      kind: 'series.zone_clashes',
      arguments: { title, count: clashes, first: createFormatters(locale, zone).formatDate(first) },
      path: `/series/${id}`,
    })),
  )
}
