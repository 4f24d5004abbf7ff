import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import pg from 'pg'
import { createTestDatabase } from '#testing/database.ts'
import { modules } from './modules.ts'

const database = await createTestDatabase()
const client = new pg.Client({ connectionString: database.url })
await client.connect()
after(async () => {
  await client.end()
  await database.drop()
})

const ours = [...Object.keys(modules), 'platform']

async function rows<T extends object>(query: string): Promise<T[]> {
  return (await client.query<T>(query, [ours])).rows
}

interface Table {
  readonly name: string
  readonly hasOrg: boolean
}

const tables = await rows<Table>(`
  select c.oid::regclass::text as name,
    exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and a.attnotnull) as "hasOrg"
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.relkind = 'r' and n.nspname = any ($1) order by 1`)

// Logins, links and sent requests belong to the install; the list of organisations is what everything else hangs from.
const outside = [
  'organisations.organisation',
  'identity."user"',
  'identity.session',
  'identity.sign_in_attempt',
  'identity.link',
  'platform.idempotency_key',
]

test('every table belongs to an organisation, but for the few of the install', () => {
  assert.ok(tables.length > 30)
  assert.deepEqual(
    tables
      .filter((table) => !table.hasOrg)
      .map((table) => table.name)
      .toSorted(),
    outside.toSorted(),
  )
})

test('every table of an organisation has the organisation first in its primary key', async () => {
  const wrong = await rows(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname = any ($1)
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and a.attnotnull)
      and not exists (
        select from pg_constraint k join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
        where k.conrelid = c.oid and k.contype = 'p' and a.attname = 'org_id')`)
  assert.deepEqual(wrong, [])
})

test('row-level security stands on every table of an organisation', async () => {
  const unprotected = await rows(`
    select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind = 'r' and n.nspname = any ($1)
      and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'org_id' and a.attnotnull)
      and (not c.relrowsecurity or not exists (
        select from pg_policy p where p.polrelid = c.oid and pg_get_expr(p.polqual, c.oid) like '%platform.current_org()%'))`)
  assert.deepEqual(unprotected, [])
})

test('every foreign key between tables of organisations carries the organisation', async () => {
  const bare = await rows(`
    select k.conname, k.conrelid::regclass::text as name from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and n.nspname = any ($1)
      and exists (select from pg_attribute a where a.attrelid = k.confrelid and a.attname = 'org_id' and a.attnotnull)
      and not exists (select from pg_attribute a where a.attrelid = k.conrelid and a.attnum = k.conkey[1] and a.attname = 'org_id')`)
  assert.deepEqual(bare, [])
})

test('every foreign key has an index that begins with its columns', async () => {
  const slow = await rows(`
    select k.conrelid::regclass::text as name, k.conname,
      (select string_agg(a.attname, ', ' order by u.position) from unnest(k.conkey) with ordinality u(attnum, position)
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = u.attnum) as columns
    from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = c.relnamespace
    where k.contype = 'f' and n.nspname = any ($1)
      and not exists (
        select from pg_index i join pg_class ic on ic.oid = i.indexrelid join pg_am am on am.oid = ic.relam
        where i.indrelid = k.conrelid and am.amname = 'btree' and i.indpred is null
          and (select array_agg(x order by x) from unnest(k.conkey) x)
            = (select array_agg(x order by x) from unnest((i.indkey::int2[])[0:array_length(k.conkey, 1) - 1]) x))`)
  assert.deepEqual(slow, [])
})

test('no trigger, no deferred constraint: both would keep an organisation from moving to another machine', async () => {
  const triggers = await rows(`
    select t.tgname from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_namespace n on n.oid = c.relnamespace
    where not t.tgisinternal and n.nspname = any ($1)`)
  const deferred = await rows(`
    select k.conname from pg_constraint k join pg_namespace n on n.oid = k.connamespace where k.condeferrable and n.nspname = any ($1)`)
  assert.deepEqual([triggers, deferred], [[], []])
})

test('money is never a floating point number', async () => {
  const floats = await rows(`
    select a.attrelid::regclass::text as name, a.attname from pg_attribute a
    join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = any ($1) and c.relkind = 'r' and a.atttypid in ('float4'::regtype, 'float8'::regtype, 'money'::regtype)`)
  assert.deepEqual(floats, [])
})

test("the application's role owns nothing and cannot step around row-level security", async () => {
  const { rows: found } = await client.query(
    `select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
       (select count(*)::int from pg_class c where c.relowner = r.oid) as owned
     from pg_roles r where rolname = 'lessonry_app'`,
  )
  assert.deepEqual(found, [
    { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owned: 0 },
  ])
})

test('ledger, events and policies cannot be changed or deleted by the application', async () => {
  for (const table of [
    'billing.entry',
    'billing.transfer',
    'billing.payment',
    'billing.allocation',
    'platform.event',
    'organisations.policy',
  ]) {
    const { rows: found } = await client.query(
      `select has_table_privilege('lessonry_app', $1, 'update') as may_update, has_table_privilege('lessonry_app', $1, 'delete') as may_delete`,
      [table],
    )
    assert.deepEqual(found, [{ may_update: false, may_delete: false }], table)
  }
})

test('the constraint that stops double bookings stands', async () => {
  const { rows: found } = await client.query(
    `select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'reservation_no_overlap'`,
  )
  assert.equal(found.length, 1)
  assert.match(
    String(found[0].definition),
    /EXCLUDE USING gist \(org_id WITH =, claimant_id WITH =, during WITH &&\) WHERE \(+exclusive/,
  )
})
