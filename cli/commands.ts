import { start } from './start.ts'
import { checkWords } from './words.ts'

export interface Command {
  /** Without a full stop. */
  readonly summary: string
  readonly usage: string
  run(words: readonly string[]): Promise<void>
}

/** A command that is its name and nothing else. */
function alone(work: () => Promise<void>): Command['run'] {
  return async (words) => {
    checkWords(words, {})
    await work()
  }
}

// Commands are loaded when they run, so that the start does not wait for what it does not use.
export const commands: Readonly<Record<string, Command>> = {
  start: { summary: 'Starts the server', usage: 'lessonry start', run: alone(start) },
  organisation: {
    summary: 'Makes an organisation and invites its owner, or lists them',
    usage: `lessonry organisation list
lessonry organisation create --slug harmoni --name "Harmoni Music" --preset music-school --country ID
  --zone Asia/Jakarta --currency IDR --owner-email olivia@harmoni.example --owner-name "Olivia Hartono" [--locale en]`,
    run: async (words) => (await import('./organisation.ts')).runOrganisation(words),
  },
  import: {
    summary: 'Brings an older database in',
    usage: `lessonry import music-school --from <.sql file or postgres:// address> --zone Asia/Jakarta --currency IDR
  [--country ID] [--organisation my-school] [--name "My School"] [--owner-email olivia@harmoni.example --owner-name "Olivia Hartono"] [--lines]
Into an organisation that exists already, its own zone, currency and country are taken when none are given.`,
    run: async (words) => (await import('./import.ts')).runImport(words),
  },
  backup: {
    summary: 'Copies the embedded database while the server runs',
    usage: 'lessonry backup --to <new folder>',
    run: async (words) => (await import('./backup.ts')).runBackup(words),
  },
  restore: {
    summary: 'Puts a backup into an empty data folder',
    usage: 'lessonry restore --from <folder>',
    run: async (words) => (await import('./backup.ts')).runRestore(words),
  },
  migrate: {
    summary: 'Brings the database of DATABASE_URL, or the embedded one, to this version',
    usage: 'lessonry migrate',
    run: alone(async () => (await import('./migrate.ts')).runMigrate()),
  },
  demonstration: {
    summary: 'Makes the demonstration school in an empty install, as the first start does',
    usage: 'lessonry demonstration',
    run: alone(async () => (await import('./demonstration.ts')).runDemonstration()),
  },
  schema: {
    summary: 'Writes types, db/schema.sql and docs/entities.md from the database of DATABASE_URL',
    usage: `lessonry schema [--check]
With --check it only compares.`,
    run: async (words) => (await import('./schema.ts')).runSchema(words),
  },
  help: {
    summary: 'Lists the commands',
    usage: 'lessonry help',
    run: alone(async () => console.log(listCommands())),
  },
}

export function listCommands(): string {
  const width = Math.max(...Object.keys(commands).map((name) => name.length)) + 2
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}${summary}`)
  return ['lessonry <command>', '', ...lines, '', 'lessonry <command> --help says how one is used.'].join('\n')
}
