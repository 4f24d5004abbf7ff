import type { Writable } from 'node:stream'
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely'
import pg from 'pg'

const timesBeforeNamed = 4
const mostNames = 200
const mostCounted = 2000

/**
 * Names for statements that come again and again, so that PostgreSQL reads and plans them once for each connection. Texts that are made anew
 * each time (lists of another length, say) never get one.
 */
class StatementNames {
  readonly #names = new Map<string, string>()
  #counts = new Map<string, number>()

  nameOf(text: string): string | undefined {
    const name = this.#names.get(text)
    if (name !== undefined || this.#names.size >= mostNames) return name
    const count = (this.#counts.get(text) ?? 0) + 1
    if (count < timesBeforeNamed) {
      if (this.#counts.size >= mostCounted) this.#counts = new Map()
      this.#counts.set(text, count)
      return undefined
    }
    this.#counts.delete(text)
    const given = `lessonry_${this.#names.size + 1}`
    this.#names.set(text, given)
    return given
  }
}

// These steer a transaction and give nothing back. When one fails the transaction is over, and so is whatever was sent after it.
const steering = /^(?:begin|savepoint|release savepoint)\b/
const steered = { command: 'SELECT', rowCount: 0, rows: [] } as const

/** A connection on which what steers the transaction waits for the statement behind it and travels with that one, in one write and one answer. */
class SteadyConnection implements PostgresPoolClient {
  readonly #client: pg.PoolClient
  readonly #names: StatementNames
  #steering: string[] = []
  #isStale = false

  constructor(client: pg.PoolClient, names: StatementNames) {
    this.#client = client
    this.#names = names
  }

  query<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>>
  query(cursor: never): never
  async query<R>(text: string, values: readonly unknown[] = []): Promise<PostgresQueryResult<R>> {
    if (values.length > 0 || !steering.test(text)) return this.#send<R>(text, values)
    this.#steering.push(text)
    return { ...steered, rows: [] }
  }

  release(destroy = false): void {
    this.#steering = []
    this.#client.release(destroy || this.#isStale)
  }

  async #send<R>(text: string, values: readonly unknown[]): Promise<PostgresQueryResult<R>> {
    const name = values.length > 0 ? this.#names.nameOf(text) : undefined
    const query = { text, values: values as unknown[], ...(name !== undefined && { name }) }
    const before = this.#steering
    this.#steering = []
    try {
      const answers = this.#together(() => [
        ...before.map((each) => this.#client.query(each)),
        this.#client.query(query),
      ])
      return (await Promise.all(answers)).at(-1) as unknown as PostgresQueryResult<R>
    } catch (error) {
      // Another process changed the tables: what this connection has planned is of no use any more.
      if (error instanceof pg.DatabaseError && error.routine === 'RevalidateCachedQuery') this.#isStale = true
      throw error
    }
  }

  // `pg` itself writes each statement as it comes, which costs a system call each.
  #together<T>(send: () => T): T {
    const { stream } = (this.#client as pg.PoolClient & { readonly connection: { readonly stream: Writable } })
      .connection
    stream.cork()
    try {
      return send()
    } finally {
      stream.uncork()
    }
  }
}

/** A pool for Kysely whose connections prepare what comes again and save round trips. The pool sends without waiting for answers (`pipeline`). */
export function steadyPool(pool: pg.Pool): PostgresPool {
  const names = new StatementNames()
  const connections = new WeakMap<pg.PoolClient, SteadyConnection>()
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await pool.connect()
      const known = connections.get(client) ?? new SteadyConnection(client, names)
      connections.set(client, known)
      return known
    },
  }
}
