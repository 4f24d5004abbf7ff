import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { openDump } from './dump.ts'
import type { OldRow } from './old-database.ts'
import { UnreadableDatabase } from './old-database.ts'

const folder = mkdtempSync(join(tmpdir(), 'lessonry-dump-'))
after(() => rmSync(folder, { recursive: true }))
let files = 0

function write(content: string | Buffer): string {
  const path = join(folder, `${++files}.sql`)
  writeFileSync(path, content)
  return path
}

async function rowsOf(content: string, table: string): Promise<OldRow[]> {
  const database = await openDump(write(content))
  return Array.fromAsync(database.rows(table))
}

async function refusal(content: string | Buffer): Promise<[string, unknown]> {
  const error: unknown = await openDump(write(content)).then(
    () => undefined,
    (failure: unknown) => failure,
  )
  assert.ok(error instanceof UnreadableDatabase, 'the file should be refused')
  return [error.reason.replace('transfer.', ''), error.args['line']]
}

const people = 'CREATE TABLE people (id int PRIMARY KEY, name text, tags text[], happy boolean DEFAULT true);\n'

test('the sample is read whole, with its types and keys', async () => {
  const database = await openDump(join(import.meta.dirname, '../../../db/sample/music-school.sql'))
  const counts = Object.fromEntries(database.tables().map((table) => [table.name, table.rowCount]))
  assert.deepEqual(counts, {
    users: 46,
    instructor_profiles: 6,
    courses: 11,
    rooms: 6,
    room_availability: 37,
    class_schedules: 74,
    bookings: 65,
    enrollments: 30,
    test_assessment: 14,
    result_test: 12,
  })
  assert.deepEqual(database.enums.get('course_level'), ['beginner', 'intermediate', 'advanced'])
  const users = database.tables().find((table) => table.name === 'users')
  assert.deepEqual(users?.primaryKey, ['id'])
  assert.deepEqual(
    users?.columns.find((column) => column.name === 'role'),
    { name: 'role', type: 'user_role', required: true },
  )
})

test('every way to write a value gives its text', async () => {
  const rows = await rowsOf(
    `${people}INSERT INTO public."people" VALUES
(1, 'O''Brien; -- no comment', '{"a","b c"}', true),
(-2, E'tab\\there\\'s \\u00e9\\x41', ARRAY['x', 'y z', NULL, 'q"']::text[], FALSE),
(3, $$dollar 'quoted'$$, NULL, DEFAULT),
(+4.5e1, 'ünïcode 漢字 🎻 <b>&</b>'::character varying(80), CAST('{}' AS text[]), 't');`,
    'people',
  )
  assert.deepEqual(
    rows.map((row) => Object.values(row.values)),
    [
      ['1', "O'Brien; -- no comment", '{"a","b c"}', 'true'],
      ['-2', "tab\there's éA", '{x,"y z",NULL,"q\\""}', 'false'],
      ['3', "dollar 'quoted'", null, 'true'],
      ['4.5e1', 'ünïcode 漢字 🎻 <b>&</b>', '{}', 't'],
    ],
  )
  assert.deepEqual(
    rows.map((row) => row.line),
    [3, 4, 5, 6],
  )
})

test('COPY blocks are decoded', async () => {
  const rows = await rowsOf(
    `\\restrict abc\nSET standard_conforming_strings = on;\nCREATE TABLE public.people (\n id integer NOT NULL,\n name text\n);
COPY public.people (name, id) FROM stdin;
tab\\there\\nline\\\\slash\\101	1
\\N	2
	3
\\.
ALTER TABLE ONLY public.people ADD CONSTRAINT people_pkey PRIMARY KEY (id);\n\\unrestrict abc\n`,
    'people',
  )
  assert.deepEqual(
    rows.map(({ key, values }) => [key, values['name']]),
    [
      ['1', 'tab\there\nline\\slashA'],
      ['2', null],
      ['3', ''],
    ],
  )
})

test('everything else in a dump is passed over', async () => {
  const rows = await rowsOf(
    `/* a /* nested */ comment */ SELECT pg_catalog.set_config('search_path', '', false);
CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS $_$ begin insert into people values (9); end; $_$;
CREATE FUNCTION public.g(a int) RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN a > 1 THEN 2 ELSE 3 END; SELECT 1; END;
CREATE TABLE public.people (id integer DEFAULT nextval('s'::regclass) NOT NULL, fee numeric(10,2) CHECK ((fee > (0)::numeric)),
  at timestamp(6) with time zone DEFAULT now(), double double precision, CONSTRAINT ok CHECK ((id > 0)), PRIMARY KEY (id));
ALTER TABLE public.people OWNER TO me; GRANT ALL ON TABLE public.people TO me; COMMENT ON TABLE public.people IS 'it''s; ok';
CREATE INDEX i ON public.people USING btree (fee) WHERE (fee > 3);
INSERT INTO public.people (id, fee) VALUES (1, 2.50) ON CONFLICT DO NOTHING;`,
    'public.people',
  )
  assert.deepEqual(
    rows.map((row) => row.values),
    [{ id: '1', fee: '2.50', at: null, double: null }],
  )
})

