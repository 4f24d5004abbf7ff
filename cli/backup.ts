import { chmod, cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { readConfig } from '#platform/config.ts'
import { unfinishedPrefix } from '#platform/files.ts'
import { findSocketFolder } from '#postgres/folders.ts'
import { checkWords, Misuse } from './words.ts'

/** Left out of a copy: what belongs to the running server, and the log of changes, which is copied last. */
const leftOut = new Set([
  'pg_wal',
  'postmaster.pid',
  'postmaster.opts',
  'pg_replslot',
  'pg_stat_tmp',
  'pg_subtrans',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
])

/**
 * Copies the embedded database into a new folder while the server goes on (PostgreSQL manual, "Making a Base Backup Using the Low Level
 * API"): start, copy the files, stop, then copy the changes made meanwhile. Files people uploaded come along.
 */
export async function runBackup(words: readonly string[]): Promise<void> {
  const config = readConfig()
  if (config.databaseUrl)
    throw new Error(
      `This install uses a PostgreSQL of its own: use pg_dump, and copy ${join(config.dataDir, 'files')}.`,
    )
  const target = readFolder(words, 'to')
  if ((await readdir(target).catch(() => [])).length > 0)
    throw new Error(`${target} is not empty. A backup needs a folder of its own.`)
  const source = join(config.dataDir, 'database', 'cluster')
  const client = new pg.Client({ host: findSocketFolder(config.dataDir), user: 'lessonry', database: 'lessonry' })
  await client.connect().catch((cause: unknown) => {
    throw new Error('The server is not running. Start it, or copy the data folder while it is stopped.', { cause })
  })
  try {
    await client.query(`select pg_backup_start('lessonry', true)`)
    await mkdir(join(target, 'cluster'), { recursive: true, mode: 0o700 })
    await copyFiles(source, join(target, 'cluster'))
    const { rows } = await client.query<{ labelfile: string; spcmapfile: string }>(
      'select labelfile, spcmapfile from pg_backup_stop(false)',
    )
    await writeFile(join(target, 'cluster', 'backup_label'), rows[0]!.labelfile)
    if (rows[0]!.spcmapfile) await writeFile(join(target, 'cluster', 'tablespace_map'), rows[0]!.spcmapfile)
    await cp(join(source, 'pg_wal'), join(target, 'cluster', 'pg_wal'), { recursive: true })
  } finally {
    await client.end()
  }
  await cp(join(config.dataDir, 'files'), join(target, 'files'), {
    recursive: true,
    filter: (path) => !basename(path).startsWith(unfinishedPrefix),
  }).catch(ignoreMissing)
  await writeFile(join(target, 'lessonry-backup'), `${Temporal.Now.instant().toString()}\n`) // last: without it the copy is not whole
  console.log(`Backed up to ${target}.`)
}

/** Puts a backup into the data folder of the settings, which must not have a database yet. */
export async function runRestore(words: readonly string[]): Promise<void> {
  const config = readConfig()
  if (config.databaseUrl) throw new Error('This install uses a PostgreSQL of its own: use pg_restore or psql.')
  const source = readFolder(words, 'from')
  const made = await readFile(join(source, 'lessonry-backup'), 'utf8').catch(() => null)
  if (made === null) throw new Error(`${source} is no whole backup.`)
  const home = join(config.dataDir, 'database')
  if (await stat(join(home, 'cluster')).catch(() => null))
    throw new Error(`${config.dataDir} has a database already. Give another DATA_DIR, or move it away first.`)
  const unfinished = join(home, 'cluster.restoring')
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(home, { recursive: true, mode: 0o711 })
  await cp(join(source, 'cluster'), unfinished, { recursive: true })
  for (const folder of [
    'pg_replslot',
    'pg_stat_tmp',
    'pg_subtrans',
    'pg_dynshmem',
    'pg_notify',
    'pg_serial',
    'pg_snapshots',
  ])
    await mkdir(join(unfinished, folder), { recursive: true, mode: 0o700 })
  await cp(join(source, 'files'), join(config.dataDir, 'files'), { recursive: true }).catch(ignoreMissing)
  await chmod(unfinished, 0o700)
  await rename(unfinished, join(home, 'cluster'))
  console.log(`Restored the backup of ${made.trim()} into ${config.dataDir}. Start the server now.`)
}

function readFolder(words: readonly string[], name: 'to' | 'from'): string {
  const options = { [name]: { type: 'string' } } as const
  checkWords(words, options)
  const { values } = parseArgs({ args: [...words], options })
  const folder = values[name]
  if (typeof folder !== 'string') throw new Misuse(`Please say the folder: --${name} /backups/monday`)
  return resolve(folder)
}

// Files come and go while the server works; one that is gone again was not part of the moment that is kept.
async function copyFiles(source: string, target: string): Promise<void> {
  for (const name of await readdir(source)) {
    if (leftOut.has(name)) continue
    await cp(join(source, name), join(target, name), { recursive: true }).catch(ignoreMissing)
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
