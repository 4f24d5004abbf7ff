import { spawn, type ChildProcess } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import type { Account, Binaries } from './binaries.ts'
import type { SocketFolder } from './folders.ts'
import { waitForExit, type PostgresLog } from './orphan.ts'

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

// For data that nobody will miss: no commit waits for the disk.
const fleetingSettings = { synchronous_commit: 'off', full_page_writes: 'off' }

export interface Cluster {
  folder: string
  isFleeting: boolean
  binaries: Binaries
  account: Account | undefined
  socket: SocketFolder
  log: PostgresLog
}

/** Resolves when the server takes connections, which after a crash is when it has recovered. */
export async function launch(cluster: Cluster): Promise<ChildProcess> {
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

function spawnServer({ folder, isFleeting, binaries, account, socket }: Cluster): ChildProcess {
  const all = {
    ...settings,
    ...(isFleeting && fleetingSettings),
    unix_socket_directories: `"${socket.folder.replaceAll('"', '""')}"`,
  }
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
export function environment(): NodeJS.ProcessEnv {
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

/** Asks the server to end, then insists. */
export async function endChild(child: ChildProcess): Promise<void> {
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
