// A database of a known size for the lines that need one. It is made once and found again by the next run.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { migrate } from '#platform/migrate.ts'
import { startPostgres } from '#postgres/embedded.ts'
import { describeServer } from '#testing/database.ts'
import { Client } from 'pg'
import { readMonday, seed, type Size } from './seed.ts'

export interface BenchServer {
  /** Any database of the server, with the right to make more. */
  readonly url: string
  readonly engine: string
  close(): Promise<void>
}

export interface BenchDatabase {
  readonly url: string
  drop(): Promise<void>
}

/** DATABASE_URL, or a PostgreSQL of ours in a folder that stays for the next run. */
export async function openServer(): Promise<BenchServer> {
  const given = process.env['DATABASE_URL']
  if (given) return { url: given, engine: await nameEngine(given), close: async () => {} }
  const dataDir = join(tmpdir(), `lessonry-bench-${userInfo().username}`)
  mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  const postgres = await startPostgres({ dataDir, log: { info() {}, warn() {}, error: console.error } })
  const url = describeServer(postgres)
  return { url, engine: `embedded ${await nameEngine(url)}`, close: () => postgres.stop() }
}

/** The name of a database with this many reservations. It is only read; lines that write work on a copy. */
export async function findSeeded(server: BenchServer, size: Size): Promise<BenchDatabase> {
  const name = `lessonry_bench_${size}_${fingerprint()}`
  const url = withDatabase(server.url, name)
  const found = await onServer(server.url, (client) =>
    client.query('select from pg_database where datname = $1', [name]),
  )
  if (found.rowCount === 0) await makeSeeded(server, name, size)
  return { url, drop: () => dropDatabase(server.url, name) }
}

let copies = 0

/** A copy of a seeded database to write to. */
export async function copySeeded(server: BenchServer, size: Size): Promise<BenchDatabase> {
  await findSeeded(server, size)
  const name = `lessonry_bench_copy_${process.pid}_${++copies}`
  await dropDatabase(server.url, name)
  const template = `lessonry_bench_${size}_${fingerprint()}`
  await onServer(server.url, (client) => client.query(`create database ${name} template ${template}`))
  return { url: withDatabase(server.url, name), drop: () => dropDatabase(server.url, name) }
}

async function makeSeeded(server: BenchServer, name: string, size: Size): Promise<void> {
  const started = performance.now()
  const unfinished = `${name}_unfinished`
  await dropOlder(server, size)
  await onServer(server.url, (client) => client.query(`create database ${unfinished}`))
  const url = withDatabase(server.url, unfinished)
  await migrate(url)
  await onServer(url, (client) => seed(client, size))
  await onServer(server.url, (client) => client.query(`alter database ${unfinished} rename to ${name}`))
  console.error(`  made ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`)
}

// One of each size is enough; those of other migrations or weeks are of no use any more.
async function dropOlder(server: BenchServer, size: Size): Promise<void> {
  await onServer(server.url, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where starts_with(datname, $1)`,
      [`lessonry_bench_${size}_`],
    )
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`)
  })
}

// What a seeded database is made from: the migrations, this week, and how it is filled.
function fingerprint(): string {
  const migrations = hashMigrations()
  const hash = createHash('sha256').update(migrations).update(readMonday().toString())
  return hash
    .update(readFileSync(join(import.meta.dirname, 'seed.ts')))
    .digest('hex')
    .slice(0, 12)
}

function hashMigrations(): string {
  const folder = join(import.meta.dirname, '../db/migrations')
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).toSorted()) hash.update(readFileSync(join(folder, name)))
  return hash.digest('hex')
}

async function nameEngine(url: string): Promise<string> {
  const { rows } = await onServer(url, (client) => client.query<{ version: string }>(`select version()`))
  return rows[0]!.version.split(' ').slice(0, 2).join(' ')
}

async function dropDatabase(server: string, name: string): Promise<void> {
  await onServer(server, (client) => client.query(`drop database if exists ${name} with (force)`))
}

export async function onServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function withDatabase(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}
