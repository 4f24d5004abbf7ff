import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Endpoint } from '#platform/contract.ts'
import { inScope } from '#platform/db.ts'
import { discardDraft } from '#contract/billing'
import { removeClosure } from '#contract/organisations'
import { endGuardianship } from '#contract/people'
import { planLesson, removeException } from '#contract/scheduling'
import type { Id } from '#platform/ids.ts'
import { addBusyWeek } from '#testing/busy-week.ts'
import { fieldsOf, sampleInput } from '#testing/sample-input.ts'
import { requestOf, world, type Failure, type Person, type World } from '#testing/world.ts'
import { routes } from './app.ts'

const unknownId = '0198c0de-0000-7000-8000-00000000feed'
const askedId = '0198c0de-0000-7000-8000-00000000fade'
const endpoints = routes.map((route) => route.endpoint)
const ofOrganisations = endpoints.filter((endpoint) => endpoint.scope === 'organisation')

// Ids of an install, not of an organisation, or computed.
const tablesOfKinds: Readonly<Record<string, string>> = {
  availability_exception: 'scheduling.availability_exception',
  booking: 'booking.booking',
  charge: 'billing.charge',
  closure: 'organisations.closure',
  family: 'people.family',
  file: 'platform.file',
  group: 'groups.group',
  guardianship: 'people.guardianship',
  import_run: 'transfer.import_run',
  invoice: 'billing.invoice',
  lesson: 'scheduling.lesson',
  location: 'resources.location',
  mail: 'platform.mail',
  member: 'groups.member',
  membership: 'identity.membership',
  notification: 'notifications.notification',
  offer: 'groups.offer',
  offering: 'catalogue.offering',
  outside_calendar: 'calendars.outside_calendar',
  payment: 'billing.payment',
  person: 'people.person',
  resource: 'resources.resource',
  stuck_reaction: 'platform.stuck_reaction',
  waiting: 'groups.waiting',
  series: 'series.series',
}

type Ids = ReadonlyMap<string, string>
const noIds: Ids = new Map()

let addresses = 0
const nextAddress = () => `10.7.${(++addresses >> 8) & 255}.${addresses & 255}`

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

