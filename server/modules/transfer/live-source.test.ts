import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Client } from 'pg'
import { createTestDatabase } from '#testing/database.ts'
import type { TestDatabase } from '#testing/database.ts'
import { openDump } from './dump.ts'
import { openLive } from './live-source.ts'
import { outcomeOf } from './music-school-checks.test-data.ts'
import { planMusicSchool, readMusicSchool } from './music-school.ts'
import { UnreadableDatabase } from './old-database.ts'
import type { PlanOptions } from './plan.ts'

const sample = join(import.meta.dirname, '../../../db/sample/music-school.sql')
const options: PlanOptions = {
  orgId: '0198a000-0000-7000-8000-000000000001',
  zone: 'Asia/Jakarta',
  currency: 'IDR',
  country: 'ID',
}

let database: TestDatabase

async function query(text: string): Promise<void> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  await client.query(text)
  await client.end()
}

before(async () => {
  database = await createTestDatabase()
  await query(readFileSync(sample, 'utf8'))
})
after(() => database.drop())

test('a running database gives the same plan as its dump', async () => {
  const live = await openLive(database.url)
  const dump = await openDump(sample)
  const [fromLive, fromDump] = [await readMusicSchool(live), await readMusicSchool(dump)]
  await live.close()
  const inOrder = (rows: typeof fromDump) =>
    new Map([...fromDump.keys()].map((table) => [table, rows.get(table) ?? []]))
  assert.equal(outcomeOf(planMusicSchool(inOrder(fromLive), options)), outcomeOf(planMusicSchool(fromDump, options)))
})

test('rows that come while it is read are not seen', async () => {
  const live = await openLive(database.url)
  await query("insert into rooms (id, name) values ('00000000-0000-4000-8000-000000000001', 'Ruang Baru')")
  assert.equal((await Array.fromAsync(live.rows('rooms'))).length, 6)
  await live.close()
  const later = await openLive(database.url)
  assert.equal((await Array.fromAsync(later.rows('rooms'))).length, 7)
  await later.close()
})

test('values come in one form, whatever the server is set to', async () => {
  await query(`create table odd (id int primary key, at timestamptz, span interval, bytes bytea, num float8, "a""b" text);
    insert into odd values (1, '2025-01-02 03:04:05+07', '1 day 2 hours', '\\x00ff', 0.1, e'tab\\t漢')`)
  const live = await openLive(`${database.url}?options=-c%20datestyle%3DGerman%20-c%20timezone%3DAsia/Tokyo`)
  const rows = await Array.fromAsync(live.rows('odd'))
  await live.close()
  assert.deepEqual(rows, [
    {
      table: 'odd',
      key: '1',
      values: { id: '1', at: '2025-01-01 20:04:05+00', span: 'P1DT2H', bytes: '\\x00ff', num: '0.1', 'a"b': 'tab\t漢' },
    },
  ])
})

test('leaving a table halfway does not spoil the next', async () => {
  const live = await openLive(database.url)
  for await (const row of live.rows('users')) if (row.key) break
  assert.equal((await Array.fromAsync(live.rows('courses'))).length, 11)
  await live.close()
})

test('an address that leads nowhere is a clear refusal', async () => {
  const cases = {
    'http://example.org/': 'transfer.bad_address',
    'postgres://nobody@127.0.0.1:1/x': 'transfer.not_reached',
  }
  for (const [address, reason] of Object.entries(cases)) {
    await assert.rejects(openLive(address), (error) => error instanceof UnreadableDatabase && error.reason === reason)
  }
})
