import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { readConfig } from '#platform/config.ts'
import { openDatabase, type DatabaseAccess } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { closeQueue, openQueue } from '#platform/jobs.ts'
import { openLog } from '#platform/log.ts'
import { buildApp } from '../app.ts'
import { createTestDatabase } from './database.ts'

/** A school that is open day and night and has fewer vehicles than teachers, on a server that listens, for many to want the same of it. */
export interface Arena {
  readonly port: number
  readonly access: DatabaseAccess
  readonly slug: string
  readonly cookie: string
  /** One place, and a room and a vehicle for each lesson. */
  readonly single: string
  /** Ten places. */
  readonly group: string
  readonly teachers: readonly string[]
  readonly students: readonly string[]
  readonly rooms: readonly string[]
  readonly vehicles: readonly string[]
  /** The first of the half hours that are fought for, at midnight of tomorrow. */
  readonly begin: Temporal.Instant
  close(): Promise<void>
}

const counts = { teachers: 6, students: 220, rooms: 6, vehicles: 2 }
export const groupPlaces = 10

export async function openArena(): Promise<Arena> {
  const database = await createTestDatabase()
  const access = openDatabase(database.url)
  const config = readConfig({ PUBLIC_URL: 'http://school.test', LOG_LEVEL: 'error', TRUSTED_PROXIES: '1' })
  const logger = openLog(config)
  await openQueue({ access, onError: (error) => logger.error(error) })
  const { http } = await buildApp({ config, access, logger })
  await http.listen({ port: 0, host: '127.0.0.1' })
  const address = http.server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port.')
  return {
    ...(await seed(access)),
    access,
    port: address.port,
    begin: Temporal.Now.zonedDateTimeISO('UTC').startOfDay().add({ days: 1 }).toInstant(),
    async close() {
      await http.close()
      await closeQueue()
      await access.close()
      await database.drop()
    },
  }
}

async function seed({ owner }: DatabaseAccess): Promise<Omit<Arena, 'access' | 'port' | 'begin' | 'close'>> {
  const ids = (count: number) => Array.from({ length: count }, () => newId('person') as string)
  const [org, user, location, single, group] = ids(5) as [string, string, string, string, string]
  const [teachers, students] = [ids(counts.teachers), ids(counts.students)]
  const [rooms, vehicles] = [ids(counts.rooms), ids(counts.vehicles)]
  const slug = `arena-${randomBytes(4).toString('hex')}`
  const token = randomBytes(32).toString('base64url')
  const hash = createHash('sha256').update(token).digest()
  const each = (list: readonly string[]) => sql`unnest(${list}::uuid[]) with ordinality as given (id, n)`
  const statements = [
    sql`insert into organisations.organisation (id, slug, name, preset, country, zone, currency, locale, created_at)
      values (${org}, ${slug}, 'Arena', 'driving-school', 'FR', 'UTC', 'EUR', 'en', now())`,
    sql`insert into identity."user" (id, email, email_verified_at, created_at) values (${user}, ${`${slug}@mail.example`}, now(), now())`,
    sql`insert into identity.session (id, user_id, token_hash, created_at, last_used_at, expires_at)
      values (gen_random_uuid(), ${user}, ${hash}, now(), now(), now() + interval '1 day')`,
    sql`insert into identity.membership (org_id, id, user_id, roles, created_at) values (${org}, gen_random_uuid(), ${user}, '{owner}', now())`,
    sql`insert into people.person (org_id, id, user_id, full_name, search_text, is_staff, created_at)
      values (${org}, gen_random_uuid(), ${user}, 'Office', 'office', true, now())`,
    sql`insert into people.person (org_id, id, full_name, search_text, created_at)
      select ${org}::uuid, id, 'Person ' || n, 'person ' || n, now() from ${each([...teachers, ...students])}`,
    sql`insert into people.teacher_profile (org_id, person_id) select ${org}::uuid, id from ${each(teachers)}`,
    sql`insert into people.student_profile (org_id, person_id) select ${org}::uuid, id from ${each(students)}`,
    sql`insert into people.family (org_id, id, name, created_at) select ${org}::uuid, id, 'Family ' || n, now() from ${each(students)}`,
    sql`insert into people.family_member (org_id, family_id, person_id) select ${org}::uuid, id, id from ${each(students)}`,
    sql`insert into resources.location (org_id, id, name, zone, created_at) values (${org}, ${location}, 'House', 'UTC', now())`,
    sql`insert into resources.resource (org_id, id, kind, location_id, name, created_at)
      select ${org}::uuid, id, case when n <= ${counts.rooms} then 'room' else 'vehicle' end, ${location}::uuid, 'Thing ' || n, now()
      from ${each([...rooms, ...vehicles])}`,
    sql`insert into catalogue.offering (org_id, id, title, duration_minutes, places, grid_minutes, notice_minutes, furthest_days, created_at)
      values (${org}, ${single}, 'Driving', 30, 1, 30, 0, 730, now()), (${org}, ${group}, 'Theory', 30, ${groupPlaces}, 30, 0, 730, now())`,
    sql`insert into catalogue.offering_need (org_id, offering_id, position, kind)
      values (${org}, ${single}, 1, 'room'), (${org}, ${single}, 2, 'vehicle')`,
    sql`insert into catalogue.price (org_id, id, offering_id, amount, currency, valid_from)
      select ${org}::uuid, gen_random_uuid(), id, 3000, 'EUR', '2020-01-01' from ${each([single, group])}`,
    sql`insert into catalogue.offering_teacher (org_id, offering_id, teacher_id)
      select ${org}::uuid, offering.id, given.id from ${each(teachers)}, unnest(${[single, group]}::uuid[]) as offering (id)`,
    sql`insert into scheduling.availability_rule (org_id, id, person_id, weekday, from_minute, to_minute, zone)
      select ${org}::uuid, gen_random_uuid(), id, weekday, 0, 1440, 'UTC' from ${each(teachers)}, generate_series(1, 7) as weekday`,
  ]
  for (const statement of statements) await statement.execute(owner)
  const policies = [
    { kind: 'booking', holdHours: 48 },
    { kind: 'cancellation', freeUntilHours: 24, latePercent: 50 },
    { kind: 'invoicing', dueDays: 14, prefix: 'INV' },
  ]
  for (const terms of policies) {
    await sql`insert into organisations.policy (org_id, id, kind, version, valid_from, terms)
      values (${org}, gen_random_uuid(), ${terms.kind}, 1, '2020-01-01', ${JSON.stringify(terms)})`.execute(owner)
  }
  return { slug, cookie: `lessonry_session=${token}`, single, group, teachers, students, rooms, vehicles }
}
