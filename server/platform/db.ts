import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import { steadyPool } from './connection.ts'
import type { Id } from './ids.ts'
import type { Database } from './schema.ts'

declare global {
  namespace Temporal {
    interface Instant {
      toPostgres?(): string
    }
    interface PlainDate {
      toPostgres?(): string
    }
  }
}

// `pg` writes a parameter by its toPostgres(), and would otherwise send Temporal values as quoted JSON.
for (const { prototype } of [Temporal.Instant, Temporal.PlainDate]) {
  Object.defineProperty(prototype, 'toPostgres', {
    value(this: Temporal.Instant | Temporal.PlainDate) {
      return this.toString()
    },
  })
}

const { builtins } = pg.types
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.TIMESTAMPTZ, (text) => Temporal.Instant.from(text.replace(' ', 'T'))],
  [builtins.DATE, (text) => Temporal.PlainDate.from(text)],
  [builtins.INT8, (text) => BigInt(text)],
])

const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
}

export interface DatabaseAccess {
  /** The owner's connection, outside row-level security: migrations, signing in, jobs that walk organisations. */
  readonly owner: Kysely<Database>
  readonly pool: pg.Pool
  readonly url: string
  close(): Promise<void>
}

/** Opens a pool on a postgres:// address. Sessions are in UTC and give up on a lock or a statement that hangs. */
export function openDatabase(url: string, options: { connections?: number } = {}): DatabaseAccess {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.connections ?? 10,
    pipeline: true,
    connectionTimeoutMillis: 10_000,
    types,
    application_name: 'lessonry',
    options:
      '-c timezone=UTC -c datestyle=ISO -c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s',
  })
  // A connection that dies is replaced by the pool. Whoever was using it sees the error of the own query; without these two the
  // whole process would end with it.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))
  const owner = kyselyOn(new PostgresDialect({ pool: steadyPool(pool) }))
  return { owner, pool, url, close: () => owner.destroy() }
}

function kyselyOn(dialect: PostgresDialect): Kysely<Database> {
  return new Kysely<Database>({ dialect, plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] })
}

export interface Scope {
  readonly orgId: Id<'organisation'> | null
  readonly userId: Id<'user'> | null
  readonly readOnly?: boolean
}

/** Runs `work` in one transaction as the application's role, inside one organisation's wall; rolls back when it throws. */
export async function inScope<T>(
  access: DatabaseAccess,
  scope: Scope,
  work: (db: Kysely<Database>) => Promise<T>,
): Promise<T> {
  return access.owner.connection().execute(async (connection) => {
    try {
      await sql.raw(beginStatement(scope)).execute(connection)
      const result = await work(connection)
      await commit(connection)
      return result
    } catch (error) {
      await sql`rollback`.execute(connection).catch(() => {}) // the connection is gone; the first error says why
      throw error
    }
  })
}

// PostgreSQL answers the commit of a transaction in which something failed with a rollback, and not with an error.
async function commit(connection: Kysely<Database>): Promise<void> {
  const { rows } = await sql<{ command: string }>`commit`.execute(connection)
  if (rows[0]?.command !== 'COMMIT')
    throw new Error('The transaction was rolled back, because a statement in it had failed.')
}

// It travels with the first query. `set local` with literals, because set_config() does not reach the workers of a cluster.
function beginStatement({ orgId, userId, readOnly }: Scope): string {
  const settings = [readOnly ? 'begin read only' : 'begin', 'set local role lessonry_app']
  if (orgId !== null) settings.push(`set local app.org_id = '${checkedUuid(orgId)}'`)
  if (userId !== null) settings.push(`set local app.user_id = '${checkedUuid(userId)}'`)
  return settings.join('; ')
}

function checkedUuid(value: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value)) throw new Error(`Not a UUID: ${value}`)
  return value
}

let savepoints = 0

/** Runs `work` so that its failure undoes only what it did, and the transaction around it goes on. */
export async function attempt<T>(db: Kysely<Database>, work: () => Promise<T>): Promise<T> {
  const name = sql.raw(`attempt_${++savepoints % 1_000_000}`)
  await sql`savepoint ${name}`.execute(db)
  try {
    const result = await work()
    await sql`release savepoint ${name}`.execute(db)
    return result
  } catch (error) {
    await sql`rollback to savepoint ${name}`.execute(db)
    throw error
  }
}

/** Whether the database refused because of this constraint or index; on a cluster its name carries the shard's number. */
export function violates(error: unknown, constraint: string): boolean {
  return error instanceof pg.DatabaseError && error.constraint?.replace(/_\d+$/, '') === constraint
}
