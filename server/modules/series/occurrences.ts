import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import type { SeenDate } from './dates.ts'

/** One date of a series as it is stored, with its lesson. */
export interface Occurrence {
  readonly date: Temporal.PlainDate
  readonly state: 'planned' | 'skipped' | 'clash'
  readonly why: '' | 'closure' | 'pause' | 'choice' | 'clash'
  readonly intendedAt: Temporal.Instant
  readonly lessonId: Id<'lesson'> | null
  readonly startsAt: Temporal.Instant | null
  readonly endsAt: Temporal.Instant | null
  readonly status: 'planned' | 'cancelled' | null
  readonly teacherId: Id<'person'> | null
  readonly teacherName: string | null
  readonly roomName: string | null
  /** The place of its lesson among the planned ones. */
  readonly number: number | null
}

/** Every date of a series in order. */
export async function readOccurrences(ctx: Ctx, seriesId: Id<'series'>): Promise<Occurrence[]> {
  const { rows } = await sql<Occurrence>`
    select o.date, o.state, o.why, o.intended_at, o.lesson_id, l.starts_at, l.ends_at, l.status, l.teacher_id,
      t.full_name as teacher_name, r.name as room_name,
      case when o.state = 'planned' then (count(o.lesson_id) over (order by o.date))::int end as number
    from series.occurrence o
    left join scheduling.lesson l on l.org_id = ${ctx.orgId} and l.id = o.lesson_id
    left join people.person t on t.org_id = ${ctx.orgId} and t.id = l.teacher_id
    left join resources.resource r on r.org_id = ${ctx.orgId} and r.id = l.room_id
    where o.org_id = ${ctx.orgId} and o.series_id = ${seriesId}
    order by o.date`.execute(ctx.db)
  return rows
}

export interface NewOccurrence {
  readonly date: Temporal.PlainDate
  readonly state: Occurrence['state']
  readonly why: Occurrence['why']
  readonly intendedAt: Temporal.Instant
  readonly lessonId: Id<'lesson'> | null
}

const whys = { free: '', kept: '', clash: 'clash', closed: 'closure', paused: 'pause', skipped: 'choice' } as const

/** How a date that was looked at is written down. */
export function occurrenceOf(seen: SeenDate, lessonId: Id<'lesson'> | null): NewOccurrence {
  const { date, startsAt: intendedAt, state } = seen
  if (lessonId) return { date, intendedAt, lessonId, state: 'planned', why: '' }
  return { date, intendedAt, lessonId, state: state === 'clash' ? 'clash' : 'skipped', why: whys[state] }
}

export async function writeOccurrences(
  ctx: Ctx,
  seriesId: Id<'series'>,
  seen: readonly SeenDate[],
  lessonIds: ReadonlyMap<string, Id<'lesson'>>,
): Promise<void> {
  await insertOccurrences(
    ctx,
    seriesId,
    seen.map((each) => occurrenceOf(each, lessonIds.get(each.date.toString()) ?? null)),
  )
}

export async function insertOccurrences(
  ctx: Ctx,
  seriesId: Id<'series'>,
  rows: readonly NewOccurrence[],
): Promise<void> {
  if (rows.length === 0) return
  // One text for any number of rows, so that the database reads it once.
  await sql`
    insert into series.occurrence (org_id, series_id, date, state, why, intended_at, lesson_id)
    select ${ctx.orgId}::uuid, ${seriesId}::uuid, date, state, why, intended_at, lesson_id
    from unnest(${rows.map(({ date }) => date.toString())}::date[], ${rows.map(({ state }) => state)}::text[],
      ${rows.map(({ why }) => why)}::text[], ${rows.map(({ intendedAt }) => intendedAt.toString())}::timestamptz[],
      ${rows.map(({ lessonId }) => lessonId)}::uuid[]) as row (date, state, why, intended_at, lesson_id)`.execute(
    ctx.db,
  )
}

/** Forgets the dates from one on; their lessons are moved or cancelled by whoever calls. */
export async function deleteOccurrences(
  ctx: Ctx,
  seriesId: Id<'series'>,
  dates: readonly Temporal.PlainDate[],
): Promise<void> {
  if (dates.length === 0) return
  await sql`
    delete from series.occurrence
    where org_id = ${ctx.orgId} and series_id = ${seriesId} and date = any(${dates.map(String)}::date[])`.execute(
    ctx.db,
  )
}
