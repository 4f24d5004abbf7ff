import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { lstatSync, mkdirSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { DataFolderInUse, startPostgres, type EmbeddedPostgres } from '#postgres/embedded.ts'
import { Client } from 'pg'

export interface TestDatabase {
  url: string
  drop(): Promise<void>
}

const checkout = join(import.meta.dirname, '../..')
const migrations = join(checkout, 'db/migrations')
const objectInUse = '55006'
const silent = { info() {}, warn() {}, error() {} }

const run = process.env['LESSONRY_TEST_RUN'] ?? nameRun()

let byHand: Promise<string> | undefined

/** A migrated, empty database of the caller's own; every test file makes one. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = await findServer()
  return copyDatabase(server, process.env['LESSONRY_TEST_TEMPLATE'] ?? (await ensureTemplate(server)))
}

/** The same with the demonstration school in it, which is made once in a run. */
export async function createDemonstrationDatabase(): Promise<TestDatabase> {
  const server = await findServer()
  const template = process.env['LESSONRY_TEST_TEMPLATE'] ?? (await ensureTemplate(server))
  const demonstration = `${run}_demonstration`
  await onServer(server, async (client) => {
    await client.query(`select pg_advisory_lock(hashtext($1))`, [demonstration])
    if (await exists(client, demonstration)) return
    const unfinished = `${demonstration}_unfinished`
    await createFromTemplate(client, unfinished, template)
    await runCommand('demonstration', withDatabase(server, unfinished))
    await client.query(`alter database ${unfinished} rename to ${demonstration}`)
  })
  return copyDatabase(server, demonstration)
}

async function findServer(): Promise<string> {
  return process.env['LESSONRY_TEST_POSTGRES'] ?? (await (byHand ??= startByHand()))
}

async function copyDatabase(server: string, template: string): Promise<TestDatabase> {
  const name = `${run}_${randomBytes(6).toString('hex')}`
  await onServer(server, (client) => createFromTemplate(client, name, template))
  return {
    url: withDatabase(server, name),
    drop: () => onServer(server, (client) => dropDatabase(client, name)),
  }
}

/** The first part of the names of all databases that one run of the tests makes. */
export function nameRun(): string {
  return `lessonry_test_${randomBytes(4).toString('hex')}`
}

/** The address of a PostgreSQL of ours as `pg` reads it: the socket's folder stands where a host would. */
export function describeServer({ connection: { host, user, database } }: EmbeddedPostgres): string {
  return `postgres://${user}@${encodeURIComponent(host)}/${database}`
}

/** The name of a database with every migration in it, which is made when it is missing. */
export async function ensureTemplate(server: string): Promise<string> {
  const template = `lessonry_template_${await hashMigrations()}`
  await onServer(server, async (client) => {
    await client.query(`select pg_advisory_lock(hashtext('lessonry test template'))`)
    if (await exists(client, template)) return
    // It gets its name when it is whole, so a run that was cut short leaves no half-migrated template.
    const unfinished = `${template}_unfinished`
    await dropDatabase(client, unfinished)
    await client.query(`create database ${unfinished}`)
    await runCommand('migrate', withDatabase(server, unfinished))
    await client.query(`alter database ${unfinished} rename to ${template}`)
  })
  return template
}

/** Drops what test files left behind: the databases whose names begin so. */
export async function dropDatabases(server: string, prefix: string, except = ''): Promise<void> {
  await onServer(server, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1) and datname <> $2',
      [prefix, except],
    )
    for (const { datname } of rows) await dropDatabase(client, datname)
  })
}

async function hashMigrations(): Promise<string> {
  const hash = createHash('sha256')
  const names = (await readdir(migrations)).filter((name) => name.endsWith('.sql')).toSorted()
  for (const name of names) hash.update(name).update(await readFile(join(migrations, name)))
  return hash.digest('hex').slice(0, 16)
}

async function exists(client: Client, name: string): Promise<boolean> {
  const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
  return rowCount !== 0
}

async function runCommand(command: string, url: string): Promise<void> {
  const child = spawn(process.execPath, ['bin/lessonry.ts', command], {
    cwd: checkout,
    env: { ...process.env, DATABASE_URL: url },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()))
  await once(child, 'close')
  if (child.exitCode !== 0) throw new Error(`lessonry ${command} failed.\n${output.trim()}`)
}

// Two files may ask at the same moment, and PostgreSQL copies only from a database that nobody is connected to.
async function createFromTemplate(client: Client, name: string, template: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await client.query(`create database ${name} template ${template}`)
      return
    } catch (error) {
      const busy = error instanceof Error && 'code' in error && error.code === objectInUse
      if (!busy || attempt === 100) throw error
      await wait(100)
    }
  }
}

async function dropDatabase(client: Client, name: string): Promise<void> {
  await client.query(`drop database if exists ${name} with (force)`)
}

async function onServer<T>(server: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: server })
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

/**
 * For a test file that is run by itself: a PostgreSQL in a folder that the next such run finds again, with its
 * template. Files that run at the same moment each take another folder. It ends with this process.
 */
async function startByHand(): Promise<string> {
  const { uid, username } = userInfo()
  for (let number = 1; number <= 20; number += 1) {
    const dataDir = join(tmpdir(), `lessonry-test-${username}-${number}`)
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
    const found = lstatSync(dataDir)
    if (!found.isDirectory() || found.uid !== uid) continue
    try {
      const server = describeServer(await startPostgres({ dataDir, log: silent, isFleeting: true }))
      await dropDatabases(server, 'lessonry_test_')
      await dropDatabases(server, 'lessonry_template_', await ensureTemplate(server))
      return server
    } catch (error) {
      if (!(error instanceof DataFolderInUse)) throw error
    }
  }
  throw new Error(`Every test database in ${tmpdir()} is in use.`)
}
