// What the measured databases hold: schools like real ones, with a past, so that the size is the history and not the week that is asked for.
import { createHash } from 'node:crypto'
import type { Client } from 'pg'

export type Size = 'small' | 'large'

/** Lessons of half an hour, Monday to Friday 9 to 17 Europe/Paris, three of the sixteen half hours taken for each teacher and day. */
interface SchoolPlan {
  readonly number: number
  readonly teachers: number
  readonly rooms: number
  /** Of sixteen half hours, how many are taken. */
  readonly taken: number
  /** Days counted from the Monday of `readMonday`. */
  readonly firstDay: number
  readonly lastDay: number
}

const zone = 'Europe/Paris'
const school = { teachers: 20, rooms: 12, taken: 3, lastDay: 59 }

/** About 10,000 reservations in one school, or about 1,000,000 in five; the days that are asked for hold the same lessons in both. */
const plans: Record<Size, readonly SchoolPlan[]> = {
  small: [{ ...school, number: 0, firstDay: -17 }],
  large: [
    ...[0, 1, 2, 3, 4].map((number) => ({ ...school, number, firstDay: -1496 })),
    { number: busyWeek(), teachers: 40, rooms: 40, taken: 10, firstDay: 0, lastDay: 4 },
  ],
}

/** The school with 40 teachers and 2,000 lessons in the week of `readMonday`. */
export function busyWeek(): number {
  return 7
}

/** The organisation with 100,000 people. */
export function manyPeople(): number {
  return 8
}

/** The Monday after next of today: everything that is asked for lies behind it. */
export function readMonday(): Temporal.PlainDate {
  const today = Temporal.Now.plainDateISO('UTC')
  return today.add({ days: 8 - today.dayOfWeek })
}

/** Ids can be computed, so that a line knows whom it asks for. */
export function idAt(kind: keyof typeof kinds, number: number): string {
  return `0190${kinds[kind].toString(16).padStart(4, '0')}-0000-7000-8000-${number.toString(16).padStart(12, '0')}`
}

const kinds = {
  organisation: 1,
  person: 2,
  resource: 3,
  offering: 4,
  lesson: 5,
  place: 6,
  reservation: 7,
  user: 8,
  other: 9,
} as const

export const slugOf = (number: number) => `bench-${number}`
export const tokenOf = (number: number) => `bench-office-session-of-school-${number}`
export const teacherOf = (number: number, teacher: number) => idAt('person', number * 10_000 + teacher)
export const studentOf = (number: number, student: number) => idAt('person', number * 10_000 + 100 + student)
export const roomOf = (number: number, room: number) => idAt('resource', number * 10_000 + room)
export const offeringOf = (number: number) => idAt('offering', number)
export const studentsPerTeacher = 15

export async function seed(client: Client, size: Size): Promise<void> {
  const monday = readMonday()
  await client.query(`create function pg_temp.id_at(kind integer, n bigint) returns uuid language sql immutable return
    ('0190' || lpad(to_hex(kind), 4, '0') || '00007000' || '8000' || lpad(to_hex(n), 12, '0'))::uuid`)
  await client.query('set synchronous_commit = off')
  await client.query('begin')
  for (const plan of plans[size]) await seedSchool(client, plan, monday)
  if (size === 'large') await seedPeople(client)
  await seedLessons(client, plans[size], monday)
  await client.query('commit')
  await client.query('vacuum (analyze)')
}

