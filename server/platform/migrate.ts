import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'

const folder = new URL('../../db/migrations/', import.meta.url)

export interface Migration {
  readonly name: string
  readonly sql: string
  readonly checksum: string
}

export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, folder), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

/**
 * Brings a database to this version: each migration once, in order, in a transaction of its own, one process at a time.
 * Refuses a database older than PostgreSQL 15, or one whose applied migrations differ from ours. Returns what was applied.
 */
export async function migrate(url: string): Promise<string[]> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'lessonry migrate',
    options: '-c timezone=UTC',
  })
  await client.connect()
  try {
    await refuseOldServer(client)
    await client.query(`select pg_advisory_lock(hashtext('lessonry migrate'))`)
    await client.query(`create table if not exists public.migration (
      name text primary key, checksum text not null, applied_at timestamptz not null default now())`)
    const applied = await client.query<{ name: string; checksum: string }>(
      'select name, checksum from public.migration',
    )
    const checksums = new Map(applied.rows.map((row) => [row.name, row.checksum]))
    const migrations = await readMigrations()
    refuseStrangers(checksums, migrations)

    const done: string[] = []
    for (const migration of migrations) {
      if (checksums.has(migration.name)) continue
      await apply(client, migration)
      done.push(migration.name)
    }
    return done
  } finally {
    await client.end()
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ number: number; fsync: string }>(
    `select current_setting('server_version_num')::int as number, current_setting('fsync') as fsync`,
  )
  if (rows[0]!.number < 150_000) throw new Error('Lessonry needs PostgreSQL 15 or later.')
  if (rows[0]!.fsync === 'off')
    throw new Error('This PostgreSQL runs with fsync=off: a power cut would lose payments. Turn it on.')
}

function refuseStrangers(applied: ReadonlyMap<string, string>, migrations: readonly Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]))
  for (const [name, checksum] of applied) {
    if (!known.has(name))
      throw new Error(`The database has the migration ${name}, which this version does not know. Use a newer version.`)
    if (known.get(name) !== checksum)
      throw new Error(`The migration ${name} was changed after it had been applied to this database.`)
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('begin')
    await client.query(`set local lock_timeout = '5s'`)
    await client.query(sql)
    await client.query('insert into public.migration (name, checksum) values ($1, $2)', [name, checksum])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(`The migration ${name} failed; nothing of it was kept.`, { cause: error })
  }
}
