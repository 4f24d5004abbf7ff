import { start } from './start.ts'

export interface Command {
  readonly summary: string
  run(words: readonly string[]): Promise<void>
}

// Commands are loaded when they run, so that the start does not wait for what it does not use.
export const commands: Readonly<Record<string, Command>> = {
  start: { summary: 'Starts the server', run: start },
  migrate: {
    summary: 'Brings the database of DATABASE_URL, or the embedded one, to this version',
    run: async () => (await import('./migrate.ts')).runMigrate(),
  },
  import: {
    summary:
      'Brings an older database in: import music-school --from <.sql file or postgres:// address> --zone Asia/Jakarta --currency IDR',
    run: async (words) => (await import('./import.ts')).runImport(words),
  },
  demonstration: {
    summary: 'Makes the demonstration school in an empty install, as the first start does',
    run: async () => (await import('./demonstration.ts')).runDemonstration(),
  },
  backup: {
    summary: 'Copies the embedded database while the server runs: backup --to <new folder>',
    run: async (words) => (await import('./backup.ts')).runBackup(words),
  },
  restore: {
    summary: 'Puts a backup into an empty data folder: restore --from <folder>',
    run: async (words) => (await import('./backup.ts')).runRestore(words),
  },
  schema: {
    summary:
      'Writes types, db/schema.sql and docs/entities.md from the database of DATABASE_URL (--check only compares)',
    run: async (words) => (await import('./schema.ts')).runSchema(words),
  },
  organisation: {
    summary: 'Makes an organisation and invites its owner (organisation create …), or lists them (organisation list)',
    run: async (words) => (await import('./organisation.ts')).runOrganisation(words),
  },
  help: {
    summary: 'Lists the commands',
    run: async () => {
      for (const [name, { summary }] of Object.entries(commands)) console.log(`${name.padEnd(12)} ${summary}`)
    },
  },
}
