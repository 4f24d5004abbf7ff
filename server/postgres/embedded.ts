import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Client } from 'pg'
import { DataFolderInUse, lockFolder } from './folder-lock.ts'
import { findBinaries, type Account, type Binaries } from './binaries.ts'
import { findHome, giveFolder, openSocketFolder } from './folders.ts'
import { stopOrphan, type PostgresLog } from './orphan.ts'
import { endChild, environment, launch, type Cluster } from './server-process.ts'

export { DataFolderInUse, type PostgresLog }

export interface PostgresExit {
  code: number | null
  signal: NodeJS.Signals | null
  /** False when it died too often; the server should then end too. */
  restarting: boolean
}

export interface EmbeddedPostgres {
  readonly connection: { host: string; database: string; user: string }
  readonly pid: number
  /** Called each time PostgreSQL ends without having been asked to. */
  onExit(callback: (exit: PostgresExit) => void): void
  stop(): Promise<void>
}

/** The folder was written by another major version of PostgreSQL than the one that is installed. */
export class DataFolderVersion extends Error {
  override name = 'DataFolderVersion'

  constructor(folder: string, found: string, needed: string) {
    super(
      `The data folder ${folder} was written by PostgreSQL ${found} and this version of Lessonry runs PostgreSQL ${needed}. ` +
        'Start the version of Lessonry that wrote it, export the data there, and import it here.',
    )
  }
}

const name = 'lessonry'
const restartsPerMinute = 5

export interface PostgresOptions {
  readonly dataDir: string
  readonly log: PostgresLog
  /** For tests: what it holds does not outlive a power cut. */
  readonly isFleeting?: boolean
}

/** Starts the PostgreSQL of a data folder as our child, and keeps it running until `stop`. */
export async function startPostgres({ dataDir, log, isFleeting = false }: PostgresOptions): Promise<EmbeddedPostgres> {
  const { home, account } = findHome(dataDir, log)
  const lock = await lockFolder(home, dataDir)
  try {
    const folder = join(home, 'cluster')
    const binaries = findBinaries(home, account)
    if (existsSync(folder)) {
      await stopOrphan(folder, log)
      checkVersion(folder, dataDir, binaries)
      giveFolder(folder, account)
    } else {
      await createCluster(folder, binaries, account)
    }
    const socket = openSocketFolder(home, account)
    const server = await superviseServer({ folder, isFleeting, binaries, account, socket, log })
    const connection = { host: socket.folder, database: name, user: name }
    try {
      await createDatabase(connection)
    } catch (error) {
      await server.stop()
      throw error
    }
    return {
      connection,
      get pid() {
        return server.pid()
      },
      onExit: server.onExit,
      async stop() {
        await server.stop()
        socket.close()
        lock.release()
      },
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

function checkVersion(folder: string, dataDir: string, { major }: Binaries): void {
  const found = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim()
  if (found !== major) throw new DataFolderVersion(dataDir, found, major)
}

// Made beside its place and moved there when whole, so an initdb cut short leaves nothing that looks like a cluster.
async function createCluster(folder: string, { initdb }: Binaries, account: Account | undefined): Promise<void> {
  const unfinished = `${folder}.new`
  rmSync(unfinished, { recursive: true, force: true })
  giveFolder(unfinished, account)
  const choices = [
    '--locale-provider=builtin',
    '--locale=C.UTF-8',
    '--encoding=UTF8',
    '--data-checksums',
    '--auth=trust',
  ]
  const child = spawn(initdb, ['-D', unfinished, '-U', name, ...choices], {
    ...account,
    cwd: unfinished,
    detached: true,
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  await once(child, 'close')
  if (child.exitCode !== 0) throw new Error(`The database could not be created in ${folder}: ${complaint.trim()}`)
  renameSync(unfinished, folder)
  syncFolder(dirname(folder))
}

// The new name survives a power cut only when the folder that holds it is on the disk too.
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r')
  fsyncSync(descriptor)
  closeSync(descriptor)
}

async function createDatabase(connection: { host: string; user: string }): Promise<void> {
  const client = new Client({ ...connection, database: 'postgres' })
  await client.connect()
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name])
    if (rowCount === 0) await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
}

/** Runs the server and starts it again when it dies. */
async function superviseServer(cluster: Cluster) {
  const callbacks: ((exit: PostgresExit) => void)[] = []
  const deaths: number[] = []
  let stopping = false
  let restarting = Promise.resolve()
  let child = await launch(cluster)
  watch()

  function watch(): void {
    const { pid } = child
    child.once('exit', (code, signal) => {
      if (stopping) return
      deaths.push(performance.now())
      const recent = deaths.filter((moment) => moment > performance.now() - 60_000)
      const exit = { code, signal, restarting: recent.length <= restartsPerMinute }
      cluster.log.error({ pid, ...exit }, 'PostgreSQL ended unexpectedly')
      for (const callback of callbacks) callback(exit)
      if (exit.restarting) restarting = restart(code, signal)
    })
  }

  async function restart(code: number | null, signal: NodeJS.Signals | null): Promise<void> {
    try {
      await stopOrphan(cluster.folder, cluster.log)
      child = await launch(cluster)
      cluster.log.info({ pid: child.pid }, 'PostgreSQL runs again')
      watch()
    } catch (error) {
      cluster.log.error({ error }, 'PostgreSQL could not be started again')
      for (const callback of callbacks) callback({ code, signal, restarting: false })
    }
  }

  return {
    pid: () => child.pid ?? 0,
    onExit: (callback: (exit: PostgresExit) => void) => void callbacks.push(callback),
    async stop() {
      stopping = true
      await restarting
      await endChild(child)
    },
  }
}
