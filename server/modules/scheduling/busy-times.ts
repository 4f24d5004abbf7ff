import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { epochMinute } from '#platform/time.ts'
import { noRanges, type Ranges } from '#slots'
import { unpackTimes } from './packed-times.ts'

/** A lesson or a hold whose own claims do not stand in its way. */
export interface Ignored {
  readonly lessonId?: Id<'lesson'> | undefined
  readonly holdId?: Id<'hold'> | null | undefined
}

export interface BusySpan {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/**
 * When each claimant is taken, packed, in one query: claims, and what a teacher's own calendar says. Holds that ran out do not count, whether
 * or not a job has run.
 */
export async function readBusy(
  ctx: Ctx,
  claimantIds: readonly string[],
  span: BusySpan,
  ignored: Ignored = {},
): Promise<ReadonlyMap<string, Ranges>> {
  if (claimantIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; busy: Buffer | null; outside: Buffer | null }>`
    select c.id, (
      select string_agg(timestamptz_send(r.starts_at) || timestamptz_send(r.ends_at), ''::bytea)
      from scheduling.reservation r
      where r.org_id = ${ctx.orgId} and r.claimant_id = c.id and r.starts_at < ${span.to} and r.ends_at > ${span.from}
        and (r.held_until is null or r.held_until > ${ctx.now}) ${notIgnored(ignored)}
    ) as busy, (
      select string_agg(timestamptz_send(o.starts_at) || timestamptz_send(o.ends_at), ''::bytea)
      from scheduling.outside_busy o
      where o.org_id = ${ctx.orgId} and o.person_id = c.id and o.starts_at < ${span.to} and o.ends_at > ${span.from}
    ) as outside
    from unnest(${[...claimantIds]}::uuid[]) as c (id)`.execute(ctx.db)
  return new Map(rows.map(({ id, busy, outside }) => [id, unpackBusy(busy, outside)]))
}

function unpackBusy(busy: Buffer | null, outside: Buffer | null): Ranges {
  const packed = [busy, outside].filter((part) => part !== null)
  return packed.length === 0 ? noRanges : unpackTimes(packed.length === 1 ? packed[0]! : Buffer.concat(packed))
}

function notIgnored({ lessonId, holdId }: Ignored) {
  return sql`${lessonId ? sql`and r.lesson_id is distinct from ${lessonId}` : sql``}
    ${holdId ? sql`and r.hold_id is distinct from ${holdId}` : sql``}`
}

/** One lesson that a teacher gives, without its buffers, or a hold for one. */
export interface TaughtTime {
  readonly from: number
  readonly to: number
  readonly locationId: Id<'location'> | null
}

/** What each teacher gives, in order of time, and where: for limits and ways, which the taken time alone does not tell. */
export async function readTaught(
  ctx: Ctx,
  teacherIds: readonly Id<'person'>[],
  span: BusySpan,
  ignored: Ignored = {},
): Promise<ReadonlyMap<string, readonly TaughtTime[]>> {
  const taught = new Map<string, TaughtTime[]>(teacherIds.map((id) => [id, []]))
  if (teacherIds.length === 0) return taught
  const { rows } = await sql<{
    id: string
    startsAt: Temporal.Instant
    endsAt: Temporal.Instant
    locationId: Id<'location'> | null
  }>`
    select r.claimant_id as id, r.starts_at + r.before_minutes * interval '1 minute' as starts_at,
      r.ends_at - r.after_minutes * interval '1 minute' as ends_at,
      case when r.lesson_id is not null then l.location_id else (
        select c.location_id
        from scheduling.reservation h join resources.resource c on c.org_id = ${ctx.orgId} and c.id = h.resource_id
        where h.org_id = ${ctx.orgId} and h.hold_id = r.hold_id and h.starts_at < r.ends_at and h.ends_at > r.starts_at
        limit 1) end as location_id
    from scheduling.reservation r left join scheduling.lesson l on l.org_id = ${ctx.orgId} and l.id = r.lesson_id
    where r.org_id = ${ctx.orgId} and r.claimant_id = any(${[...teacherIds]}::uuid[]) and r.as_what = 'teacher'
      and r.starts_at < ${span.to} and r.ends_at > ${span.from} and (r.held_until is null or r.held_until > ${ctx.now})
      ${notIgnored(ignored)}
    order by 2`.execute(ctx.db)
  for (const { id, startsAt, endsAt, locationId } of rows)
    taught.get(id)!.push({ from: epochMinute(startsAt), to: epochMinute(endsAt), locationId })
  return taught
}

/** The epoch minute at which the first of these people leaves; none when nobody does. */
export async function readLeaving(
  ctx: Ctx,
  personIds: readonly Id<'person'>[],
): Promise<{ readonly on: string } | undefined> {
  if (personIds.length === 0) return undefined
  const { rows } = await sql<{ on: string | null }>`
    select min(left_on)::text as on from people.person
    where org_id = ${ctx.orgId} and id = any(${[...personIds]}::uuid[])`.execute(ctx.db)
  const on = rows[0]?.on
  return on == null ? undefined : { on }
}