async function seedSchool(client: Client, { number, teachers, rooms }: SchoolPlan, monday: Temporal.PlainDate) {
  const org = idAt('organisation', number)
  await addOrganisation(client, number)
  const [offering, students] = [offeringOf(number), teachers * studentsPerTeacher]
  const hours = `generate_series(1, 5) as weekday`
  await client.query(`
    insert into people.person (org_id, id, full_name, email, search_text, created_at)
    select '${org}'::uuid, pg_temp.id_at(2, ${number * 10_000} + n), 'Teacher ' || n, null, 'teacher ' || n, now()
    from generate_series(0, ${teachers - 1}) n union all
    select '${org}'::uuid, pg_temp.id_at(2, ${number * 10_000 + 100} + n), 'Student ' || n, null, 'student ' || n, now()
    from generate_series(0, ${students - 1}) n;
    insert into people.teacher_profile (org_id, person_id)
    select '${org}'::uuid, pg_temp.id_at(2, ${number * 10_000} + n) from generate_series(0, ${teachers - 1}) n;
    insert into people.student_profile (org_id, person_id)
    select '${org}'::uuid, pg_temp.id_at(2, ${number * 10_000 + 100} + n) from generate_series(0, ${students - 1}) n;
    insert into people.family (org_id, id, name, created_at)
    select '${org}'::uuid, pg_temp.id_at(2, ${number * 10_000 + 100} + n), 'Family ' || n, now() from generate_series(0, ${students - 1}) n;
    insert into people.family_member (org_id, family_id, person_id)
    select '${org}'::uuid, id, id from people.family where org_id = '${org}';
    insert into resources.location (org_id, id, name, zone, created_at)
    values ('${org}', '${idAt('other', number)}', 'House', '${zone}', now());
    insert into resources.resource (org_id, id, kind, location_id, name, capacity, created_at)
    select '${org}'::uuid, pg_temp.id_at(3, ${number * 10_000} + n), 'room', '${idAt('other', number)}', 'Room ' || n, 3, now()
    from generate_series(0, ${rooms - 1}) n;
    insert into catalogue.offering (org_id, id, title, duration_minutes, grid_minutes, notice_minutes, furthest_days, created_at)
    values ('${org}', '${offering}', 'Piano', 30, 30, 0, 365, now());
    insert into catalogue.offering_need (org_id, offering_id, position, kind) values ('${org}', '${offering}', 1, 'room');
    insert into catalogue.price (org_id, id, offering_id, amount, currency, valid_from)
    values ('${org}', '${idAt('other', 100 + number)}', '${offering}', 3000, 'EUR', '2020-01-01');
    insert into catalogue.offering_teacher (org_id, offering_id, teacher_id)
    select '${org}'::uuid, '${offering}', pg_temp.id_at(2, ${number * 10_000} + n) from generate_series(0, ${teachers - 1}) n;
    insert into scheduling.availability_rule (org_id, id, person_id, weekday, from_minute, to_minute, zone)
    select '${org}'::uuid, gen_random_uuid(), pg_temp.id_at(2, ${number * 10_000} + n), weekday, 540, 1020, '${zone}'
    from generate_series(0, ${teachers - 1}) n, ${hours};
    insert into scheduling.availability_rule (org_id, id, resource_id, weekday, from_minute, to_minute, zone)
    select '${org}'::uuid, gen_random_uuid(), pg_temp.id_at(3, ${number * 10_000} + n), weekday, 480, 1200, '${zone}'
    from generate_series(0, ${rooms - 1}) n, ${hours};
    insert into organisations.opening_hours (org_id, id, weekday, from_minute, to_minute)
    select '${org}'::uuid, gen_random_uuid(), weekday, 480, 1200 from ${hours};
    insert into organisations.closure (org_id, id, from_date, to_date, name)
    values ('${org}', gen_random_uuid(), '${monday.add({ days: 45 }).toString()}', '${monday.add({ days: 46 }).toString()}', 'Works')`)
}

async function addOrganisation(client: Client, number: number): Promise<void> {
  const [org, user] = [idAt('organisation', number), idAt('user', number)]
  await client.query(`
    insert into organisations.organisation (id, slug, name, preset, country, zone, currency, locale, created_at)
    values ('${org}', '${slugOf(number)}', 'School ${number}', 'music-school', 'FR', '${zone}', 'EUR', 'en', now());
    insert into identity."user" (id, email, email_verified_at, created_at) values ('${user}', 'office-${number}@school.example', now(), now());
    insert into identity.membership (org_id, id, user_id, roles, created_at) values ('${org}', gen_random_uuid(), '${user}', '{owner}', now());
    insert into people.person (org_id, id, user_id, full_name, search_text, is_staff, created_at)
    values ('${org}', gen_random_uuid(), '${user}', 'Office', 'office', true, now());
    insert into identity.session (id, user_id, token_hash, created_at, last_used_at, expires_at)
    values (gen_random_uuid(), '${user}', '\\x${createHash('sha256').update(tokenOf(number)).digest('hex')}', now(), now() + interval '1 year', now() + interval '1 year')`)
  for (const terms of [
    { kind: 'booking', holdHours: 48 },
    { kind: 'cancellation', freeUntilHours: 24, latePercent: 50 },
    { kind: 'invoicing', dueDays: 14, prefix: 'INV' },
  ]) {
    await client.query(
      `insert into organisations.policy (org_id, id, kind, version, valid_from, terms) values ($1, gen_random_uuid(), $2, 1, '2020-01-01', $3)`,
      [org, terms.kind, JSON.stringify(terms)],
    )
  }
}

const firstNames =
  'Amélie Budi Chloé Dewi Éric Fatima Gita Hadi Inès Joko Karim Léa Maya Nadia Omar Putri Rina Sami Tia Yusuf'
const lastNames =
  'Alami Bernard Cahyani Dubois Effendi Fontaine Gunawan Hartono Iskandar Joubert Kurnia Lefèvre Moreau Nugroho Oktavia Petit Rahayu Santoso Tazi Wijaya'

