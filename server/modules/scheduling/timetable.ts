import { sql } from 'kysely'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { dayBounds, instantOf } from '#platform/time.ts'
import { type CandidateKind, noRanges, openings } from '#slots'
import { type HoursRow, hoursOf, readHours } from './hours.ts'
import type * as contract from './contract.ts'
import { checkDays } from './free-times.ts'
import { blockOf, everyLesson, listOwnStudents, studentsOf, withNames } from './lesson.ts'
import { readTimetableLessons } from './timetable-lessons.ts'

type Timetable = Output<typeof contract.getTimetable>

const longestTimetable = 42
const longestList = 366

interface Span {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/** Six queries, however many teachers, rooms and lessons there are. */
export async function getTimetable(ctx: Ctx, days: Input<typeof contract.getTimetable>): Promise<Timetable> {
  checkDays(days, longestTimetable)
  const { zone, closures, hours, locations } = await readSchool(ctx, days)
  const span = { from: dayBounds(days.from, zone).start, to: dayBounds(days.to, zone).end }
  const lessons = await readTimetableLessons(ctx, span)
  const teachers = await readTeachers(ctx, span)
  const resources = await readResources(ctx, span)
  const open = (rows: readonly HoursRow[], kind: CandidateKind) =>
    rows.flatMap((row) => listOpenings(row, kind, { span, zone, hours }))
  return {
    zone,
    teachers: teachers.map(({ id, name, specialization }) => ({ id: id as Id<'person'>, name, specialization })),
    locations,
    rooms: placesOf(resources, 'room'),
    vehicles: placesOf(resources, 'vehicle'),
    equipment: placesOf(resources, 'equipment'),
    lessons,
    holds: await readHolds(ctx, span),
    openings: [...open(teachers, 'teacher'), ...open(resources, 'resource')],
    closures,
  }
}

function placesOf(resources: readonly ResourceRow[], kind: ResourceRow['kind']): Timetable['rooms'] {
  return resources
    .filter((resource) => resource.kind === kind)
    .map(({ id, name, description, locationId }) => ({ id: id as Id<'resource'>, name, description, locationId }))
}

interface OpeningOptions {
  readonly span: Span
  readonly zone: string
  readonly hours: Parameters<typeof readHours>[2]
}

function listOpenings(row: HoursRow, kind: CandidateKind, { span, zone, hours }: OpeningOptions) {
  const candidate = { ...readHours(row, zone, kind === 'resource' ? hours : []), busy: noRanges }
  const ranges = openings(candidate, span.from, span.to, kind)
  return Array.from({ length: ranges.length / 2 }, (_, i) => ({
    claimantId: row.id,
    from: instantOf(ranges[i * 2]!),
    to: instantOf(ranges[i * 2 + 1]!),
  }))
}

async function readSchool(ctx: Ctx, { from, to }: Input<typeof contract.getTimetable>) {
  const { rows } = await sql<{
    zone: string
    hours: { weekday: number; fromMinute: number; toMinute: number }[] | null
    closures: { fromDate: string; toDate: string; name: string }[] | null
    locations: { id: Id<'location'>; name: string }[] | null
  }>`
    select zone,
      (select json_agg(json_build_object('weekday', weekday, 'fromMinute', from_minute, 'toMinute', to_minute))
        from organisations.opening_hours where org_id = ${ctx.orgId}) as hours,
      (select json_agg(json_build_object('fromDate', from_date, 'toDate', to_date, 'name', name) order by from_date)
        from organisations.closure where org_id = ${ctx.orgId} and from_date <= ${to} and to_date >= ${from}) as closures,
      (select json_agg(json_build_object('id', id, 'name', name) order by name)
        from resources.location where org_id = ${ctx.orgId}) as locations
    from organisations.organisation where id = ${ctx.orgId}`.execute(ctx.db)
  const { zone, hours, closures, locations } = rows[0]!
  const closed = (closures ?? []).map(({ fromDate, toDate, name }) => ({
    fromDate: Temporal.PlainDate.from(fromDate),
    toDate: Temporal.PlainDate.from(toDate),
    name,
  }))
  return { zone, hours: hours ?? [], closures: closed, locations: locations ?? [] }
}

// Whoever left and whatever is out of use is shown only while lessons stand there.
async function readTeachers(ctx: Ctx, { from, to }: Span) {
  const { rows } = await sql<HoursRow & { specialization: string }>`
    select c.id, c.full_name as name, t.specialization, ${hoursOf(ctx, from, to)}
    from people.teacher_profile t join people.person c on c.org_id = t.org_id and c.id = t.person_id
    where t.org_id = ${ctx.orgId} and (c.left_on is null or c.left_on > ${from}::timestamptz::date or exists (
      select from scheduling.lesson l where l.org_id = ${ctx.orgId} and l.teacher_id = c.id
        and l.starts_at >= ${from} and l.starts_at < ${to}))
    order by c.full_name, c.id`.execute(ctx.db)
  return rows
}

type ResourceRow = HoursRow & {
  kind: 'room' | 'vehicle' | 'equipment'
  description: string
  locationId: Id<'location'>
}

async function readResources(ctx: Ctx, { from, to }: Span) {
  const { rows } = await sql<ResourceRow>`
    select c.id, c.name, c.kind, c.description, c.location_id, ${hoursOf(ctx, from, to)}
    from resources.resource c
    where c.org_id = ${ctx.orgId} and (c.is_active or exists (
      select from scheduling.lesson l where l.org_id = ${ctx.orgId} and l.room_id = c.id
        and l.starts_at >= ${from} and l.starts_at < ${to}))
    order by c.name`.execute(ctx.db)
  return rows
}

async function readHolds(ctx: Ctx, { from, to }: Span): Promise<Timetable['holds']> {
  const { rows } = await sql<Timetable['holds'][number]>`
    select hold_id, claimant_id, as_what, starts_at, ends_at, held_until
    from scheduling.reservation
    where org_id = ${ctx.orgId} and hold_id is not null and held_until > ${ctx.now}
      and starts_at < ${to} and ends_at > ${from}
      ${can(ctx, 'timetable.manage') ? sql`` : sql`and (as_what = 'resource' or claimant_id = ${ctx.actor.personId})`}
    order by starts_at, claimant_id`.execute(ctx.db)
  return rows
}

export async function listMyLessons(
  ctx: Ctx,
  { from, to, studentId }: Input<typeof contract.listMyLessons>,
): Promise<Output<typeof contract.listMyLessons>> {
  checkDays({ from, to }, longestList)
  const { zone } = await readSchool(ctx, { from, to })
  const own = await listOwnStudents(ctx)
  const wanted = studentId ? [studentId].filter((id) => own.has(id)) : [...own]
  if (wanted.length === 0) return { zone, lessons: [] }
  const rows = await withNames(everyLesson(ctx))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('scheduling.place as place')
          .select('place.id')
          .where('place.orgId', '=', ctx.orgId)
          .whereRef('place.lessonId', '=', 'lesson.id')
          .where('place.status', '=', 'taken')
          .where('place.studentId', 'in', wanted),
      ),
    )
    .where('lesson.startsAt', '>=', dayBounds(from, zone).start)
    .where('lesson.startsAt', '<', dayBounds(to, zone).end)
    .where('lesson.status', '=', 'planned')
    .orderBy('lesson.startsAt')
    .orderBy('lesson.id')
    .execute()
  const students = await studentsOf(
    ctx,
    rows.map(({ id }) => id),
  )
  const lessons = rows.map((row) => {
    const mine = students.get(row.id)!.filter(({ id }) => wanted.includes(id))
    return { ...blockOf(row), studentNames: mine.map(({ name }) => name), studentIds: mine.map(({ id }) => id) }
  })
  return { zone, lessons }
}
