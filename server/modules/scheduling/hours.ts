import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import type { DatedException, Purpose, WeeklyRule } from '#slots'

type HoursFormat = 'in_person' | 'online' | 'both'

interface RuleRow {
  weekday: number
  fromMinute: number
  toMinute: number
  zone: string
  validFrom: string | null
  validTo: string | null
  format: HoursFormat
  locationId: string | null
}

interface ExceptionRow {
  from: string
  to: string
  available: boolean
  reason: string
  format: HoursFormat
  locationId: string | null
}

export interface HoursRow {
  id: string
  name: string
  rules: RuleRow[] | null
  exceptions: ExceptionRow[] | null
}

/** Somebody or something with hours, before anybody's lessons are looked at. */
export interface NamedCandidate<Kind extends string> {
  readonly id: Id<Kind>
  readonly name: string
  readonly zone: string
  readonly rules: readonly WeeklyRule[]
  readonly exceptions: readonly DatedException[]
}

/** The rules and exceptions of a claimant `c` as JSON, for a search that ends before `to`. */
export function hoursOf(ctx: Ctx, from: Temporal.Instant, to: Temporal.Instant) {
  return sql`
    (select json_agg(json_build_object('weekday', r.weekday, 'fromMinute', r.from_minute, 'toMinute', r.to_minute, 'zone', r.zone,
      'validFrom', r.valid_from, 'validTo', r.valid_to, 'format', r.format, 'locationId', r.location_id) order by r.weekday, r.from_minute)
      from scheduling.availability_rule r where r.org_id = ${ctx.orgId} and r.claimant_id = c.id) as rules,
    (select json_agg(json_build_object('from', e.starts_at, 'to', e.ends_at, 'available', e.is_available, 'reason', e.reason,
      'format', e.format, 'locationId', e.location_id) order by e.starts_at)
      from scheduling.availability_exception e
      where e.org_id = ${ctx.orgId} and e.claimant_id = c.id and e.starts_at < ${to} and e.ends_at > ${from}) as exceptions`
}

/** Hours of a teacher or resource; one without any keeps those of `otherwise`. All rules of a claimant are in one zone. */
export function readHours<Kind extends string>(
  row: HoursRow,
  zone: string,
  otherwise: readonly WeeklyRule[] = [],
): NamedCandidate<Kind> {
  const rules = (row.rules ?? []).map(({ weekday, fromMinute, toMinute, validFrom, validTo, ...purpose }) => ({
    weekday,
    fromMinute,
    toMinute,
    ...(validFrom === null ? {} : { validFrom: Temporal.PlainDate.from(validFrom) }),
    ...(validTo === null ? {} : { validTo: Temporal.PlainDate.from(validTo) }),
    ...purposeOf(purpose),
  }))
  return {
    id: row.id as Id<Kind>, // the query reads it from the table of that kind
    name: row.name,
    zone: row.rules?.[0]?.zone ?? zone,
    rules: rules.length > 0 ? rules : otherwise,
    exceptions: (row.exceptions ?? []).map(({ from, to, available, reason, ...purpose }) => ({
      from: Temporal.Instant.from(from),
      to: Temporal.Instant.from(to),
      available,
      reason,
      ...purposeOf(purpose),
    })),
  }
}

function purposeOf({ format, locationId }: Pick<RuleRow, 'format' | 'locationId'>): Purpose {
  return { ...(format === 'both' ? {} : { format }), ...(locationId === null ? {} : { locationId }) }
}
