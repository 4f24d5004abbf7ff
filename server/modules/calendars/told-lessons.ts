import { type RawBuilder, sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'

/** A lesson as one calendar is told of it. */
export interface ToldLesson {
  readonly lessonId: Id<'lesson'>
  /** The student whose event it is; the lesson itself for a teacher or a resource. */
  readonly subjectId: string
  readonly studentName: string | null
  readonly isTaught: boolean
  readonly title: string
  readonly capacity: number
  readonly teacherId: Id<'person'>
  readonly teacherName: string
  readonly roomId: Id<'resource'> | null
  readonly place: readonly string[]
  readonly zone: string
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly createdAt: Temporal.Instant
  readonly isCancelled: boolean
  /** How often time, place, teacher or standing have changed since calendars were first told (RFC 5545, 3.8.7.4). */
  readonly sequence: number
  readonly changedAt: Temporal.Instant
}

interface Row extends Omit<ToldLesson, 'sequence' | 'changedAt' | 'place'> {
  readonly roomName: string | null
  readonly locationName: string | null
  readonly locationAddress: string | null
  readonly sequence: number | null
  readonly changedAt: Temporal.Instant | null
  readonly isChanged: boolean
}

const daysBack = 90
const daysAhead = 731
const daysCancelled = 30

export interface Span {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

/** What a feed tells of: 90 days back, two years on, in whole days, so that it is the same text all day. */
export function feedSpan(now: Temporal.Instant): Span {
  const today = now.toZonedDateTimeISO('UTC').startOfDay()
  return { from: today.subtract({ days: daysBack }).toInstant(), to: today.add({ days: daysAhead }).toInstant() }
}

const inSpan = ({ from, to }: Span) => sql`l.starts_at >= ${from} and l.starts_at < ${to}`

// An event of a student: cancelled when the lesson is, or when the place was given back.
function ofStudents(ctx: Ctx, students: RawBuilder<unknown>, which: RawBuilder<unknown>) {
  return sql`
    select p.lesson_id, p.student_id as subject_id, p.student_id, false as is_taught,
      bool_and(p.status = 'cancelled' or l.status = 'cancelled') as is_cancelled
    from scheduling.place p join scheduling.lesson l on l.org_id = p.org_id and l.id = p.lesson_id
    where p.org_id = ${ctx.orgId} and p.student_id in (${students}) and p.status in ('taken', 'cancelled') and ${which}
    group by p.lesson_id, p.student_id`
}

function ofLessons(ctx: Ctx, isTaught: boolean, which: RawBuilder<unknown>) {
  return sql`
    select l.id as lesson_id, l.id as subject_id, null::uuid as student_id, ${isTaught}::boolean as is_taught,
      l.status = 'cancelled' as is_cancelled
    from scheduling.lesson l where l.org_id = ${ctx.orgId} and ${which}`
}

/** What a person teaches and learns, and what the students learn whose confirmed guardian the person is. */
export function toldToPerson(ctx: Ctx, personId: Id<'person'>, span: Span): Promise<ToldLesson[]> {
  const students = sql`
    select ${personId}::uuid
    union all
    select g.student_id from people.guardianship g
    where g.org_id = ${ctx.orgId} and g.guardian_id = ${personId} and g.confirmed_at is not null and g.ended_at is null`
  return tell(
    ctx,
    sql`${ofLessons(ctx, true, sql`l.teacher_id = ${personId} and ${inSpan(span)}`)}
      union all ${ofStudents(ctx, students, inSpan(span))}`,
  )
}

/** What takes place in a room, or with a vehicle or a piece of equipment. */
export function toldOfResource(ctx: Ctx, resourceId: Id<'resource'>, span: Span): Promise<ToldLesson[]> {
  return tell(ctx, ofLessons(ctx, false, sql`l.room_id = ${resourceId} and ${inSpan(span)}`))
}

/** One student's event of one lesson; undefined when the student never had a place in it. */
export async function toldOfStudent(
  ctx: Ctx,
  lessonId: Id<'lesson'>,
  studentId: Id<'person'>,
): Promise<ToldLesson | undefined> {
  const [told] = await tell(ctx, ofStudents(ctx, sql`${studentId}::uuid`, sql`l.id = ${lessonId}`))
  return told
}

async function tell(ctx: Ctx, shown: RawBuilder<unknown>): Promise<ToldLesson[]> {
  const { rows } = await sql<Row>`
    with shown as (${shown})
    select shown.lesson_id, shown.subject_id, shown.is_taught, shown.is_cancelled, student.full_name as student_name,
      o.title, l.capacity, l.teacher_id, teacher.full_name as teacher_name, l.starts_at, l.ends_at, l.created_at,
      l.room_id, room.name as room_name, place.name as location_name, place.address as location_address,
      coalesce(place.zone, g.zone) as zone, r.sequence, r.changed_at,
      (r.starts_at, r.ends_at, r.teacher_id, r.room_id, r.is_cancelled)
        is distinct from (l.starts_at, l.ends_at, l.teacher_id, l.room_id, shown.is_cancelled) as is_changed
    from shown
    join scheduling.lesson l on l.org_id = ${ctx.orgId} and l.id = shown.lesson_id
    join organisations.organisation g on g.id = l.org_id
    join catalogue.offering o on o.org_id = l.org_id and o.id = l.offering_id
    join people.person teacher on teacher.org_id = l.org_id and teacher.id = l.teacher_id
    left join people.person student on student.org_id = l.org_id and student.id = shown.student_id
    left join resources.resource room on room.org_id = l.org_id and room.id = l.room_id
    left join resources.location place on place.org_id = l.org_id and place.id = room.location_id
    left join calendars.revision r
      on r.org_id = l.org_id and r.lesson_id = shown.lesson_id and r.subject_id = shown.subject_id
    where not shown.is_cancelled or r.lesson_id is not null
    order by l.starts_at, shown.lesson_id, shown.subject_id`.execute(ctx.db)
  const revisions = await revise(
    ctx,
    rows.filter(({ isChanged }) => isChanged),
  )
  const forgotten = ctx.now.subtract({ hours: daysCancelled * 24 })
  return rows
    .map((row) => toldOf(row, revisions.get(keyOf(row))))
    .filter(({ isCancelled, changedAt }) => !isCancelled || Temporal.Instant.compare(changedAt, forgotten) > 0)
}

interface Revision {
  readonly lessonId: Id<'lesson'>
  readonly subjectId: string
  readonly sequence: number
  readonly changedAt: Temporal.Instant
}

const keyOf = ({ lessonId, subjectId }: Pick<Revision, 'lessonId' | 'subjectId'>) => `${lessonId} ${subjectId}`

/**
 * Notes what calendars are told now. Whoever is told first counts the change: whatever moved or cancelled a lesson, by whatever way, the
 * number grows by one before anybody hears of it.
 */
async function revise(ctx: Ctx, rows: readonly Row[]): Promise<ReadonlyMap<string, Revision>> {
  if (rows.length === 0) return new Map()
  const revised = await sql<Revision>`
    insert into calendars.revision as r
      (org_id, lesson_id, subject_id, starts_at, ends_at, teacher_id, room_id, is_cancelled, changed_at)
    select ${ctx.orgId}::uuid, told.lesson_id, told.subject_id, l.starts_at, l.ends_at, l.teacher_id, l.room_id,
      told.is_cancelled, ${ctx.now}::timestamptz
    from unnest(${rows.map(({ lessonId }) => lessonId)}::uuid[], ${rows.map(({ subjectId }) => subjectId)}::uuid[],
      ${rows.map(({ isCancelled }) => isCancelled)}::boolean[]) as told (lesson_id, subject_id, is_cancelled)
    join scheduling.lesson l on l.org_id = ${ctx.orgId} and l.id = told.lesson_id
    order by told.lesson_id, told.subject_id
    on conflict (org_id, lesson_id, subject_id) do update set
      sequence = r.sequence + ((r.starts_at, r.ends_at, r.teacher_id, r.room_id, r.is_cancelled) is distinct from
        (excluded.starts_at, excluded.ends_at, excluded.teacher_id, excluded.room_id, excluded.is_cancelled))::int,
      starts_at = excluded.starts_at, ends_at = excluded.ends_at, teacher_id = excluded.teacher_id,
      room_id = excluded.room_id, is_cancelled = excluded.is_cancelled, changed_at = excluded.changed_at
    returning r.lesson_id, r.subject_id, r.sequence, r.changed_at`.execute(ctx.db)
  return new Map(revised.rows.map((row) => [keyOf(row), row]))
}

function toldOf(row: Row, revision: Revision | undefined): ToldLesson {
  const { roomName, locationName, locationAddress, isChanged: _, ...told } = row
  const place = [roomName, locationName, locationAddress].filter((part) => part !== null && part.trim() !== '')
  return {
    ...told,
    place: place as string[],
    sequence: revision?.sequence ?? row.sequence ?? 0,
    changedAt: revision?.changedAt ?? row.changedAt ?? row.createdAt,
  }
}
