import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** Where the server that keeps a data folder says under which address people reach it, for commands that run beside it. */
function fileIn(dataDir: string): string {
  return join(dataDir, 'address')
}

export function writeAddress(dataDir: string, url: string): Promise<void> {
  return writeFile(fileIn(dataDir), `${url}\n`)
}

export function removeAddress(dataDir: string): Promise<void> {
  return rm(fileIn(dataDir), { force: true })
}

/** Undefined when no server has said one. */
export async function readAddress(dataDir: string): Promise<string | undefined> {
  try {
    return (await readFile(fileIn(dataDir), 'utf8')).trim() || undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
