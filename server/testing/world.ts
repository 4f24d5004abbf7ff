import { randomBytes, createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { readConfig } from '#platform/config.ts'
import type { Endpoint, Input, Output } from '#platform/contract.ts'
import { openDatabase, type DatabaseAccess } from '#platform/db.ts'
import { newId, type Id } from '#platform/ids.ts'
import { closeQueue, openQueue, settleReactions } from '#platform/jobs.ts'
import { openLog } from '#platform/log.ts'
import type { ProblemAnswer } from '#platform/problem.ts'
import { checkAnswers } from '#platform/serve.ts'
import { buildApp } from '../app.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { samplePicture } from './pictures.ts'
import { addSchool, type Person, type School } from './school.ts'

export type { Person, School }

interface Harness {
  readonly database: TestDatabase
  readonly access: DatabaseAccess
  readonly http: FastifyInstance
  readonly dataDir: string
  clock: Temporal.Instant
}

let harness: Promise<Harness> | undefined

// One database for a test file, one organisation for each test: tenancy keeps tests apart, and is tested all day.
async function openHarness(): Promise<Harness> {
  checkAnswers()
  const database = await createTestDatabase()
  const access = openDatabase(database.url)
  const dataDir = mkdtempSync(join(tmpdir(), 'lessonry-world-'))
  const config = readConfig({
    DATA_DIR: dataDir,
    PUBLIC_URL: 'http://school.test',
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
  })
  const logger = openLog(config)
  await openQueue({ access, onError: (error) => logger.error(error) })
  const opened: Harness = { database, access, dataDir, http: undefined as never, clock: monday }
  const { http } = await buildApp({ config, access, logger, now: () => opened.clock })
  Object.assign(opened, { http })
  return opened
}

// Here and not where it is opened: inside a test it would run when that test ends.
after(async () => {
  if (!harness) return
  const { database, access, http, dataDir } = await harness
  await http.close()
  await closeQueue()
  await access.close()
  await database.drop()
  rmSync(dataDir, { recursive: true, force: true })
})

/** Monday 16 November 2026, nine in the morning in Jakarta: when every world begins. */
export const monday = Temporal.Instant.from('2026-11-16T02:00:00Z')

export type Success<E extends Endpoint> = {
  readonly status: 200
  readonly body: Output<E>
  readonly headers: Record<string, unknown>
}
export type Failure = {
  readonly status: number
  readonly body: ProblemAnswer
  readonly headers: Record<string, unknown>
}

export interface CallOptions {
  readonly idempotencyKey?: string
  readonly headers?: Record<string, string>
  /** Where the request comes from; one address may send only so much in a minute. */
  readonly remoteAddress?: string
  /** What is sent to an endpoint that takes a file; a small picture otherwise. */
  readonly file?: Uint8Array
}

export interface World extends School, WorldCalls {}

export interface WorldCalls {
  readonly access: DatabaseAccess
  readonly http: FastifyInstance
  /** Where files lie. */
  readonly dataDir: string
  /** Calls an endpoint as a person, or as a visitor (null); fails the test when it is refused. */
  readonly as: (
    person: Person | null,
  ) => <E extends Endpoint>(endpoint: E, input: Input<E>, options?: CallOptions) => Promise<Success<E>['body']>
  /** Calls an endpoint that should be refused, and gives the problem; fails the test when it is not. */
  readonly refused: (
    person: Person | null,
  ) => <E extends Endpoint>(endpoint: E, input: Input<E>, options?: CallOptions) => Promise<Failure>
  /** Sends anything at all, past the types. */
  readonly send: (
    person: Person | null,
    method: string,
    path: string,
    body?: unknown,
    options?: CallOptions,
  ) => Promise<Failure>
  readonly now: () => Temporal.Instant
  readonly setNow: (instant: Temporal.Instant | string) => void
  /** Works through every reaction that waits, and says how many there were. */
  readonly settle: () => Promise<number>
  /** The same without what still waits because it may be taken back. */
  readonly settleDue: () => Promise<number>
}

export interface WorldOptions {
  /** Places of the piano offering. */
  readonly places?: number
  readonly zone?: string
  readonly currency?: string
}

/** One small music school with named people, as `school.ts` lists them, in a database of its own. */
export function world(options: WorldOptions = {}): Promise<World> {
  return worldOf((access) => addSchool(access, monday, options))
}

/** A world around an organisation that the test makes itself. */
export async function worldOf<S extends { readonly organisation: { readonly slug: string } }>(
  makeSchool: (access: DatabaseAccess) => Promise<S>,
): Promise<S & WorldCalls> {
  harness ??= openHarness()
  const { access, http, dataDir } = await harness
  const opened = await harness
  opened.clock = monday
  const school = await makeSchool(access)
  const tokens = new Map<Id<'user'>, string>()

  async function send(
    person: Person | null,
    method: string,
    path: string,
    body?: unknown,
    callOptions: CallOptions = {},
  ): Promise<Failure> {
    const token = person?.userId ? await tokenOf(person.userId) : null
    const response = await http.inject({
      method: method as 'GET',
      url: path,
      ...(callOptions.remoteAddress === undefined ? {} : { remoteAddress: callOptions.remoteAddress }),
      headers: {
        'lessonry-locale': 'en',
        ...(token ? { cookie: `lessonry_session=${token}` } : {}),
        ...(callOptions.idempotencyKey ? { 'idempotency-key': callOptions.idempotencyKey } : {}),
        ...(body === undefined ? {} : { 'content-type': typeOf(body) }),
        ...callOptions.headers,
      },
      ...(body === undefined ? {} : { payload: payloadOf(body) }),
    })
    const isJson = String(response.headers['content-type']).includes('json') && response.payload !== ''
    return {
      status: response.statusCode,
      body: (isJson ? response.json() : response.rawPayload) as ProblemAnswer,
      headers: response.headers,
    }
  }

  async function call<E extends Endpoint>(
    person: Person | null,
    endpoint: E,
    input: Input<E>,
    callOptions?: CallOptions,
  ) {
    const wire = z.encode(endpoint.input, input as never) as Record<string, unknown>
    const { method, path, body } = requestOf(endpoint, wire, school.organisation.slug)
    return send(person, method, path, endpoint.accepts && callOptions?.file ? callOptions.file : body, callOptions)
  }

  async function tokenOf(userId: Id<'user'>): Promise<string> {
    const known = tokens.get(userId)
    if (known) return known
    const token = randomBytes(32).toString('base64url')
    await access.owner
      .insertInto('identity.session')
      .values({
        id: newId('session'),
        userId,
        tokenHash: createHash('sha256').update(token).digest(),
        createdAt: monday,
        lastUsedAt: monday,
        expiresAt: Temporal.Now.instant().add({ hours: 24 }),
      })
      .execute()
    tokens.set(userId, token)
    return token
  }

  return {
    ...school,
    access,
    http,
    dataDir,
    as: (person) => async (endpoint, input, callOptions) => {
      const { status, body } = await call(person, endpoint, input, callOptions)
      if (status !== 200) throw new Error(`${endpoint.route} answered ${status}: ${JSON.stringify(body)}`)
      return (endpoint.produces ? body : z.decode(endpoint.output, body as never)) as never
    },
    refused: (person) => async (endpoint, input, callOptions) => {
      const answer = await call(person, endpoint, input, callOptions)
      if (answer.status < 400) throw new Error(`${endpoint.route} was not refused: ${JSON.stringify(answer.body)}`)
      return answer
    },
    send,
    now: () => opened.clock,
    setNow: (instant) => void (opened.clock = Temporal.Instant.from(instant)),
    settle: () => settleReactions(access),
    settleDue: () => settleReactions(access, 'due'),
  }
}

function typeOf(body: unknown): string {
  return body instanceof Uint8Array ? 'application/octet-stream' : 'application/json'
}

function payloadOf(body: unknown): string | Buffer {
  if (body instanceof Uint8Array) return Buffer.from(body)
  return typeof body === 'string' ? body : JSON.stringify(body)
}

/** Method, address and body of a call, from the input in wire form. */
export function requestOf(endpoint: Endpoint, wire: Record<string, unknown>, slug: string) {
  const [method, route] = endpoint.route.split(' ') as [string, string]
  const rest = { ...wire }
  const filled = route.replace(/:(\w+)/g, (_, name: string) => {
    const value = encodeURIComponent(String(rest[name]))
    delete rest[name]
    return value
  })
  const prefix = endpoint.scope === 'organisation' ? `/api/o/${slug}` : '/api'
  if (endpoint.accepts) return { method, path: prefix + filled, body: samplePicture }
  if (method !== 'GET' && method !== 'DELETE') return { method, path: prefix + filled, body: rest }
  const query = new URLSearchParams(
    Object.entries(rest)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, String(value)]),
  )
  return { method, path: prefix + filled + (query.size > 0 ? `?${query}` : ''), body: undefined }
}
