import { openSync, statSync } from 'node:fs'
import { UnreadableDatabase } from './old-database.ts'

export function openFile(path: string): number {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found || found.isDirectory()) throw new UnreadableDatabase('transfer.no_file', { file: path })
    return openSync(path, 'r')
  } catch (error) {
    if (error instanceof UnreadableDatabase || !(error instanceof Error)) throw error
    throw new UnreadableDatabase('transfer.file_not_opened', { file: path, problem: error.message }, error)
  }
}
