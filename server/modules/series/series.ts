import { sql } from 'kysely'
import { namesOf } from '#people'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { getLesson, roomNamesOf } from '#scheduling'
import type * as contract from './contract.ts'
import type { Series, SeriesDate } from './contract.ts'
import { type Occurrence, readOccurrences } from './occurrences.ts'
import { findSeries, isEndless, lastPlan, planAt, type SeriesRecord } from './record.ts'
import { fieldsOfRule, isWhere, neverEnds, storedRule, textOfRule } from './rules.ts'

export async function getSeries(ctx: Ctx, { seriesId }: Input<typeof contract.getSeries>): Promise<Series> {
  return describeSeries(ctx, await findSeries(ctx, seriesId))
}

/** A series as a screen shows it; its plan is the one of the next date, or the last. */
export async function describeSeries(ctx: Ctx, series: SeriesRecord): Promise<Series> {
  const occurrences = await readOccurrences(ctx, series.id)
  const next = occurrences.find(({ intendedAt }) => Temporal.Instant.compare(intendedAt, ctx.now) > 0)
  const plan = next ? planAt(series, next.date) : lastPlan(series)
  const { rule, startMinute } = plan.timing
  const names = await namesOf(ctx, [...series.studentIds, plan.teacherId])
  const person = (id: Id<'person'>) => ({ id, name: names.get(id) ?? '' })
  const rooms = await roomNamesOf(ctx, plan.roomId ? [plan.roomId] : [])
  return {
    ...series,
    students: series.studentIds.map(person),
    teacher: person(plan.teacherId),
    room: plan.roomId && { id: plan.roomId, name: rooms.get(plan.roomId) ?? '' },
    startMinute,
    rule: fieldsOfRule(rule),
    ruleText: textOfRule(rule),
    neverEnds: isEndless(series),
    total: occurrences.filter(({ state }) => state === 'planned').length,
    dates: occurrences.map((each) => describeDate(ctx, series, each)),
    pauses: [...series.pauses],
    can: { change: can(ctx, 'timetable.manage') && !isOver(ctx, series, occurrences) },
  }
}

function isOver(ctx: Ctx, series: SeriesRecord, occurrences: readonly Occurrence[]): boolean {
  if (isEndless(series)) return false
  return !occurrences.some(({ intendedAt, startsAt }) => Temporal.Instant.compare(startsAt ?? intendedAt, ctx.now) > 0)
}

function describeDate(ctx: Ctx, series: SeriesRecord, each: Occurrence): SeriesDate {
  const { date, number, why, lessonId, intendedAt, teacherName, roomName } = each
  const startsAt = each.startsAt ?? intendedAt
  return {
    date,
    number,
    state: each.status === 'cancelled' ? 'cancelled' : each.state,
    why,
    lessonId,
    startsAt,
    endsAt: each.endsAt ?? startsAt.add({ minutes: series.durationMinutes }),
    teacherName,
    roomName,
    isMoved: each.startsAt !== null && !isWhere(intendedAt, each.startsAt),
    isPast: Temporal.Instant.compare(startsAt, ctx.now) <= 0,
  }
}

interface LessonInSeries {
  readonly id: Id<'series'>
  readonly number: number
  readonly total: number
  readonly intendedAt: Temporal.Instant
  readonly endedOn: Temporal.PlainDate | null
  readonly zone: string
  readonly rule: string
  readonly startMinute: number
}

export async function getSeriesOfLesson(
  ctx: Ctx,
  { lessonId }: Input<typeof contract.getSeriesOfLesson>,
): Promise<Output<typeof contract.getSeriesOfLesson>> {
  const lesson = await getLesson(ctx, lessonId)
  const { rows } = await sql<LessonInSeries>`
    select s.id, o.intended_at, s.ended_on, s.zone, p.rule, p.start_minute, counted.number, counted.total
    from series.occurrence o
    join series.series s on s.org_id = ${ctx.orgId} and s.id = o.series_id
    cross join lateral (
      select count(*)::int as total, (count(*) filter (where n.date <= o.date))::int as number
      from series.occurrence n where n.org_id = ${ctx.orgId} and n.series_id = o.series_id and n.state = 'planned'
    ) counted
    cross join lateral (
      select rule, start_minute from series.plan where org_id = ${ctx.orgId} and series_id = o.series_id order by from_date desc limit 1
    ) p
    where o.org_id = ${ctx.orgId} and o.lesson_id = ${lessonId}`.execute(ctx.db)
  const found = rows[0]
  if (!found) return { series: null }
  const { id, number, total, intendedAt, endedOn, rule, startMinute, zone } = found
  const goesOn = endedOn === null && neverEnds(storedRule(rule, { minute: startMinute, zone }))
  return { series: { id, number, total: goesOn ? null : total, isMoved: !isWhere(intendedAt, lesson.startsAt) } }
}