test('a value longer than what is read at once stays whole', async () => {
  const long = 'añ"\\n;--'.repeat(400_000)
  const quoted = long.replaceAll("'", "''")
  const rows = await rowsOf(`${people}INSERT INTO people (id, name) VALUES (1, '${quoted}'), (2, 'b');`, 'people')
  assert.equal(rows[0]?.values['name'], long)
  assert.equal(rows[1]?.values['name'], 'b')
})

test('rows of one table may be spread over the file', async () => {
  const one = (id: number, table = 'people') => `INSERT INTO ${table} (id) VALUES (${id});\n`
  const other = 'CREATE TABLE other (id int);\n'
  const rows = await rowsOf(people + other + one(1) + one(2) + one(7, 'other') + one(3), 'people')
  assert.deepEqual(
    rows.map((row) => [row.key, row.line]),
    [
      ['1', 3],
      ['2', 4],
      ['3', 6],
    ],
  )
})

test('a broken file is refused whole, with its line', async () => {
  const cases: [string | Buffer, string, number | undefined][] = [
    [`${people}INSERT INTO people VALUES (1, 'a', NULL, true),\n(2, 'b`, 'unclosed_quote', 3],
    [`${people}INSERT INTO people VALUES (1, 'a', NULL, true),\n`, 'cut_short', 3],
    [`${people}INSERT INTO people VALUES (1, 'a');`, 'column_count', 2],
    [`${people}INSERT INTO people (id, nam) VALUES (1, 'a');`, 'unknown_column', 2],
    [`${people}INSERT INTO pupils (id) VALUES (1);`, 'rows_without_table', 2],
    [`${people}INSERT INTO people (id, name) VALUES (1, lower('A'));`, 'not_a_constant', 2],
    [`${people}INSERT INTO people SELECT 1;`, 'changes_rows', 2],
    [`${people}UPDATE people SET id = 2;`, 'changes_rows', 2],
    [`${people}DO $$ begin delete from people; end $$;`, 'changes_rows', 2],
    [`${people}COPY people (id, name) FROM stdin;\n1\ta\n2\tb\n`, 'copy_cut_short', 2],
    [`${people}COPY people (id, name) FROM stdin;\n1\ta\n2\n\\.\n`, 'column_count', 4],
    [`${people}COPY people FROM '/tmp/people.csv';`, 'copy_from_file', 2],
    [`${people}\\i more.sql\n`, 'command', 2],
    [`${people}CREATE TABLE x (id int`, 'cut_short', 2],
    [`-- PostgreSQL database dump\n${people}`, 'no_foot', 3],
    [`SET client_encoding = 'LATIN1';\n${people}`, 'encoding', 1],
    [
      Buffer.concat([
        Buffer.from(people),
        Buffer.from("-- ok\nINSERT INTO people (id, name) VALUES (1, 'caf\xe9');", 'latin1'),
      ]),
      'not_utf8',
      3,
    ],
    [Buffer.from(`\ufeff${people}`, 'utf16le'), 'not_utf8', 1],
    [Buffer.from('PGDMP\x01\x0e'), 'custom_format', 1],
    [Buffer.from([0x1f, 0x8b, 8, 0]), 'compressed', 1],
    ['', 'no_tables', undefined],
  ]
  for (const [content, reason, line] of cases) {
    assert.deepEqual(await refusal(content), [reason, line], String(content).slice(-60))
  }
})

test('a dump cut anywhere is either refused or complete to that statement', async () => {
  const whole = `${people}INSERT INTO people VALUES (1, 'a;b', '{x}', true), (2, E'\\'', NULL, false);\n`
  for (let end = people.length; end < whole.trimEnd().length; end++) {
    const cut = whole.slice(0, end)
    const counts = await openDump(write(cut)).then(
      (database) => database.tables()[0]?.rowCount,
      () => 'refused',
    )
    assert.equal(counts, cut.trim() === people.trim() ? 0 : 'refused', cut)
  }
})
