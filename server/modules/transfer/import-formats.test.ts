import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Client } from 'pg'
import { createTestDatabase, type TestDatabase } from '#testing/database.ts'
import { nameOfSource, readOldMusicSchool } from './imports.ts'
import {
  fingerprints,
  importedSchool,
  importInto,
  oldRecords,
  quiet,
  readSample,
  sample,
} from './imported-school.test-data.ts'

const folder = mkdtempSync(join(tmpdir(), 'lessonry-formats-'))
const [head = ''] = readFileSync(sample, 'utf8').split('INSERT INTO')
let old: TestDatabase
let client: Client

before(async () => {
  old = await createTestDatabase()
  client = new Client({ connectionString: old.url })
  await client.connect()
  await client.query(readFileSync(sample, 'utf8'))
  await client.query(`
    create table payments (booking uuid, note text, paid numeric(12,2));
    insert into payments select id, repeat('panjang \\ tab' || chr(9) || 'baris' || chr(10), 200) || id, 150000 from bookings limit 3`)
})
after(async () => {
  await client.end()
  await old.drop()
  rmSync(folder, { recursive: true })
})

const tables = [
  'users',
  'instructor_profiles',
  'courses',
  'rooms',
  'room_availability',
  'class_schedules',
  'bookings',
  'enrollments',
  'test_assessment',
  'result_test',
  'payments',
]
const payments = 'CREATE TABLE payments (booking uuid, note text, paid numeric(12,2));\n'

/** A file as pg_dump lays it out, with the rows of the older database in one of its two ways. */
async function writeDump(name: string, rowsOf: (table: string, rows: (string | null)[][]) => string): Promise<string> {
  const parts = ['--\n-- PostgreSQL database dump\n--\n\n\\restrict Ab12\n', head, payments]
  await client.query("set timezone to 'Asia/Jakarta'")
  for (const table of tables) {
    const { fields } = await client.query(`select * from public.${table} limit 0`)
    const columns = fields.map((field) => `"${field.name}"::text`).join(', ')
    const text = `select ${columns} from public.${table}`
    const { rows } = await client.query<(string | null)[]>({ text, rowMode: 'array' })
    parts.push(rowsOf(table, rows))
  }
  parts.push('\n\\unrestrict Ab12\n\n--\n-- PostgreSQL database dump complete\n--\n\n')
  const path = join(folder, name)
  writeFileSync(path, parts.join(''))
  return path
}

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }
const copied = (value: string | null) => value?.replaceAll(/[\\\t\n\r]/g, (found) => escapes[found] ?? '') ?? '\\N'
const quoted = (value: string | null) => (value === null ? 'NULL' : `'${value.replaceAll("'", "''")}'`)

test('a dump by COPY, one by INSERT and the running server give the same school', async () => {
  const byCopy = await writeDump(
    'copy.sql',
    (table, rows) =>
      `COPY public.${table} FROM stdin;\n${rows.map((row) => `${row.map(copied).join('\t')}\n`).join('')}\\.\n\n`,
  )
  const byInsert = await writeDump('inserts.sql', (table, rows) =>
    rows.map((row) => `INSERT INTO public.${table} VALUES (${row.map(quoted).join(', ')});\n`).join(''),
  )
  const live = await readOldMusicSchool(old.url, quiet)
  const school = await importedSchool(new Map([...live].filter(([table]) => tables.includes(table))))
  assert.equal((await oldRecords(school)).length, 304)
  const kept = await oldRecords(school, 'payments')
  assert.equal(kept.length, 3)
  assert.match(kept[0]?.columns['note'] ?? '', /^panjang \\ tab\tbaris\n/)
  assert.ok(
    kept.every(({ oldKey }) => oldKey.length <= 160),
    'rows without a key of their own are found again too',
  )
  const prints = await fingerprints(school.access, school.organisation.id)
  for (const path of [byCopy, byInsert]) {
    const rows = await readOldMusicSchool(path, quiet)
    const { remarks } = await importInto(school.access, school.organisation.id, { rows })
    assert.deepEqual(remarks, [], path)
    assert.deepEqual(await fingerprints(school.access, school.organisation.id), prints)
  }
  const { remarks } = await importInto(school.access, school.organisation.id, { rows: await readSample() })
  assert.deepEqual(remarks, [], 'nor does the same written by hand')
})

test('the name of a source shows no password', () => {
  assert.equal(nameOfSource('postgres://school:secret@db.example:5432/nada?sslmode=require'), 'db.example:5432/nada')
  assert.equal(nameOfSource('/backups/2026/nada.sql'), 'nada.sql')
})
