import { join } from 'node:path'
import type { z } from 'zod'
import { createOrganisation } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import type { DatabaseAccess } from '#platform/db.ts'
import { newId, type Id } from '#platform/ids.ts'
import { monday, worldOf, type Person, type WorldCalls } from '#testing/world.ts'
import { sql } from 'kysely'
import type { OldRecord } from './contract.ts'
import { listOldRecords } from './contract.ts'
import type { ImportSummary } from './import-run.ts'
import { importMusicSchool, readOldMusicSchool } from './imports.ts'
import type { OldRows } from './planning.ts'

export const sample = join(import.meta.dirname, '../../../db/sample/music-school.sql')
export const zone = 'Asia/Jakarta'
export const quiet = () => {}

export type OldRecordRow = z.output<typeof OldRecord>

export interface ImportedSchool {
  readonly organisation: { readonly id: Id<'organisation'>; readonly slug: string }
  readonly owner: Person
  readonly summary: ImportSummary
}

export function readSample(): Promise<OldRows> {
  return readOldMusicSchool(sample, quiet)
}

/** Imports into an organisation that does not exist yet, made in the same transaction; its owner can sign in. */
export async function importedSchool(rows: OldRows): Promise<ImportedSchool & WorldCalls> {
  return worldOf(async (access) => {
    const organisation = { id: newId('organisation'), slug: `nada-${newId('organisation').slice(-12)}` }
    const before = (ctx: Ctx) => makeOrganisation(ctx, organisation.slug)
    const summary = await importInto(access, organisation.id, { rows, before })
    return { organisation, summary, owner: await addOwner(access, organisation.id) }
  })
}

export function makeOrganisation(ctx: Ctx, slug: string): Promise<void> {
  return createOrganisation(ctx, {
    slug,
    name: 'Nada',
    preset: 'music-school',
    country: 'ID',
    zone,
    currency: 'IDR',
    locale: 'id',
  })
}

export function importInto(
  access: DatabaseAccess,
  orgId: Id<'organisation'>,
  { rows, before, now = monday }: { rows: OldRows; before?: (ctx: Ctx) => Promise<void>; now?: Temporal.Instant },
): Promise<ImportSummary> {
  const options = { zone, currency: 'IDR', country: 'ID' } as const
  return importMusicSchool(
    access,
    orgId,
    { rows, name: 'music-school.sql', options, now, ...(before && { before }) },
    quiet,
  )
}

async function addOwner(access: DatabaseAccess, orgId: Id<'organisation'>): Promise<Person> {
  const [userId, id] = [newId('user'), newId('person')]
  const [name, email] = ['Olivia Hartono', `olivia.${id.slice(-12)}@mail.example`]
  await access.owner.transaction().execute(async (db) => {
    await db
      .insertInto('identity.user')
      .values({ id: userId, email, emailVerifiedAt: monday, createdAt: monday })
      .execute()
    await db
      .insertInto('identity.membership')
      .values({ orgId, id: newId('membership'), userId, roles: ['owner'], createdAt: monday })
      .execute()
    await db
      .insertInto('people.person')
      .values({ orgId, id, userId, fullName: name, email, isStaff: true, searchText: 'olivia', createdAt: monday })
      .execute()
  })
  return { id, userId, name, email }
}

type Page<Row> = { rows: Row[]; next: string | null }

/** Every row of a list that comes in pages. */
export async function allPages<Row>(read: (cursor?: string) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = []
  let next: string | null | undefined
  do {
    const page: Page<Row> = await read(next ?? undefined)
    rows.push(...page.rows)
    next = page.next
  } while (next !== null)
  return rows
}

type Asking = Pick<ImportedSchool & WorldCalls, 'as'> & { readonly owner: Person }

export function oldRecords({ as, owner }: Asking, oldTable?: string): Promise<OldRecordRow[]> {
  return allPages((cursor) =>
    as(owner)(listOldRecords, { limit: 200, ...(oldTable && { oldTable }), ...(cursor && { cursor }) }),
  )
}

/** A fingerprint of every row of an organisation, by table, without the list of imports and what was noted of events. */
export async function fingerprints(
  access: DatabaseAccess,
  orgId: Id<'organisation'>,
): Promise<ReadonlyMap<string, string>> {
  const { rows: tables } = await sql<{ name: string }>`
    select format('%I.%I', n.nspname, c.relname) as name
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
    where c.relkind in ('r', 'p') and n.nspname not in ('pg_catalog', 'information_schema')
    order by 1`.execute(access.owner)
  const found = new Map<string, string>()
  for (const { name } of tables.filter((table) => !notCompared.has(table.name))) {
    const { rows } = await sql<{ print: string }>`
      select count(*) || ' ' || coalesce(md5(string_agg(t::text, e'\n' order by t::text)), '') as print
      from ${sql.raw(name)} t where org_id = ${orgId}`.execute(access.owner)
    found.set(name, rows[0]?.print ?? '')
  }
  return found
}

const notCompared: ReadonlySet<string> = new Set(['transfer.import_run', 'platform.event'])
