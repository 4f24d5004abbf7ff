import { sql } from 'kysely'
import { can, type Ctx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { localDate } from '#platform/time.ts'
import { seriesOver } from './errors.ts'
import { neverEnds, storedRule, type Timing } from './rules.ts'

/** How a series takes place from a date on. */
export interface Plan {
  readonly id: Id<'plan'>
  readonly fromDate: Temporal.PlainDate
  readonly timing: Timing
  readonly teacherId: Id<'person'>
  readonly roomId: Id<'resource'> | null
}

interface Pause {
  readonly fromDate: Temporal.PlainDate
  readonly toDate: Temporal.PlainDate
  readonly reason: string
}

export interface SeriesRecord {
  readonly id: Id<'series'>
  readonly offeringId: Id<'offering'>
  readonly title: string
  readonly hue: number
  readonly durationMinutes: number
  readonly places: number
  readonly zone: string
  readonly skipsClosures: boolean
  readonly madeUntil: Temporal.PlainDate
  readonly endedOn: Temporal.PlainDate | null
  /** In order; never empty. */
  readonly plans: readonly Plan[]
  readonly pauses: readonly Pause[]
  readonly studentIds: readonly Id<'person'>[]
}

interface Row extends Omit<SeriesRecord, 'plans' | 'pauses'> {
  readonly plans: {
    id: Id<'plan'>
    fromDate: string
    rule: string
    startMinute: number
    teacherId: Id<'person'>
    roomId: Id<'resource'> | null
  }[]
  readonly pauses: { fromDate: string; toDate: string; reason: string }[] | null
}

/** A teacher sees the series of lessons that he or she teaches; the office all. */
function visibleTo(ctx: Ctx) {
  if (can(ctx, 'timetable.manage')) return sql`true`
  return sql`(
    exists (select from series.plan p where p.org_id = ${ctx.orgId} and p.series_id = s.id and p.teacher_id = ${ctx.actor.personId}::uuid)
    or exists (
      select from series.occurrence o join scheduling.lesson l on l.org_id = ${ctx.orgId} and l.id = o.lesson_id
      where o.org_id = ${ctx.orgId} and o.series_id = s.id and l.teacher_id = ${ctx.actor.personId}::uuid))`
}

/** One query: the series with its plans, pauses and students. */
export async function findSeries(ctx: Ctx, seriesId: Id<'series'>, { locked = false } = {}): Promise<SeriesRecord> {
  const { rows } = await sql<Row>`
    select s.id, s.offering_id, o.title, o.hue, o.duration_minutes, o.places, s.zone, s.skips_closures, s.made_until, s.ended_on,
      (select json_agg(json_build_object('id', p.id, 'fromDate', p.from_date, 'rule', p.rule, 'startMinute', p.start_minute,
        'teacherId', p.teacher_id, 'roomId', p.room_id) order by p.from_date)
        from series.plan p where p.org_id = ${ctx.orgId} and p.series_id = s.id) as plans,
      (select json_agg(json_build_object('fromDate', p.from_date, 'toDate', p.to_date, 'reason', p.reason) order by p.from_date)
        from series.pause p where p.org_id = ${ctx.orgId} and p.series_id = s.id) as pauses,
      array(select t.student_id from series.student t where t.org_id = ${ctx.orgId} and t.series_id = s.id order by t.student_id)
        as student_ids
    from series.series s join catalogue.offering o on o.org_id = ${ctx.orgId} and o.id = s.offering_id
    where s.org_id = ${ctx.orgId} and s.id = ${seriesId} and ${visibleTo(ctx)}
    ${locked ? sql`for no key update of s` : sql``}`.execute(ctx.db)
  const row = rows[0]
  if (!row) throw notFound()
  return {
    ...row,
    plans: row.plans.map(({ fromDate, rule, startMinute, ...plan }) => {
      const startsOn = Temporal.PlainDate.from(fromDate)
      const timing = {
        startsOn,
        startMinute,
        zone: row.zone,
        rule: storedRule(rule, { minute: startMinute, zone: row.zone }),
      }
      return { ...plan, fromDate: startsOn, timing }
    }),
    pauses: (row.pauses ?? []).map(({ fromDate, toDate, reason }) => ({
      fromDate: Temporal.PlainDate.from(fromDate),
      toDate: Temporal.PlainDate.from(toDate),
      reason,
    })),
  }
}

/** The same, and nobody else changes it until this transaction ends; one that ended is refused. */
export async function lockSeries(ctx: Ctx, seriesId: Id<'series'>): Promise<SeriesRecord> {
  const series = await findSeries(ctx, seriesId, { locked: true })
  const today = localDate(ctx.now, series.zone)
  if (series.endedOn && Temporal.PlainDate.compare(series.endedOn, today) <= 0) throw seriesOver()
  return series
}

/** How the series takes place on a date. */
export function planAt({ plans }: Pick<SeriesRecord, 'plans'>, date: Temporal.PlainDate): Plan {
  return plans.findLast(({ fromDate }) => Temporal.PlainDate.compare(fromDate, date) <= 0) ?? plans[0]!
}

export function lastPlan({ plans }: Pick<SeriesRecord, 'plans'>): Plan {
  return plans.at(-1)!
}

export function isEndless(series: SeriesRecord): boolean {
  return series.endedOn === null && neverEnds(lastPlan(series).timing.rule)
}

export function isPausedAt({ pauses }: Pick<SeriesRecord, 'pauses'>, date: Temporal.PlainDate): boolean {
  return pauses.some(
    ({ fromDate, toDate }) =>
      Temporal.PlainDate.compare(fromDate, date) <= 0 && Temporal.PlainDate.compare(date, toDate) <= 0,
  )
}
