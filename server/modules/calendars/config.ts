import { readConfig } from '#platform/config.ts'

/** Where people reach this install. Addresses of feeds begin with it, never with what a request says. */
export function publicAddress(path: string): string {
  return `${readConfig().publicUrl}${path}`
}

/** The mail address in whose name lessons are put into calendars. */
export function organizerAddress(): string {
  const { mailFrom } = readConfig()
  return mailFrom.match(/<([^<>]+)>/)?.[1] ?? mailFrom
}
