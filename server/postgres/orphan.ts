import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { hasCode, isAlive } from './folder-lock.ts'

export interface PostgresLog {
  info(details: object, message: string): void
  warn(details: object, message: string): void
  error(details: object, message: string): void
}

/**
 * Ends the server that an earlier process of ours left on this folder. Only the holder of the folder's lock may call
 * it: then whatever still runs there belongs to nobody.
 */
export async function stopOrphan(folder: string, log: PostgresLog): Promise<void> {
  const pidFile = join(folder, 'postmaster.pid')
  const pid = readFirstNumber(pidFile)
  if (pid === undefined || !isAlive(pid)) return
  if (!isServerOf(pid, folder)) {
    // The number belongs to a stranger by now, and PostgreSQL would refuse to start because of it.
    rmSync(pidFile, { force: true })
    return
  }
  log.warn({ pid }, 'Stopping a PostgreSQL that an earlier process left behind')
  const escalation: [NodeJS.Signals, number][] = [
    ['SIGINT', 10_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ]
  for (const [signal, patience] of escalation) {
    sendSignal(pid, signal)
    if (await waitForExit(pid, patience, () => !isServerOf(pid, folder))) return
  }
  throw new Error(`The PostgreSQL of ${folder} that an earlier process left behind (process ${pid}) cannot be stopped.`)
}

/** Whether a process ended within `patience` milliseconds. */
export async function waitForExit(pid: number, patience: number, hasEnded = () => !isAlive(pid)): Promise<boolean> {
  const end = performance.now() + patience
  while (performance.now() < end) {
    if (hasEnded() || !isAlive(pid)) return true
    await wait(20)
  }
  return false
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}

function readFirstNumber(file: string): number | undefined {
  try {
    const number = Number.parseInt(readFileSync(file, 'utf8'), 10)
    return number > 0 ? number : undefined
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

// A server works in its cluster's folder. Where /proc is missing, its command line names the folder.
function isServerOf(pid: number, folder: string): boolean {
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-ww', '-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
    return stdout.includes('postgres') && stdout.includes(folder)
  }
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'EACCES') || hasCode(error, 'ESRCH')) return false
    throw error
  }
}
