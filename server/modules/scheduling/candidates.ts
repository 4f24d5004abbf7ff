import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { noRanges, type Ranges } from '#slots'
import type { Candidate, Closure, DatedException, SlotOffering, SlotSearch, WeeklyRule } from '#slots'
import { unpackTimes } from './packed-times.ts'

/** What is known of an offering before anybody's lessons are looked at: its rules, who may teach it, the rooms that fit. */
export interface BookableOffering {
  readonly id: Id<'offering'>
  readonly title: string
  readonly zone: string
  readonly places: number
  readonly needsRoom: boolean
  readonly isActive: boolean
  readonly rules: SlotOffering
  readonly closures: readonly Closure[]
  readonly teachers: readonly NamedCandidate<'person'>[]
  /** In the order in which they are taken: the smallest that fits comes first. */
  readonly rooms: readonly NamedCandidate<'resource'>[]
}

export interface NamedCandidate<Kind extends string> {
  readonly id: Id<Kind>
  readonly name: string
  readonly zone: string
  readonly rules: readonly WeeklyRule[]
  readonly exceptions: readonly DatedException[]
}

interface RuleRow {
  weekday: number
  fromMinute: number
  toMinute: number
  zone: string
  validFrom: string | null
  validTo: string | null
}

export interface HoursRow {
  id: string
  name: string
  rules: RuleRow[] | null
  exceptions: { from: string; to: string; available: boolean; reason: string }[] | null
}

interface OfferingRow {
  id: Id<'offering'>
  title: string
  zone: string
  places: number
  needsRoom: boolean
  isActive: boolean
  durationMinutes: number
  gridMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  noticeMinutes: number
  furthestDays: number
  closures: { from: string; to: string; label: string }[] | null
  hours: { weekday: number; fromMinute: number; toMinute: number }[] | null
  teachers: HoursRow[] | null
  rooms: HoursRow[] | null
}

/** The rules and exceptions of a claimant `c` as JSON, for a search that ends before `to`. */
export function hoursOf(ctx: Ctx, from: Temporal.Instant, to: Temporal.Instant) {
  return sql`
    (select json_agg(json_build_object('weekday', r.weekday, 'fromMinute', r.from_minute, 'toMinute', r.to_minute, 'zone', r.zone,
      'validFrom', r.valid_from, 'validTo', r.valid_to) order by r.weekday, r.from_minute)
      from scheduling.availability_rule r where r.org_id = ${ctx.orgId} and r.claimant_id = c.id) as rules,
    (select json_agg(json_build_object('from', e.starts_at, 'to', e.ends_at, 'available', e.is_available, 'reason', e.reason)
      order by e.starts_at)
      from scheduling.availability_exception e
      where e.org_id = ${ctx.orgId} and e.claimant_id = c.id and e.starts_at < ${to} and e.ends_at > ${from}) as exceptions`
}

