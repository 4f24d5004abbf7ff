import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { epochMinute, toInstant } from '#platform/time.ts'
import type { Closure, ResourceKind, SlotOffering, TeacherLimits } from '#slots'
import { type HoursRow, hoursOf, type NamedCandidate, readHours } from './hours.ts'
import { type LimitColumns, limitsOf } from './limit-columns.ts'
import { type TravelRow, type TravelTimes, travelTimes } from './travel-times.ts'

export type LessonFormat = 'in_person' | 'online'

export interface OfferedTeacher extends NamedCandidate<'person'> {
  readonly limits?: TeacherLimits
  /** Between two locations for which no time is set. */
  readonly travelMinutes: number
  readonly until?: number
}

export interface OfferedResource extends NamedCandidate<'resource'> {
  readonly kind: ResourceKind
  readonly features: readonly string[]
  readonly locationId: Id<'location'>
  readonly until?: number
  readonly untilLabel?: string
}

/** What is known of an offering before anybody's lessons are looked at: its rules, who may teach it, what fits its needs. */
export interface BookableOffering {
  readonly id: Id<'offering'>
  readonly title: string
  readonly zone: string
  readonly places: number
  readonly format: LessonFormat
  readonly isActive: boolean
  readonly rules: SlotOffering
  readonly closures: readonly Closure[]
  readonly teachers: readonly OfferedTeacher[]
  readonly needs: readonly { readonly kind: ResourceKind; readonly features: readonly string[] }[]
  /** Whatever fits some need, in the order in which it is taken: the smallest that fits comes first. */
  readonly resources: readonly OfferedResource[]
  readonly locations: readonly { readonly id: Id<'location'>; readonly isOnline: boolean }[]
  readonly travel: TravelTimes
}

interface OfferingRow {
  id: Id<'offering'>
  title: string
  zone: string
  places: number
  format: LessonFormat
  isActive: boolean
  durationMinutes: number
  gridMinutes: number
  bufferBeforeMinutes: number
  bufferAfterMinutes: number
  noticeMinutes: number
  furthestDays: number
  closures: { from: string; to: string; label: string }[] | null
  hours: { weekday: number; fromMinute: number; toMinute: number }[] | null
  teachers: (HoursRow & { leftOn: string | null; limits: LimitColumns | null })[] | null
  needs: { kind: ResourceKind; features: string[] }[] | null
  resources: ResourceRow[] | null
  locations: { id: Id<'location'>; isOnline: boolean }[] | null
  travel: TravelRow[] | null
}

interface ResourceRow extends HoursRow {
  kind: ResourceKind
  features: string[]
  locationId: Id<'location'>
  zone: string
  paper: { name: string; expiresOn: string } | null
}

