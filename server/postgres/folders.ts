import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { hasCode } from './folder-lock.ts'
import { canEnter, findAccount, type Account } from './binaries.ts'
import type { PostgresLog } from './orphan.ts'

export interface SocketFolder {
  folder: string
  close(): void
}

/** Where the database of a data folder lives, and who runs it. */
export interface Home {
  home: string
  account: Account | undefined
}

const elsewhere = '/var/lib/lessonry'
const longestSocketPath = 103
const socketFile = '.s.PGSQL.5432'

/**
 * `<data folder>/database`. When we are root and the account PostgreSQL gets cannot reach that (a checkout below /root),
 * it is a symbolic link to a folder in /var/lib/lessonry: no folder of somebody else's is opened up for it.
 */
export function findHome(dataDir: string, log: PostgresLog): Home {
  const folder = resolve(dataDir)
  const link = join(folder, 'database')
  mkdirSync(folder, { recursive: true })
  if (lstatSync(link, { throwIfNoEntry: false })) {
    const home = findTarget(link)
    const account = findOwner(join(home, 'cluster')) ?? findAccount()
    if (account) letThrough(home)
    if (account && !canEnter(home, account)) {
      throw new Error(
        `PostgreSQL runs as the user ${account.uid}, who may not enter ${home}. Move the data folder, or allow it with chmod.`,
      )
    }
    return { home, account }
  }

  const account = findAccount()
  if (account) letThrough(folder)
  if (!account || canEnter(folder, account)) {
    mkdirSync(link, { recursive: true, mode: 0o711 })
    return { home: realpathSync(link), account }
  }
  mkdirSync(elsewhere, { recursive: true, mode: 0o711 })
  const home = mkdtempSync(join(elsewhere, 'data-'))
  chmodSync(home, 0o711)
  try {
    symlinkSync(home, link)
  } catch (error) {
    rmSync(home, { recursive: true })
    if (!hasCode(error, 'EEXIST')) throw error
    return { home: realpathSync(link), account }
  }
  log.warn({ folder, home }, `PostgreSQL may not enter ${folder}, so the database is kept in ${home}`)
  return { home, account }
}

function findTarget(link: string): string {
  try {
    return realpathSync(link)
  } catch (cause) {
    throw new Error(`The database of this data folder is gone: ${link} leads nowhere.`, { cause })
  }
}

function findOwner(cluster: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const owner = statSync(cluster, { throwIfNoEntry: false })
  return owner && owner.uid !== 0 ? { uid: owner.uid, gid: owner.gid } : undefined
}

function letThrough(folder: string): void {
  const { mode } = statSync(folder)
  if ((mode & 0o001) === 0) chmodSync(folder, (mode & 0o7777) | 0o001)
}

/** Makes a folder that only the account may enter, and hands over what is already in it. */
export function giveFolder(folder: string, account: Account | undefined): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  if (!account || statSync(folder).uid === account.uid) return
  const { status, stderr } = spawnSync('chown', ['-R', `${account.uid}:${account.gid}`, folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`The folder ${folder} could not be given to PostgreSQL: ${stderr.trim()}`)
}

/**
 * A folder for the socket that nobody else can enter. The path of a socket has 103 bytes: when `home` is too deep, the
 * folder is made where temporary files go, and `socket-folder` in `home` says where.
 */
export function openSocketFolder(home: string, account: Account | undefined): SocketFolder {
  const pointer = join(home, 'socket-folder')
  if (existsSync(pointer)) removeOldFolder(readFileSync(pointer, 'utf8').trim(), account)
  rmSync(pointer, { force: true })

  const folder = join(home, 'socket')
  rmSync(folder, { recursive: true, force: true })
  if (fits(folder)) {
    giveFolder(folder, account)
    return { folder, close: () => rmSync(folder, { recursive: true, force: true }) }
  }
  const short = mkdtempSync(join(fits(join(tmpdir(), 'lessonry-XXXXXX')) ? tmpdir() : '/tmp', 'lessonry-'))
  if (account) chownSync(short, account.uid, account.gid)
  writeFileSync(pointer, `${short}\n`)
  return {
    folder: short,
    close() {
      rmSync(short, { recursive: true, force: true })
      rmSync(pointer, { force: true })
    },
  }
}

/** Where the PostgreSQL that already serves a data folder listens; for commands beside a running server. */
export function findSocketFolder(dataDir: string): string {
  const home = join(resolve(dataDir), 'database')
  const pointer = join(home, 'socket-folder')
  return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : join(home, 'socket')
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, socketFile)) <= longestSocketPath
}

// The pointer is only a text, so what it names is removed only if it is a socket folder of ours.
function removeOldFolder(folder: string, account: Account | undefined): void {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  const owner = account?.uid ?? process.getuid?.()
  const ours = found?.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0
  const temporary = [tmpdir(), '/tmp'].includes(dirname(folder)) && basename(folder).startsWith('lessonry-')
  if (ours && temporary) rmSync(folder, { recursive: true, force: true })
}
