import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { openDatabase } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { addSchool } from '#testing/school.ts'

/** A school whose timetable is as full as one gets: 40 teachers and rooms, 2,000 lessons in a week and 2,000 on one day. */
export interface FullSchool {
  readonly slug: string
  /** The session of somebody in the office, for a cookie. */
  readonly token: string
  /** The Monday of a week with 2,000 lessons, 10 a teacher and day. */
  readonly fullWeek: Temporal.PlainDate
  /** A day with 2,000 lessons of a quarter of an hour, 50 a teacher. */
  readonly fullDay: Temporal.PlainDate
}

const zone = 'Asia/Jakarta'
const teacherCount = 40

interface Lessons {
  readonly from: Temporal.PlainDate
  readonly days: number
  readonly aDay: number
  readonly everyMinutes: number
  readonly minutes: number
}

export async function addFullSchool(databaseUrl: string): Promise<FullSchool> {
  const access = openDatabase(databaseUrl)
  const now = Temporal.Now.instant()
  const { organisation, piano, dewi } = await addSchool(access, now, { zone })
  const db = access.owner
  const orgId = organisation.id
  const teachers = newIds('person', teacherCount)
  const rooms = newIds('resource', teacherCount)
  const students = newIds('person', 2000)

  await sql`insert into people.person (org_id, id, full_name, search_text, created_at)
    select ${orgId}::uuid, id, 'Teacher ' || lpad(n::text, 2, '0') || ' Nugroho', '', ${now}
    from unnest(${teachers}::uuid[]) with ordinality as t (id, n)`.execute(db)
  await sql`insert into people.person (org_id, id, full_name, search_text, created_at)
    select ${orgId}::uuid, id, 'Student ' || lpad(n::text, 4, '0') || ' Lestari', '', ${now}
    from unnest(${students}::uuid[]) with ordinality as t (id, n)`.execute(db)
  await sql`insert into people.teacher_profile (org_id, person_id) select ${orgId}::uuid, unnest(${teachers}::uuid[])`.execute(
    db,
  )
  await sql`insert into people.student_profile (org_id, person_id) select ${orgId}::uuid, unnest(${students}::uuid[])`.execute(
    db,
  )
  await sql`insert into catalogue.offering_teacher (org_id, offering_id, teacher_id)
    select ${orgId}::uuid, ${piano.id}::uuid, unnest(${teachers}::uuid[])`.execute(db)
  await sql`insert into resources.resource (org_id, id, location_id, kind, name, features, created_at)
    select ${orgId}::uuid, t.id, l.id, 'room', 'Room ' || lpad(n::text, 2, '0'), '{piano}', ${now}
    from unnest(${rooms}::uuid[]) with ordinality as t (id, n), resources.location l
    where l.org_id = ${orgId}`.execute(db)
  await sql`insert into scheduling.availability_rule (org_id, id, person_id, weekday, from_minute, to_minute, zone)
    select ${orgId}::uuid, gen_random_uuid(), t, weekday, 420, 1290, ${zone}
    from unnest(${teachers}::uuid[]) t, generate_series(1, 7) weekday`.execute(db)
  await sql`insert into scheduling.availability_rule (org_id, id, resource_id, weekday, from_minute, to_minute, zone)
    select ${orgId}::uuid, gen_random_uuid(), t, weekday, 420, 1290, ${zone}
    from unnest(${rooms}::uuid[]) t, generate_series(1, 7) weekday`.execute(db)

  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  const fullWeek = today.add({ days: 8 - today.dayOfWeek + 7 })
  const fullDay = fullWeek.add({ days: 7 })
  const add = async ({ from, days, aDay, everyMinutes, minutes }: Lessons) => {
    const first = from.toZonedDateTime({ timeZone: zone, plainTime: '08:00' }).toInstant()
    await sql`with made as (
      insert into scheduling.lesson (org_id, id, offering_id, teacher_id, room_id, starts_at, ends_at, capacity, places_taken, created_at)
      select ${orgId}::uuid, gen_random_uuid(), ${piano.id}::uuid, (${teachers}::uuid[])[n], (${rooms}::uuid[])[n], starts, starts + ${minutes} * interval '1 minute', 1, 1, ${now}
      from generate_series(1, ${teacherCount}::int) n, generate_series(0, ${days - 1}::int) d, generate_series(0, ${aDay - 1}::int) k,
        lateral (select ${first}::timestamptz + d * interval '1 day' + k * ${everyMinutes} * interval '1 minute' as starts) s
      returning id, teacher_id, room_id, starts_at, ends_at
    ), numbered as (
      select *, row_number() over (order by starts_at, id) as n from made
    ), placed as (
      insert into scheduling.place (org_id, id, lesson_id, student_id, status, created_at)
      select ${orgId}::uuid, gen_random_uuid(), id, (${students}::uuid[])[(n - 1) % 2000 + 1], 'taken', ${now} from numbered
    )
    insert into scheduling.reservation (org_id, id, person_id, resource_id, as_what, during, lesson_id)
    select ${orgId}::uuid, gen_random_uuid(), teacher_id, null::uuid, 'teacher', tstzrange(starts_at, ends_at), id from numbered
    union all
    select ${orgId}::uuid, gen_random_uuid(), null, room_id, 'resource', tstzrange(starts_at, ends_at), id from numbered
    union all
    select ${orgId}::uuid, gen_random_uuid(), (${students}::uuid[])[(n - 1) % 2000 + 1], null, 'student', tstzrange(starts_at, ends_at), id from numbered`.execute(
      db,
    )
  }
  await add({ from: fullWeek, days: 5, aDay: 10, everyMinutes: 60, minutes: 45 })
  await add({ from: fullDay, days: 1, aDay: 50, everyMinutes: 15, minutes: 15 })
  await sql`analyze`.execute(db)

  const token = randomBytes(32).toString('base64url')
  await db
    .insertInto('identity.session')
    .values({
      id: newId('session'),
      userId: dewi.userId!,
      tokenHash: createHash('sha256').update(token).digest(),
      createdAt: now,
      lastUsedAt: now,
      expiresAt: now.add({ hours: 24 }),
    })
    .execute()
  await access.close()
  return { slug: organisation.slug, token, fullWeek, fullDay }
}

function newIds(kind: 'person' | 'resource', count: number): string[] {
  return Array.from({ length: count }, () => newId(kind))
}