/** One query: the offering with its closures, its teachers and what fits its needs, and when these can be booked at all between two moments. */
export async function readBookableOffering(
  ctx: Ctx,
  offeringId: Id<'offering'>,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<BookableOffering | undefined> {
  // A lesson that starts at the end reaches past it, and so does its buffer; two days are more than both.
  const [first, last] = [from.subtract({ hours: 48 }), to.add({ hours: 48 })]
  const { orgId } = ctx
  const { rows } = await sql<OfferingRow>`
    select o.id, o.title, g.zone, o.places, o.format, o.is_active, o.duration_minutes, o.grid_minutes, o.buffer_before_minutes,
      o.buffer_after_minutes, o.notice_minutes, o.furthest_days,
      (select json_agg(json_build_object('from', from_date, 'to', to_date, 'label', name) order by from_date)
        from organisations.closure
        where org_id = ${orgId} and from_date <= ${last}::timestamptz::date and to_date >= ${first}::timestamptz::date) as closures,
      (select json_agg(json_build_object('weekday', weekday, 'fromMinute', from_minute, 'toMinute', to_minute))
        from organisations.opening_hours where org_id = ${orgId}) as hours,
      (select json_agg(teacher order by teacher.name, teacher.id) from (
        select c.id, c.full_name as name, c.left_on as "leftOn", to_jsonb(l) as limits, ${hoursOf(ctx, first, last)}
        from catalogue.offering_teacher t join people.person c on c.org_id = ${orgId} and c.id = t.teacher_id
        left join lateral ${limitsOf(ctx, sql`c.id`)} l on l."isLimited"
        where t.org_id = ${orgId} and t.offering_id = o.id
      ) teacher) as teachers,
      (select json_agg(json_build_object('kind', kind, 'features', features) order by position)
        from catalogue.offering_need where org_id = ${orgId} and offering_id = o.id) as needs,
      (select json_agg(fitting order by fitting.capacity nulls last, fitting.name) from (
        select c.id, c.name, c.capacity, c.kind, c.features, c.location_id as "locationId", at.zone,
          (select json_build_object('name', name, 'expiresOn', expires_on) from resources.paper
            where org_id = ${orgId} and resource_id = c.id order by expires_on limit 1) as paper, ${hoursOf(ctx, first, last)}
        from resources.resource c join resources.location at on at.org_id = ${orgId} and at.id = c.location_id
        where c.org_id = ${orgId} and c.is_active and (c.capacity is null or c.capacity >= o.places) and exists (
          select from catalogue.offering_need n
          where n.org_id = ${orgId} and n.offering_id = o.id and n.kind = c.kind and c.features @> n.features)
      ) fitting) as resources,
      (select json_agg(json_build_object('id', id, 'isOnline', is_online) order by created_at, id)
        from resources.location where org_id = ${orgId}) as locations,
      (select json_agg(json_build_object('from', from_location_id, 'to', to_location_id, 'minutes', minutes))
        from resources.travel where org_id = ${orgId}) as travel
    from catalogue.offering o join organisations.organisation g on g.id = o.org_id
    where o.org_id = ${orgId} and o.id = ${offeringId}`.execute(ctx.db)
  return rows[0] && readOffering(rows[0])
}

function readOffering(row: OfferingRow): BookableOffering {
  const { id, title, zone, places, format, isActive, needs, locations } = row
  return {
    id,
    title,
    zone,
    places,
    format,
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
    teachers: (row.teachers ?? []).map((teacher) => readTeacher(teacher, zone)),
    needs: needs ?? [],
    resources: (row.resources ?? []).map((resource) => readResource(resource, row.hours ?? [])),
    locations: locations ?? [],
    travel: travelTimes(row.travel ?? []),
  }
}

function readTeacher(row: NonNullable<OfferingRow['teachers']>[number], zone: string): OfferedTeacher {
  const { travelMinutes, limits } = readLimits(row.limits)
  return {
    ...readHours<'person'>(row, zone),
    travelMinutes,
    ...(limits && { limits }),
    ...(row.leftOn === null ? {} : { until: endOf(row.leftOn, zone) }),
  }
}

function readLimits(row: LimitColumns | null): { readonly travelMinutes: number; readonly limits?: TeacherLimits } {
  if (!row) return { travelMinutes: 0 }
  const { travelMinutes, isLimited: _isLimited, ...figures } = row
  const limits: TeacherLimits = Object.fromEntries(Object.entries(figures).filter(([, figure]) => figure !== null))
  return { travelMinutes: travelMinutes ?? 0, ...(Object.keys(limits).length > 0 && { limits }) }
}

function readResource(row: ResourceRow, openingHours: NonNullable<OfferingRow['hours']>): OfferedResource {
  const { kind, features, locationId, zone, paper } = row
  return {
    ...readHours<'resource'>(row, zone, openingHours),
    kind,
    features,
    locationId,
    ...(paper && { until: endOf(paper.expiresOn, zone), untilLabel: paper.name }),
  }
}

/** The epoch minute at which a last day ends. */
export function endOf(day: string, zone: string): number {
  return epochMinute(toInstant(Temporal.PlainDate.from(day), 1440, zone))
}
