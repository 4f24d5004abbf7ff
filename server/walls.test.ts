import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Endpoint } from '#platform/contract.ts'
import { inScope } from '#platform/db.ts'
import { idKindsOf, sampleInput } from '#testing/sample-input.ts'
import { addBusyWeek } from '#testing/busy-week.ts'
import { requestOf, world, type Failure, type Person, type World } from '#testing/world.ts'
import { routes } from './app.ts'

const unknownId = '0198c0de-0000-7000-8000-00000000feed'
const endpoints = routes.map((route) => route.endpoint)
const ofOrganisations = endpoints.filter((endpoint) => endpoint.scope === 'organisation')

// Ids of an install, not of an organisation, or computed.
const tablesOfKinds: Readonly<Record<string, string>> = {
  availability_exception: 'scheduling.availability_exception',
  booking: 'booking.booking',
  charge: 'billing.charge',
  closure: 'organisations.closure',
  family: 'people.family',
  guardianship: 'people.guardianship',
  import_run: 'transfer.import_run',
  invoice: 'billing.invoice',
  lesson: 'scheduling.lesson',
  location: 'resources.location',
  mail: 'platform.mail',
  membership: 'identity.membership',
  notification: 'notifications.notification',
  offering: 'catalogue.offering',
  payment: 'billing.payment',
  person: 'people.person',
  resource: 'resources.resource',
}

function readersOf(school: World): [string, Person | null][] {
  return [
    ['a visitor', null],
    ['the owner', school.olivia],
    ['the office', school.dewi],
    ['a teacher', school.rina],
    ['a guardian', school.maria],
    ['a student', school.lila],
  ]
}

async function idsOf(school: World): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  for (const [kind, table] of Object.entries(tablesOfKinds)) {
    const { rows } = await sql<{
      id: string
    }>`select id from ${sql.table(table)} where org_id = ${school.organisation.id} order by id limit 1`.execute(
      school.access.owner,
    )
    if (rows[0]) found.set(kind, rows[0].id)
  }
  return found
}

async function ask(
  school: World,
  reader: Person | null,
  endpoint: Endpoint,
  ids: ReadonlyMap<string, string>,
): Promise<Failure> {
  const wire = sampleInput(endpoint.input, (kind) => ids.get(kind) ?? unknownId) as Record<string, unknown>
  const withIds = namingEveryId(endpoint, wire, ids)
  const { method, path, body } = requestOf(endpoint, withIds, school.organisation.slug)
  return school.send(reader, method, path, body)
}

// Optional ids are sent too: `GET /charges?familyId=…` must not tell whose family it is.
function namingEveryId(
  endpoint: Endpoint,
  wire: Record<string, unknown>,
  ids: ReadonlyMap<string, string>,
): Record<string, unknown> {
  const shape = ((endpoint.input as unknown as { def: { shape?: object } }).def.shape ?? {}) as Record<string, never>
  const optional = Object.entries(shape).flatMap(([name, field]) => {
    const [kind] = idKindsOf(field)
    return wire[name] === undefined &&
      kind &&
      !(name in wire) &&
      (field as { def: { type: string } }).def.type === 'optional' &&
      !name.endsWith('Ids')
      ? [[name, ids.get(kind) ?? unknownId]]
      : []
  })
  return { ...wire, ...Object.fromEntries(optional) }
}

test('ids of another organisation give the same answer as ids that do not exist, on every endpoint, to everybody', async () => {
  const ours = await world()
  const theirs = await world()
  await addBusyWeek(theirs)
  const foreign = await idsOf(theirs)
  assert.deepEqual(
    [...Object.keys(tablesOfKinds)].filter((kind) => !foreign.has(kind) && kind !== 'import_run'),
    [],
    'the other organisation has one of each',
  )
  let asked = 0
  for (const endpoint of ofOrganisations.filter((each) => idKindsOf(each.input).length > 0)) {
    for (const [who, reader] of readersOf(ours)) {
      const unknown = await ask(ours, reader, endpoint, new Map())
      const theirsAnswer = await ask(ours, reader, endpoint, foreign)
      assert.deepEqual(
        [theirsAnswer.status, theirsAnswer.body],
        [unknown.status, unknown.body],
        `${endpoint.route} as ${who}`,
      )
      asked++
    }
  }
  assert.ok(asked > 100, `${asked} pairs were asked`)
})

