import type { ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import pg from 'pg'
import type { Actor } from './context.ts'
import type { DatabaseAccess } from './db.ts'
import { notFound, notSignedIn } from './errors.ts'
import type { Authenticate } from './serve.ts'

interface Listener {
  readonly orgId: string
  actor: Actor
  readonly token: string | null
  readonly slug: string
  readonly response: ServerResponse
}

interface Notice {
  readonly org: string
  readonly name: string
  readonly kind: string
  readonly id: string
}

const heartbeatMilliseconds = 20_000

/**
 * Tells open screens that something changed (server-sent events). Only names and ids travel, and only to those who see the whole
 * organisation; everybody else is told to look again, and reads what they may.
 */
export class Live {
  readonly #access: DatabaseAccess
  readonly #authenticate: Authenticate
  readonly #listeners = new Set<Listener>()
  #client: pg.Client | undefined
  #closed = false
  #heartbeat: NodeJS.Timeout | undefined

  constructor(access: DatabaseAccess, authenticate: Authenticate) {
    this.#access = access
    this.#authenticate = authenticate
  }

  addRoute(app: FastifyInstance): void {
    app.get<{ Params: { organisation: string } }>('/api/o/:organisation/live', async (request, reply) => {
      const token = request.cookies['lessonry_session'] ?? null
      const { organisation, actor } = await this.#authenticate(token, request.params.organisation)
      if (actor.userId === null) throw notSignedIn()
      if (!organisation || actor.roles.length === 0) throw notFound()
      reply.hijack()
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) reply.raw.setHeader(name, value)
      reply.raw.writeHead(200, {
        'content-type': 'text/event-stream',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      reply.raw.write('retry: 2000\n\n')
      const listener = { orgId: organisation.id, actor, token, slug: organisation.slug, response: reply.raw }
      reply.raw.on('error', () => this.#listeners.delete(listener))
      reply.raw.on('close', () => this.#listeners.delete(listener))
      if (!reply.raw.destroyed) this.#listeners.add(listener) // who left while we looked up who they are is not kept
    })
  }

  async start(): Promise<void> {
    await this.#listen()
    this.#heartbeat = setInterval(() => void this.#checkListeners(), heartbeatMilliseconds)
  }

  async stop(): Promise<void> {
    this.#closed = true
    clearInterval(this.#heartbeat)
    for (const { response } of this.#listeners) response.end()
    await this.#client?.end()
  }

  // Outside the pool, because a pooled connection forgets that it listens. A connection that never came about ends too, so only one that
  // listens begins anew when it ends: otherwise every failed try would start one more.
  async #listen(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#access.url,
      application_name: 'lessonry live',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    })
    client.on('error', () => {})
    client.on('notification', ({ payload }) => void this.#tell(JSON.parse(payload ?? '{}') as Notice))
    try {
      await client.connect()
      await client.query('listen lessonry_live')
    } catch (error) {
      void client.end().catch(() => {}) // the first error says why
      throw error
    }
    this.#client = client
    client.on('end', () => void this.#listenAgain())
    if (this.#closed) await client.end()
  }

  // After a break, every screen is told to look again.
  async #listenAgain(): Promise<void> {
    while (!this.#closed) {
      try {
        await new Promise((resolve) => setTimeout(resolve, 1000))
        if (this.#closed) return
        await this.#listen()
        for (const listener of this.#listeners) write(listener, 'everything', {})
        return
      } catch {
        // The database is still away: wait another second.
      }
    }
  }

  async #tell(notice: Notice): Promise<void> {
    if (notice.name === 'identity.member_changed') await this.#checkListeners(notice.org)
    for (const listener of this.#listeners) {
      if (listener.orgId !== notice.org) continue
      if (listener.actor.permissions.has('timetable.manage'))
        write(listener, 'change', { name: notice.name, kind: notice.kind, id: notice.id })
      else write(listener, 'change', {})
    }
  }

  // A session that ended, or lost its rights, loses its stream too: at once when a member is changed, else with the next heartbeat.
  async #checkListeners(orgId?: string): Promise<void> {
    for (const listener of this.#listeners) {
      if (orgId !== undefined && listener.orgId !== orgId) continue
      const { actor } = await this.#authenticate(listener.token, listener.slug).catch(() => ({ actor: listener.actor }))
      if (!this.#listeners.has(listener)) continue // gone in the meantime
      listener.actor = actor
      if (actor.roles.length > 0) listener.response.write(': here\n\n')
      else {
        this.#listeners.delete(listener)
        listener.response.end()
      }
    }
  }
}

function write({ response }: Listener, event: string, content: unknown): void {
  response.write(`event: ${event}\ndata: ${JSON.stringify(content)}\n\n`)
}
