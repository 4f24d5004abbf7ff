import { readConfig } from '#platform/config.ts'
import { openLog } from '#platform/log.ts'

/** Where a document that no longer comes out as it was first made is reported. */
export function warnOf(message: string, facts: Readonly<Record<string, string>>): void {
  openLog(readConfig()).warn(facts, message)
}
