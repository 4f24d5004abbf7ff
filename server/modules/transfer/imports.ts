import { importActor, type Ctx } from '#platform/context.ts'
import { inScope, type DatabaseAccess } from '#platform/db.ts'
import type { Id } from '#platform/ids.ts'
import { findSentence } from '#platform/texts.ts'
import { openDump } from './dump.ts'
import { writePlan, type ImportSummary } from './import-run.ts'
import { openLive } from './live-source.ts'
import { planMusicSchool, readMusicSchool } from './music-school.ts'
import type { OldDatabase, UnreadableDatabase } from './old-database.ts'
import type { PlanOptions } from './plan.ts'
import type { OldRows } from './planning.ts'

export type ImportOptions = Omit<PlanOptions, 'orgId'>

export interface ImportProgress {
  /** How far a step is: of bytes when reading, without a total when writing. */
  (step: string, done?: number, total?: number): void
}

/** Reads an older music school from a .sql file or a postgres:// address; a broken one is refused whole. */
export async function readOldMusicSchool(from: string, onProgress: ImportProgress): Promise<OldRows> {
  let database: OldDatabase | undefined
  try {
    database = isAddress(from)
      ? await openLive(from)
      : await openDump(from, (done, total) => onProgress('reading', done, total))
    return await readMusicSchool(database)
  } finally {
    await database?.close()
  }
}

/** The sentence that says why a database was refused. */
export function sayWhyUnreadable(error: UnreadableDatabase): string {
  return findSentence('en', error.reason, error.args) ?? error.message
}

/** Writes what was read into an organisation, everything or nothing, in one transaction. Running it again adds only what is new. */
export async function importMusicSchool(
  access: DatabaseAccess,
  orgId: Id<'organisation'>,
  source: {
    readonly rows: OldRows
    readonly name: string
    readonly options: ImportOptions
    readonly now: Temporal.Instant
    /** Done first in the same transaction, such as making the organisation. */
    readonly before?: (ctx: Ctx) => Promise<void>
  },
  onProgress: ImportProgress,
): Promise<ImportSummary> {
  onProgress('planning')
  const plan = planMusicSchool(source.rows, { ...source.options, orgId })
  const { zone, currency, country } = source.options
  return inScope(access, { orgId, userId: null }, async (db) => {
    const ctx: Ctx = {
      db,
      orgId,
      actor: importActor,
      now: source.now,
      request: { id: 'import', address: '', userAgent: '', locale: 'en' },
    }
    await source.before?.(ctx)
    return writePlan(
      ctx,
      plan,
      { oldSystem: 'music-school', name: source.name, options: { zone, currency, country } },
      onProgress,
    )
  })
}

/** A name for the source that can be shown: a file's name, or a server without user and password. */
export function nameOfSource(from: string): string {
  if (!isAddress(from)) return from.split('/').at(-1) ?? from
  const { host, pathname } = new URL(from)
  return `${host}${pathname}`
}

function isAddress(from: string): boolean {
  return /^[a-z][a-z+]*:\/\//i.test(from)
}
