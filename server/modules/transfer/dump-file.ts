import { openSync } from 'node:fs'
import { UnreadableDatabase } from './old-database.ts'

export function openFile(path: string): number {
  try {
    return openSync(path, 'r')
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const isMissing = 'code' in error && error.code === 'ENOENT'
    if (isMissing) throw new UnreadableDatabase('transfer.no_file', { file: path }, error)
    throw new UnreadableDatabase('transfer.file_not_opened', { file: path, problem: error.message }, error)
  }
}