/** One query: the offering with its closures, teachers and rooms, and when these can be booked at all between two moments. */
export async function readBookableOffering(
  ctx: Ctx,
  offeringId: Id<'offering'>,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<BookableOffering | undefined> {
  // A lesson that starts at the end reaches past it, and so does its buffer; two days are more than both.
  const [first, last] = [from.subtract({ hours: 48 }), to.add({ hours: 48 })]
  const { rows } = await sql<OfferingRow>`
    select o.id, o.title, g.zone, o.places, room_need.features is not null as needs_room, o.is_active, o.duration_minutes, o.grid_minutes, o.buffer_before_minutes,
      o.buffer_after_minutes, o.notice_minutes, o.furthest_days,
      (select json_agg(json_build_object('from', from_date, 'to', to_date, 'label', name) order by from_date)
        from organisations.closure
        where org_id = ${ctx.orgId} and from_date <= ${last}::timestamptz::date and to_date >= ${first}::timestamptz::date) as closures,
      (select json_agg(json_build_object('weekday', weekday, 'fromMinute', from_minute, 'toMinute', to_minute))
        from organisations.opening_hours where org_id = ${ctx.orgId}) as hours,
      (select json_agg(teacher order by teacher.name, teacher.id) from (
        select c.id, c.full_name as name, ${hoursOf(ctx, first, last)}
        from catalogue.offering_teacher t join people.person c on c.org_id = ${ctx.orgId} and c.id = t.teacher_id
        where t.org_id = ${ctx.orgId} and t.offering_id = o.id and (c.left_on is null or c.left_on > ${ctx.now}::timestamptz::date)
      ) teacher) as teachers,
      (select json_agg(room order by room.capacity nulls last, room.name) from (
        select c.id, c.name, c.capacity, ${hoursOf(ctx, first, last)}
        from resources.resource c
        where c.org_id = ${ctx.orgId} and c.kind = 'room' and c.is_active and c.features @> room_need.features
          and (c.capacity is null or c.capacity >= o.places)
      ) room) as rooms
    from catalogue.offering o join organisations.organisation g on g.id = o.org_id
    left join lateral (
      select features from catalogue.offering_need
      where org_id = ${ctx.orgId} and offering_id = o.id and kind = 'room' order by position limit 1
    ) room_need on true
    where o.org_id = ${ctx.orgId} and o.id = ${offeringId}`.execute(ctx.db)
  return rows[0] && readOffering(rows[0])
}

function readOffering(row: OfferingRow): BookableOffering {
  const { id, title, zone, places, needsRoom, isActive } = row
  return {
    id,
    title,
    zone,
    places,
    needsRoom,
    isActive,
    rules: {
      durationMinutes: row.durationMinutes,
      gridMinutes: row.gridMinutes,
      bufferBeforeMinutes: row.bufferBeforeMinutes,
      bufferAfterMinutes: row.bufferAfterMinutes,
      minimumNoticeMinutes: row.noticeMinutes,
      furthestDays: row.furthestDays,
    },
    closures: (row.closures ?? []).map(({ from, to, label }) => ({
      from: Temporal.PlainDate.from(from),
      to: Temporal.PlainDate.from(to),
      label,
    })),
    teachers: (row.teachers ?? []).map((teacher) => readHours<'person'>(teacher, zone)),
    rooms: (row.rooms ?? []).map((room) => readHours<'resource'>(room, zone, row.hours ?? [])),
  }
}

/** Hours of a teacher or room; one without any keeps those of `otherwise`. All rules of a claimant are in one zone. */
export function readHours<Kind extends string>(
  row: HoursRow,
  zone: string,
  otherwise: readonly WeeklyRule[] = [],
): NamedCandidate<Kind> {
  const rules = (row.rules ?? []).map(({ weekday, fromMinute, toMinute, validFrom, validTo }) => ({
    weekday,
    fromMinute,
    toMinute,
    ...(validFrom === null ? {} : { validFrom: Temporal.PlainDate.from(validFrom) }),
    ...(validTo === null ? {} : { validTo: Temporal.PlainDate.from(validTo) }),
  }))
  return {
    id: row.id as Id<Kind>, // the query reads it from the table of that kind
    name: row.name,
    zone: row.rules?.[0]?.zone ?? zone,
    rules: rules.length > 0 ? rules : otherwise,
    exceptions: (row.exceptions ?? []).map(({ from, to, available, reason }) => ({
      from: Temporal.Instant.from(from),
      to: Temporal.Instant.from(to),
      available,
      reason,
    })),
  }
}

/** A lesson or a hold whose own claims do not stand in its way. */
export interface Ignored {
  readonly lessonId?: Id<'lesson'> | undefined
  readonly holdId?: Id<'hold'> | null | undefined
}

/** When each claimant is taken, packed as integers, in one query. Holds that ran out do not count, whether or not a job has run. */
export async function readBusy(
  ctx: Ctx,
  claimantIds: readonly string[],
  span: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
  ignored: Ignored = {},
): Promise<ReadonlyMap<string, Ranges>> {
  if (claimantIds.length === 0) return new Map()
  const { rows } = await sql<{ id: string; busy: Buffer | null }>`
    select c.id, (
      select string_agg(timestamptz_send(r.starts_at) || timestamptz_send(r.ends_at), ''::bytea)
      from scheduling.reservation r
      where r.org_id = ${ctx.orgId} and r.claimant_id = c.id and r.starts_at < ${span.to} and r.ends_at > ${span.from}
        and (r.held_until is null or r.held_until > ${ctx.now})
        ${ignored.lessonId ? sql`and r.lesson_id is distinct from ${ignored.lessonId}` : sql``}
        ${ignored.holdId ? sql`and r.hold_id is distinct from ${ignored.holdId}` : sql``}
    ) as busy
    from unnest(${[...claimantIds]}::uuid[]) as c (id)`.execute(ctx.db)
  return new Map(rows.map(({ id, busy }) => [id, busy ? unpackTimes(busy) : noRanges]))
}

export interface SearchOptions {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  readonly teacherId?: Id<'person'> | undefined
  readonly studentIds?: readonly Id<'person'>[]
  readonly ignored?: Ignored | undefined
}

/** A search for the engine, with everybody's taken time. */
export async function openSearch(ctx: Ctx, offering: BookableOffering, options: SearchOptions): Promise<SlotSearch> {
  const { from, to, teacherId, studentIds = [] } = options
  const teachers = offering.teachers.filter(({ id }) => teacherId === undefined || id === teacherId)
  const { durationMinutes, bufferBeforeMinutes, bufferAfterMinutes } = offering.rules
  const span = {
    from: from.subtract({ minutes: bufferBeforeMinutes }),
    to: to.add({ minutes: durationMinutes + bufferAfterMinutes }),
  }
  const ids = [...teachers, ...offering.rooms].map(({ id }): string => id)
  const busy = await readBusy(ctx, [...ids, ...studentIds], span, options.ignored)
  const withBusy = (candidate: NamedCandidate<'person'> | NamedCandidate<'resource'>): Candidate => ({
    ...candidate,
    busy: busy.get(candidate.id) ?? noRanges,
  })
  return {
    from,
    to,
    now: ctx.now,
    zone: offering.zone,
    offering: offering.rules,
    closures: offering.closures,
    teachers: teachers.map(withBusy),
    rooms: offering.needsRoom ? offering.rooms.map(withBusy) : null,
    students: studentIds.map((id) => busy.get(id) ?? noRanges),
  }
}
