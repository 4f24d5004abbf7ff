import { readConfig } from '#platform/config.ts'

/** An address of this install for a mail. It comes from the settings, never from the request that caused the mail. */
export function publicAddress(path: string): string {
  return `${readConfig().publicUrl}${path}`
}