async function seedPeople(client: Client): Promise<void> {
  const number = manyPeople()
  await addOrganisation(client, number)
  const array = (names: string) => `array['${names.split(' ').join("','")}']`
  await client.query(`
    insert into people.person (org_id, id, full_name, email, search_text, created_at)
    select '${idAt('organisation', number)}', pg_temp.id_at(2, ${number * 1_000_000} + n), name, email,
      lower(translate(name, 'éèÉ', 'eeE') || ' ' || email), now()
    from (
      select n, f || ' ' || l || ' ' || n as name, lower(translate(f, 'éèÉ', 'eeE')) || '.' || n || '@mail.example' as email
      from (select n, (${array(firstNames)})[1 + n % 20] f, (${array(lastNames)})[1 + (n / 20) % 20] l from generate_series(1, 100000) n) parts
    ) named`)
}

/** Lessons with one student each, their place, and the reservations of teacher, room and student. Indexes are made afterwards: four times as fast. */
async function seedLessons(client: Client, all: readonly SchoolPlan[], monday: Temporal.PlainDate): Promise<void> {
  const values = all
    .map(
      (plan) => `(${plan.number}, ${plan.teachers}, ${plan.rooms}, ${plan.taken}, ${plan.firstDay}, ${plan.lastDay})`,
    )
    .join(', ')
  await client.query(`
    create temp table made on commit drop as
    select row_number() over (order by day, half, school, teacher) as n, school, teacher, room, starts_at,
      teacher * ${studentsPerTeacher} + (hash >> 8 & 1023) % ${studentsPerTeacher} as student
    from (
      select school, rooms, day, half, teacher, hash,
        row_number() over (partition by school, day, half order by hash) - 1 as room,
        ((date '${monday.toString()}' + day)::timestamp + interval '9 hours' + half * interval '30 minutes') at time zone '${zone}' as starts_at
      from (values ${values}) plan (school, teachers, rooms, taken, first_day, last_day)
      cross join lateral generate_series(first_day, last_day) day
      cross join generate_series(0, 15) half
      cross join lateral generate_series(0, teachers - 1) teacher
      cross join lateral (select hashint8extended(((school * 100000 + day + 10000)::bigint * 16 + half) * 64 + teacher, 7)) hashed (hash)
      where extract(isodow from date '${monday.toString()}' + day) < 6 and (hash & 15) < taken
    ) cell
    where room < rooms`)
  const remake = await dropIndexes(client, ['scheduling.reservation', 'scheduling.lesson', 'scheduling.place'])
  await client.query(`
    insert into scheduling.lesson (org_id, id, offering_id, teacher_id, room_id, starts_at, ends_at, capacity, places_taken, created_at)
    select pg_temp.id_at(1, school), pg_temp.id_at(5, n), pg_temp.id_at(4, school), pg_temp.id_at(2, school * 10000 + teacher),
      pg_temp.id_at(3, school * 10000 + room), starts_at, starts_at + interval '30 minutes', 1, 1, starts_at - interval '30 days'
    from made order by n`)
  await client.query(`
    insert into scheduling.place (org_id, id, lesson_id, student_id, status, created_at)
    select pg_temp.id_at(1, school), pg_temp.id_at(6, n), pg_temp.id_at(5, n), pg_temp.id_at(2, school * 10000 + 100 + student), 'taken',
      starts_at - interval '30 days'
    from made order by n`)
  await client.query(`
    insert into scheduling.reservation (org_id, id, person_id, resource_id, as_what, during, lesson_id)
    select pg_temp.id_at(1, school), pg_temp.id_at(7, n * 4 + part), case part when 0 then pg_temp.id_at(2, school * 10000 + teacher)
        when 1 then pg_temp.id_at(2, school * 10000 + 100 + student) end,
      case part when 2 then pg_temp.id_at(3, school * 10000 + room) end, (array['teacher', 'student', 'resource'])[part + 1],
      tstzrange(starts_at, starts_at + interval '30 minutes'), pg_temp.id_at(5, n)
    from made cross join generate_series(0, 2) part order by n`)
  for (const statement of remake) await client.query(statement)
}

async function dropIndexes(client: Client, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ remove: string; remake: string }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as remove,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as remake
     from pg_constraint where conrelid = any($1::regclass[]) and contype in ('x', 'f')
     union all
     select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
     from pg_index where indrelid = any($1::regclass[]) and not indisprimary
       and not exists (select from pg_constraint where conindid = indexrelid and contype in ('x', 'u', 'p'))`,
    [tables],
  )
  for (const { remove } of rows) await client.query(remove)
  return rows.map(({ remake }) => remake)
}
