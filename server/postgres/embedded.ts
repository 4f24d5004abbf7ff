import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { Socket } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { DataFolderInUse, lockFolder } from './folder-lock.ts'
import { findBinaries, type Account, type Binaries } from './postgres-binaries.ts'
import { findHome, giveFolder, openSocketFolder, type SocketFolder } from './postgres-folders.ts'
import { stopOrphan, waitForExit, type PostgresLog } from './postgres-orphan.ts'

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

// Only LOG and worse are written: the messages of failed statements carry people's data, and the caller gets them.
const settings = {
  listen_addresses: '',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '64MB',
  max_wal_size: '256MB',
  io_method: 'sync',
  jit: 'off',
  fsync: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_destination: 'stderr',
  logging_collector: 'off',
  log_line_prefix: '',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
}

// Ends PostgreSQL when the pipe on standard input closes, which the kernel does however our process dies.
const watchdog = `read -r _
kill -INT "$1" 2>/dev/null || exit 0
for _ in 1 2 3 4 5 6 7 8 9 10; do sleep 1; kill -0 "$1" 2>/dev/null || exit 0; done
kill -QUIT "$1" 2>/dev/null`

interface Cluster {
  folder: string
  binaries: Binaries
  account: Account | undefined
  socket: SocketFolder
  log: PostgresLog
}

/** Starts the PostgreSQL of a data folder as our child, and keeps it running until `stop`. */
export async function startPostgres({
  dataDir,
  log,
}: {
  dataDir: string
  log: PostgresLog
}): Promise<EmbeddedPostgres> {
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
    const server = await superviseServer({ folder, binaries, account, socket, log })
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

/** Resolves when the server takes connections, which after a crash is when it has recovered. */
async function launch(cluster: Cluster): Promise<ChildProcess> {
  for (let attempt = 0; ; attempt += 1) {
    const child = spawnServer(cluster)
    const complaints: string[] = []
    guard(child, cluster)
    forwardLog(child, cluster.log, complaints)
    if (await becomesReady(child, cluster.folder)) {
      letGo(child)
      return child
    }
    // The last processes of a server that was killed need a moment to notice and to let go of its memory.
    const leftOver = complaints.some((line) => line.includes('shared memory block'))
    if (!leftOver || attempt === 50) throw new Error(`PostgreSQL did not start: ${complaints.join(' ')}`)
    await wait(200)
  }
}

function spawnServer({ folder, binaries, account, socket }: Cluster): ChildProcess {
  const all = { ...settings, unix_socket_directories: `"${socket.folder.replaceAll('"', '""')}"` }
  const choices = Object.entries(all).flatMap(([key, value]) => ['-c', `${key}=${value}`])
  // A process group of its own: Ctrl+C in a terminal reaches only us, and we stop it in order.
  return spawn(binaries.postgres, ['-D', folder, ...choices], {
    ...account,
    cwd: folder,
    detached: true,
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

// PG* variables meant for clients, and the locale of the shell, must not change how the server runs.
function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' }
}

function guard(child: ChildProcess, { account }: Cluster): void {
  const dog = spawn('/bin/sh', ['-c', watchdog, 'sh', String(child.pid)], {
    ...account,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  letGo(dog)
  child.once('exit', () => dog.kill('SIGKILL'))
}

// The database by itself never keeps our process alive; the watchdog ends it after us.
function letGo(child: ChildProcess): void {
  child.unref()
  for (const stream of [child.stdin, child.stderr]) if (stream instanceof Socket) stream.unref()
}

async function becomesReady(child: ChildProcess, folder: string): Promise<boolean> {
  const ended = new Promise<false>((resolve) => {
    child.once('close', () => resolve(false))
    child.once('error', () => resolve(false))
  })
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) return ended
    if (isReady(folder, child.pid)) return true
    if (!(await Promise.race([ended, wait(10, true)]))) return false
  }
}

function isReady(folder: string, pid: number | undefined): boolean {
  const file = join(folder, 'postmaster.pid')
  if (!statSync(file, { throwIfNoEntry: false })) return false
  const lines = readFileSync(file, 'utf8').split('\n')
  return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
}

function forwardLog({ pid, stderr }: ChildProcess, log: PostgresLog, complaints: string[]): void {
  if (!stderr) return
  createInterface({ input: stderr }).on('line', (line) => {
    if (/^(FATAL|PANIC|postgres):/.test(line)) {
      complaints.push(line)
      log.warn({ pid }, line)
    } else {
      log.info({ pid }, line)
    }
  })
}

async function endChild(child: ChildProcess): Promise<void> {
  const escalation: [NodeJS.Signals, number][] = [
    ['SIGINT', 30_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ]
  for (const [signal, patience] of escalation) {
    if (child.exitCode !== null || child.signalCode !== null || !child.pid) return
    child.kill(signal)
    await waitForExit(child.pid, patience, () => child.exitCode !== null || child.signalCode !== null)
  }
}
