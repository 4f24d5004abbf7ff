import { chownSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'

export interface FolderLock {
  release(): void
}

/** Another process holds the data folder. Two servers on one folder would overwrite each other's rows. */
export class DataFolderInUse extends Error {
  override name = 'DataFolderInUse'
  readonly folder: string
  readonly pid: number | undefined

  constructor(folder: string, pid: number | undefined) {
    const holder = pid === undefined ? 'another process' : `process ${pid}`
    super(`The data folder ${folder} is in use by ${holder}. Stop it first, or choose another folder.`)
    this.folder = folder
    this.pid = pid
  }
}

/**
 * The lock is the kernel's (through SQLite's write lock on an empty file), so it ends with its holder however that
 * dies: a reused pid or a second container on the same volume cannot confuse it. The pid beside it is only for the
 * message.
 */
export async function lockFolder(lockDir: string, folderName = lockDir): Promise<FolderLock> {
  const pidFile = join(lockDir, 'lock.pid')
  const lock = new DatabaseSync(join(lockDir, 'lock'), { timeout: 0 })
  try {
    lock.exec('begin immediate')
  } catch (error) {
    lock.close()
    if (isBusy(error)) throw new DataFolderInUse(folderName, await readHolder(pidFile))
    throw error
  }
  writeFileSync(pidFile, `${process.pid}\n`)
  keepOwner(lockDir, ['lock', 'lock.pid'])
  return {
    release() {
      rmSync(pidFile, { force: true })
      lock.close()
    },
  }
}

// A holder writes its pid just after it took the lock, so a reader may be a moment too early.
async function readHolder(pidFile: string): Promise<number | undefined> {
  for (let attempt = 0; attempt < 6; attempt += 1) {
    const pid = readPid(pidFile)
    if (pid !== undefined && isAlive(pid)) return pid
    await wait(50)
  }
  return readPid(pidFile)
}

function readPid(file: string): number | undefined {
  try {
    const pid = Number(readFileSync(file, 'utf8').trim())
    return Number.isInteger(pid) && pid > 0 ? pid : undefined
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** Whether a process of this number exists, ours or anybody's. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !hasCode(error, 'ESRCH')
  }
}

export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}

// A start by root must not lock the folder's real owner out of the next one.
function keepOwner(folder: string, files: string[]): void {
  if (process.getuid?.() !== 0) return
  const { uid, gid } = statSync(folder)
  for (const file of files) chownSync(join(folder, file), uid, gid)
}
