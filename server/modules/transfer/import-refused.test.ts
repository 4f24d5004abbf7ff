import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { createOrganisation } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import type { DatabaseAccess } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'
import { importInto, makeOrganisation, quiet, readSample, sample } from './imported-school.test-data.ts'
import { importMusicSchool, readOldMusicSchool, sayWhyUnreadable } from './imports.ts'
import { UnreadableDatabase } from './old-database.ts'

const folder = mkdtempSync(join(tmpdir(), 'lessonry-refused-'))
after(() => rmSync(folder, { recursive: true }))

const text = readFileSync(sample, 'utf8')
let access: DatabaseAccess
before(async () => {
  access = (await world()).access
})

/** How many rows there are in all tables of all organisations. */
async function countRows(): Promise<ReadonlyMap<string, number>> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema') order by 1`.execute(access.owner)
  const counts = new Map<string, number>()
  for (const { name } of tables) {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from ${sql.raw(name)}`.execute(
      access.owner,
    )
    counts.set(name, rows[0]?.count ?? -1)
  }
  return counts
}

/** What `lessonry import` does with a file and an organisation that does not exist yet. */
async function importFile(path: string): Promise<void> {
  const rows = await readOldMusicSchool(path, quiet)
  const orgId = newId('organisation')
  await importInto(access, orgId, { rows, before: (ctx) => makeOrganisation(ctx, `refused-${orgId.slice(-12)}`) })
}

const lineOf = (part: string) => text.slice(0, text.indexOf(part)).split('\n').length

const breakages: readonly [name: string, file: string | Buffer, sentence: RegExp][] = [
  ['cut off in the middle of a row', text.slice(0, text.indexOf('INSERT INTO bookings') + 2000), /line \d+/],
  ['a table is missing', text.replaceAll(/\benrollments\b/g, 'registrations'), /no table “enrollments”/],
  ['a column is missing', text.replaceAll('price_per_session', 'price'), /“courses” has no column “price_per_session”/],
  [
    'rows that are computed',
    text.replace("'Retno Wulandari'", "upper('Retno')"),
    new RegExp(`Line ${lineOf("'Retno Wulandari'")}:.*upper`),
  ],
  [
    'a row with a value too few',
    text.replace("'Retno Wulandari', ", ''),
    new RegExp(`Line ${lineOf("'Retno Wulandari'")}: a row of “users”`),
  ],
  ['a quotation mark that stays open', text.replace("'Retno Wulandari'", "'Retno Wulandari"), /line \d+/i],
  ['a command that deletes', `${text}\nDELETE FROM users;\n`, /would change rows.*delete/],
  ['rows of a table that is not described', `${text}\nINSERT INTO pupils (id) VALUES (1);\n`, /rows of “pupils”/],
  ['another character set', Buffer.from(text.replace('Retno', 'Réno'), 'latin1'), /not UTF-8/],
  ['the own format of PostgreSQL', Buffer.from('PGDMP\x01\x0e\x00'), /pg_dump --format=plain/],
  ['a compressed file', Buffer.from([0x1f, 0x8b, 8, 0]), /compressed/],
  ['a file with nothing in it', '', /no tables/],
  ['a dump without its closing words', `-- PostgreSQL database dump\n${text}`, /rows may be missing/],
]

for (const [name, file, sentence] of breakages) {
  test(`nothing is stored of ${name}`, async () => {
    const path = join(folder, 'broken.sql')
    writeFileSync(path, file)
    const counted = await countRows()
    const error: unknown = await importFile(path).then(
      () => undefined,
      (failure: unknown) => failure,
    )
    assert.ok(error instanceof UnreadableDatabase, String(error))
    assert.match(sayWhyUnreadable(error), sentence)
    assert.deepEqual(await countRows(), counted)
  })
}

test('nothing is stored, no organisation either, when writing fails at the very end', async () => {
  const rows = await readSample()
  const counted = await countRows()
  const orgId = newId('organisation')
  const source = {
    rows,
    name: 'music-school.sql',
    options: { zone: 'Asia/Jakarta', currency: 'IDR', country: 'ID' },
    now: Temporal.Now.instant(),
    before: (ctx: Ctx) => makeOrganisation(ctx, `failing-${orgId.slice(-12)}`),
  } as const
  const stopAtTheEnd = (step: string) => {
    if (step === 'records') throw new Error('The machine was switched off.')
  }
  await assert.rejects(importMusicSchool(access, orgId, source, stopAtTheEnd), /switched off/)
  assert.deepEqual(await countRows(), counted)
})

test('a file that is not there, or is none, is a clear refusal', async () => {
  for (const path of [join(folder, 'nowhere.sql'), folder])
    await assert.rejects(importFile(path), (error) => {
      assert.ok(error instanceof UnreadableDatabase, String(error))
      assert.equal(sayWhyUnreadable(error), `There is no file “${path}”.`)
      return true
    })
})

test('an organisation that charges in another currency is left alone', async () => {
  const orgId = newId('organisation')
  const rows = await readSample()
  const counted = await countRows()
  const inEuro = (ctx: Ctx) =>
    createOrganisation(ctx, {
      slug: `euro-${orgId.slice(-12)}`,
      name: 'Nada',
      preset: 'music-school',
      country: 'FR',
      zone: 'Europe/Paris',
      currency: 'EUR',
      locale: 'fr',
    })
  await assert.rejects(importInto(access, orgId, { rows, before: inEuro }), { code: 'transfer.other_currency' })
  assert.deepEqual(await countRows(), counted)
})