/** One id of each kind in this organisation; where a contract leaves the kind open, a teacher's. */
async function idsOf(school: World): Promise<Map<string, string>> {
  const found = new Map<string, string>([['uuid', school.rina.id]])
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

/** Asks with the given ids, and with ids that do not exist where there are none; each time from another address. */
async function ask(
  school: World,
  reader: Person | null,
  endpoint: Endpoint,
  chooseId: (kind: string, path: string) => string | undefined,
): Promise<Failure> {
  const choose = (kind: string, path: string) => chooseId(kind, path) ?? unknownId
  const wire = sampleInput(endpoint.input, choose, 'ids') as Record<string, unknown>
  const { method, path, body } = requestOf(endpoint, wire, school.organisation.slug)
  return school.send(reader, method, path, body, { remoteAddress: nextAddress() })
}

/** The id of a kind, or the one that is kept for fields of this name. */
function idAt(ids: Ids, kind: string, path: string): string | undefined {
  const name = path.match(/([a-z]+)Ids?(\.\d+)?$/i)?.[1] ?? kind
  return ids.get(name) ?? ids.get(kind)
}

const idFieldsOf = (endpoint: Endpoint) => fieldsOf(endpoint.input).filter(({ kind }) => kind !== null)
const withIds = ofOrganisations.filter((endpoint) => idFieldsOf(endpoint).length > 0)
const answerOf = ({ status, body }: Failure) => [status, body]

/**
 * Asks for every id of an endpoint alone, while the others are the reader's own or do not exist either, and expects the same answer for
 * these ids as for ids that do not exist. Gives the number of pairs.
 */
async function expectUnknown(
  school: World,
  readers: readonly [string, Person | null][],
  { endpoints, ids, own }: { endpoints: readonly Endpoint[]; ids: Ids; own: readonly Ids[] },
): Promise<number> {
  let pairs = 0
  for (const endpoint of endpoints) {
    const asked = idFieldsOf(endpoint).filter(({ kind }) => ids.has(kind!))
    const others = idFieldsOf(endpoint).length > 1 ? [...own, noIds] : [noIds]
    for (const [who, reader] of readers) {
      for (const { path } of asked) {
        for (const beside of others) {
          const unknown = await ask(school, reader, endpoint, (kind, at) =>
            at === path ? askedId : idAt(beside, kind, at),
          )
          const theirs = await ask(school, reader, endpoint, (kind, at) =>
            at === path ? ids.get(kind) : idAt(beside, kind, at),
          )
          assert.deepEqual(answerOf(theirs), answerOf(unknown), `${endpoint.route} as ${who}, ${path}`)
          pairs++
        }
      }
      if (asked.length < 2) continue
      const unknown = await ask(school, reader, endpoint, () => undefined)
      const theirs = await ask(school, reader, endpoint, (kind) => ids.get(kind))
      assert.deepEqual(answerOf(theirs), answerOf(unknown), `${endpoint.route} as ${who}, all ids at once`)
      pairs++
    }
  }
  return pairs
}

test('ids of another organisation give the same answer as ids that do not exist, on every endpoint, to everybody', async (t) => {
  const ours = await world()
  const theirs = await world()
  await addBusyWeek(ours)
  await addBusyWeek(theirs)
  const [own, foreign] = [await idsOf(ours), await idsOf(theirs)]
  own.set('teacher', ours.rina.id).set('student', ours.tom.id).set('guardian', ours.ana.id).set('room', ours.studio.id)
  const next = await ours.as(ours.dewi)(planLesson, {
    offeringId: ours.piano.id,
    teacherId: ours.rina.id,
    startsAt: Temporal.Instant.from('2026-11-23T04:00:00Z'),
    studentIds: [ours.tom.id],
  })
  const ahead = new Map([...own, ['lesson', next.id]])
  assert.deepEqual(
    Object.keys(tablesOfKinds).filter((kind) => !foreign.has(kind)),
    [],
    'the other organisation has one of each',
  )
  const pairs = await expectUnknown(ours, readersOf(ours), { endpoints: withIds, ids: foreign, own: [own, ahead] })
  t.diagnostic(`${withIds.length} endpoints, ${pairs} pairs of a foreign and an unknown id`)
  assert.ok(pairs > 500)
})

test('ids of another family give a family the same answer as ids that do not exist, on every endpoint that is for families', async (t) => {
  const school = await world()
  const { ana, lila, maria, tom, families } = school
  const { booking, invoice, lessonId } = await addBusyWeek(school)
  const family = await idsOf(school)
  const lestaris = new Map([...family, ['person', booking.studentId!], ['booking', booking.id]])
  lestaris.set('invoice', invoice.id).set('lesson', lessonId).set('family', invoice.familyId)
  const santosos = new Map([...noIds, ['person', tom.id], ['family', families.marias]])
  const anas = new Map([...noIds, ['person', lila.id], ['family', families.anas]])
  const forFamilies = withIds.filter(({ needs }) => needs === 'signed-in' || needs === 'anyone')
  const withoutPublic = (ids: Ids) => new Map([...ids].filter(([kind]) => kind !== 'offering' && kind !== 'file'))
  const readers: [string, Person][] = [
    ['Ana', ana],
    ['Lila', lila],
  ]
  const options = { endpoints: forFamilies, own: [anas] }
  let pairs = await expectUnknown(school, readers, { ...options, ids: withoutPublic(lestaris) })
  pairs += await expectUnknown(school, readers, { ...options, ids: santosos })
  const santoso: [string, Person][] = [['Maria', maria]]
  pairs += await expectUnknown(school, santoso, { ...options, ids: withoutPublic(lestaris), own: [santosos] })
  t.diagnostic(`${forFamilies.length} endpoints, ${pairs} pairs of a sibling's and an unknown id`)
  assert.ok(pairs > 30)
})

test('what was deleted or ended is like what never was', async (t) => {
  const school = await world()
  const { as, olivia, dewi, rina, access, organisation } = school
  const { draft, closure, exception } = await addBusyWeek(school)
  const { rows } = await sql<{ id: string }>`
    select id from people.guardianship where org_id = ${organisation.id} order by id limit 1`.execute(access.owner)
  const guardianshipId = rows[0]!.id as Id<'guardianship'> // written as one
  const claimant = { claimantKind: 'teacher', claimantId: rina.id } as const
  await as(dewi)(discardDraft, { invoiceId: draft.id })
  await as(olivia)(removeClosure, { closureId: closure.id })
  await as(rina)(removeException, { ...claimant, exceptionId: exception.id })
  await as(dewi)(endGuardianship, { guardianshipId })
  const ids = new Map<string, string>([
    ['invoice', draft.id],
    ['closure', closure.id],
    ['availability_exception', exception.id],
    ['guardianship', guardianshipId],
  ])
  const readers: [string, Person][] = [
    ['the owner', olivia],
    ['the office', dewi],
    ['a teacher', rina],
  ]
  const pairs = await expectUnknown(school, readers, { endpoints: withIds, ids, own: [await idsOf(school)] })
  t.diagnostic(`${pairs} pairs of a deleted and an unknown id`)
  assert.ok(pairs > 20)
})

test('who lacks the permission is refused with 403, who is not signed in with 401, before anything is read', async () => {
  const school = await world()
  for (const endpoint of ofOrganisations.filter((each) => each.needs !== 'anyone')) {
    const visitor = await ask(school, null, endpoint, () => undefined)
    assert.equal(visitor.status, 401, `${endpoint.route} as a visitor`)
    if (endpoint.needs === 'signed-in') continue
    const guardian = await ask(school, school.maria, endpoint, () => undefined)
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
    (each) => /^(POST|PUT|PATCH) /.test(each.route) && each.needs !== 'signed-in' && !each.accepts,
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