test('who lacks the permission is refused with 403, who is not signed in with 401, before anything is read', async () => {
  const school = await world()
  for (const endpoint of ofOrganisations.filter((each) => each.needs !== 'anyone')) {
    const visitor = await ask(school, null, endpoint, new Map())
    assert.equal(visitor.status, 401, `${endpoint.route} as a visitor`)
    if (endpoint.needs === 'signed-in') continue
    const guardian = await ask(school, school.maria, endpoint, new Map())
    assert.equal(guardian.status, 403, `${endpoint.route} as a guardian`)
  }
})

test('a member of another organisation is nobody here, and cannot tell whether this one exists', async () => {
  const ours = await world()
  const theirs = await world()
  for (const endpoint of ofOrganisations.filter((each) => each.needs !== 'anyone')) {
    const wire = sampleInput(endpoint.input, () => unknownId) as Record<string, unknown>
    const here = requestOf(endpoint, wire, ours.organisation.slug)
    const nowhere = requestOf(endpoint, wire, 'no-such-school')
    const answer = await ours.send(theirs.olivia, here.method, here.path, here.body)
    const unknown = await ours.send(theirs.olivia, nowhere.method, nowhere.path, nowhere.body)
    assert.deepEqual([answer.status, answer.body], [404, unknown.body], endpoint.route)
  }
})

test('an unknown field is refused by name on every endpoint that takes a body', async () => {
  const school = await world()
  for (const endpoint of ofOrganisations.filter(
    (each) => /^(POST|PUT|PATCH) /.test(each.route) && each.needs !== 'signed-in',
  )) {
    const wire = { ...(sampleInput(endpoint.input, () => unknownId) as object), isAdministrator: true }
    const { method, path, body } = requestOf(endpoint, wire, school.organisation.slug)
    const answer = await school.send(school.olivia, method, path, body)
    assert.equal(answer.status, 422, endpoint.route)
    assert.ok(
      answer.body.errors?.some((error) => error.path === 'isAdministrator' && error.code === 'unknown_field'),
      endpoint.route,
    )
  }
})

test("without the application's check the database still refuses: another organisation's rows do not exist, and none can be written", async () => {
  const ours = await world()
  const theirs = await world()
  await addBusyWeek(theirs)
  const { rows: tables } = await sql<{ name: string }>`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and a.attnotnull
    where c.relkind = 'r' and n.nspname not in ('pgboss', 'public')
      and has_table_privilege('lessonry_app', c.oid, 'select')`.execute(ours.access.owner)
  assert.ok(tables.length > 30)

  await inScope(ours.access, { orgId: ours.organisation.id, userId: null, readOnly: true }, async (db) => {
    for (const { name } of tables) {
      const { rows } = await sql<{
        count: number
      }>`select count(*)::int as count from ${sql.raw(name)} where org_id <> ${ours.organisation.id}`.execute(db)
      assert.equal(rows[0]!.count, 0, `${name} shows rows of another organisation`)
    }
  })
  await inScope(ours.access, { orgId: null, userId: null, readOnly: true }, async (db) => {
    for (const { name } of tables) {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.raw(name)}`.execute(db)
      assert.equal(rows[0]!.count, 0, `${name} shows rows when nobody said in which organisation`)
    }
  })
  const intoTheirs = inScope(ours.access, { orgId: ours.organisation.id, userId: null }, (db) =>
    sql`insert into people.family (org_id, id, name, created_at) values (${theirs.organisation.id}, ${unknownId}, 'Intruder', now())`.execute(
      db,
    ),
  )
  await assert.rejects(intoTheirs, /row-level security/)
})

test('a row cannot point into another organisation', async () => {
  const ours = await world()
  const theirs = await world()
  const pointing = sql`
    insert into people.family_member (org_id, family_id, person_id)
    values (${ours.organisation.id}, ${ours.families.marias}, ${theirs.tom.id})`.execute(ours.access.owner)
  await assert.rejects(pointing, /foreign key/)
})
