import { sql } from 'kysely'
import { can, type Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import type { TimetableLesson } from './contract.ts'

interface PackedRow {
  /** One line for each lesson: ids, milliseconds and counts, which hold neither space nor line break. */
  lessons: string | null
  /** One line for each place: the lesson and the student, in the order of their names. */
  students: string | null
  resources: string | null
  offerings: Record<string, [title: string, hue: number]> | null
  people: Record<string, string> | null
  rooms: Record<string, string> | null
}

/** Lessons that touch a stretch of time; of those of others a teacher learns only that they are busy. */
export async function readTimetableLessons(
  ctx: Ctx,
  { from, to }: { readonly from: Temporal.Instant; readonly to: Temporal.Instant },
): Promise<TimetableLesson[]> {
  const isOffice = can(ctx, 'timetable.manage')
  const { rows } = await sql<PackedRow>`
    with l as materialized (
      select id, offering_id, teacher_id, room_id, starts_at, ends_at, capacity, places_taken, marked_at
      from scheduling.lesson
      where org_id = ${ctx.orgId} and status = 'planned' and starts_at < ${to} and ends_at > ${from}
        and starts_at > ${from.subtract({ hours: 24 })}
    ), p as materialized (
      select p.lesson_id, p.student_id, s.full_name
      from scheduling.place p join people.person s on s.org_id = ${ctx.orgId} and s.id = p.student_id
      where p.org_id = ${ctx.orgId} and p.status = 'taken' and p.lesson_id = any(array(
        select l.id from l where ${isOffice} or l.teacher_id = ${ctx.actor.personId}::uuid))
    )
    select
      (select string_agg(concat_ws(' ', id, offering_id, teacher_id, coalesce(room_id::text, '-'),
        (extract(epoch from starts_at) * 1000)::bigint, (extract(epoch from ends_at) * 1000)::bigint,
        capacity, places_taken, (marked_at is not null)::int), e'\n' order by starts_at, id) from l) as lessons,
      (select string_agg(lesson_id || ' ' || student_id, e'\n' order by full_name, student_id) from p) as students,
      (select string_agg(r.lesson_id || ' ' || r.resource_id, e'\n' order by c.name)
        from resources.resource c join scheduling.reservation r on r.org_id = ${ctx.orgId} and r.resource_id = c.id
        where c.org_id = ${ctx.orgId} and c.kind <> 'room' and r.lesson_id is not null
          and r.starts_at < ${to} and r.ends_at > ${from}) as resources,
      (select json_object_agg(id, json_build_array(title, hue)) from catalogue.offering
        where org_id = ${ctx.orgId} and id in (select offering_id from l)) as offerings,
      (select json_object_agg(id, full_name) from (
        select student_id as id, full_name from p
        union
        select id, full_name from people.person where org_id = ${ctx.orgId} and id in (select teacher_id from l)) each) as people,
      (select json_object_agg(id, name) from resources.resource
        where org_id = ${ctx.orgId} and id in (select room_id from l)) as rooms`.execute(ctx.db)
  return unpackLessons(rows[0]!, (teacherId) => isOffice || teacherId === ctx.actor.personId)
}

function unpackLessons(packed: PackedRow, isOpen: (teacherId: string) => boolean): TimetableLesson[] {
  if (packed.lessons === null) return []
  const offerings = packed.offerings ?? {}
  const people = packed.people ?? {}
  const rooms = packed.rooms ?? {}
  const students = unpackPairs<'person'>(packed.students)
  const resources = unpackPairs<'resource'>(packed.resources)
  return packed.lessons.split('\n').map((line): TimetableLesson => {
    const [id, offeringId, teacherId, roomId, startsAt, endsAt, capacity, placesTaken, isMarked] = line.split(' ') as [
      ...[Id<'lesson'>, Id<'offering'>, Id<'person'>, Id<'resource'> | '-'],
      ...[string, string, string, string, string],
    ]
    const [title, hue] = offerings[offeringId]!
    const studentIds = students.get(id) ?? []
    const isVeiled = !isOpen(teacherId)
    return {
      id,
      offeringId,
      title: isVeiled ? '' : title,
      hue: isVeiled ? 1 : hue,
      teacherId,
      teacherName: people[teacherId]!,
      roomId: roomId === '-' ? null : roomId,
      roomName: roomId === '-' ? null : rooms[roomId]!,
      startsAt: Temporal.Instant.fromEpochMilliseconds(Number(startsAt)),
      endsAt: Temporal.Instant.fromEpochMilliseconds(Number(endsAt)),
      capacity: Number(capacity),
      placesTaken: isVeiled ? 0 : Number(placesTaken),
      studentIds,
      studentNames: studentIds.map((studentId) => people[studentId]!),
      resourceIds: resources.get(id) ?? [],
      status: 'planned',
      isMarked: !isVeiled && isMarked === '1',
    }
  })
}

function unpackPairs<Kind extends string>(packed: string | null): ReadonlyMap<string, Id<Kind>[]> {
  const lists = new Map<string, Id<Kind>[]>()
  for (const line of packed?.split('\n') ?? []) {
    const [lessonId, id] = line.split(' ') as [string, Id<Kind>] // read from the table of that kind
    const list = lists.get(lessonId)
    if (list) list.push(id)
    else lists.set(lessonId, [id])
  }
  return lists
}
