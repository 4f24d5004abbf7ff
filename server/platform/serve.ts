import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor, Ctx, InstallCtx } from './context.ts'
import type { Endpoint, Input, Output } from './contract.ts'
import { encoderOf } from './encoding.ts'
import { notFound, wrongField } from './errors.ts'
import { openContent, type FileContent, type StoredPicture } from './files.ts'

export type Answer<E> = Output<E> | FileAnswer | KeptFileAnswer

/** A file as an answer. */
export class FileAnswer {
  readonly bytes: Uint8Array
  readonly name: string

  constructor(bytes: Uint8Array, name: string) {
    this.bytes = bytes
    this.name = name
  }
}

/** A file of the store as an answer; it is read when the transaction is over. */
export class KeptFileAnswer {
  readonly content: FileContent
  readonly mediaType: string
  readonly name: string

  constructor(content: FileContent, mediaType: string, name: string) {
    this.content = content
    this.mediaType = mediaType
    this.name = name
  }
}

/** Runs a short transaction of its own, before that of the request. */
export type Before = <T>(work: (ctx: InstallCtx) => Promise<T>) => Promise<T>

export interface ServedRoute {
  readonly endpoint: Endpoint
  prepare?(input: unknown, before: Before): Promise<unknown>
  /** `prepared` is what `prepare` gave, or the file that came with the request. */
  run(ctx: Ctx | InstallCtx, input: unknown, prepared?: unknown): Promise<unknown>
}

/** Binds an endpoint of an organisation to the function behind it; their types must agree. */
export function serve<E extends Endpoint>(
  endpoint: E,
  run: (ctx: Ctx, input: Input<E>) => Promise<Answer<E>>,
): ServedRoute {
  return { endpoint, run: run as ServedRoute['run'] } // http.ts gives each scope its own context and decodes the input first
}

/** The same for an endpoint that a file is sent to; it lies in the store when the function runs. */
export function serveUpload<E extends Endpoint>(
  endpoint: E,
  run: (ctx: Ctx, input: Input<E>, picture: StoredPicture) => Promise<Output<E>>,
): ServedRoute {
  return { endpoint, run: run as ServedRoute['run'] }
}

/** The same for an endpoint of the whole install. */
export function serveInstall<E extends Endpoint>(
  endpoint: E,
  run: (ctx: InstallCtx, input: Input<E>) => Promise<Output<E>>,
): ServedRoute {
  return { endpoint, run: run as ServedRoute['run'] }
}

/**
 * The same where something takes long, such as hashing a password: `prepare` does it while no transaction is open and no connection is
 * held. What it reads in `before` may have changed when `run` goes on from it, which has to look again.
 */
export function serveInstallPrepared<E extends Endpoint, Prepared>(
  endpoint: E,
  prepare: (input: Input<E>, before: Before) => Promise<Prepared>,
  run: (ctx: InstallCtx, input: Input<E>, prepared: Prepared) => Promise<Output<E>>,
): ServedRoute {
  return { endpoint, prepare: prepare as NonNullable<ServedRoute['prepare']>, run: run as ServedRoute['run'] }
}

export interface Authentication {
  readonly organisation: { readonly id: Ctx['orgId']; readonly slug: string } | null
  readonly actor: Actor
}

/** Who is asking, in one query as the owner: the session's user and, in an organisation, the membership and person. */
export type Authenticate = (token: string | null, slug: string | null) => Promise<Authentication>

/** The whole input of a request: parts of the path, then the query (GET, DELETE) or the body. */
export function rawInput(request: FastifyRequest, endpoint: Endpoint): unknown {
  const path = request.params as Record<string, string>
  const { organisation: _, ...parts } = path
  const hasBody = !/^(GET|DELETE) /.test(endpoint.route) && endpoint.accepts === undefined
  const rest = hasBody ? (request.body === undefined ? {} : request.body) : request.query
  if (rest === null || typeof rest !== 'object' || Array.isArray(rest)) return rest
  return { ...rest, ...parts }
}

/** Refuses text that no database can hold, wherever it stands: a NUL, or half of a surrogate pair. */
export function refuseUnreadable(input: unknown): void {
  const waiting: [path: string, value: unknown][] = [['', input]]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [path, value] = next
    if (typeof value === 'string') {
      if (value.includes('\0') || !value.isWellFormed()) throw wrongField(path, 'unreadable_text')
    } else if (value !== null && typeof value === 'object') {
      for (const [name, inner] of Object.entries(value)) waiting.push([path === '' ? name : `${path}.${name}`, inner])
    }
  }
}

let isChecked = false

/** From now on every answer is compared with what its contract makes of it; for tests. */
export function checkAnswers(): void {
  isChecked = true
}

/** The JSON of an answer: only what the contract declares leaves the server. */
export function encodeAnswer(endpoint: Endpoint, value: unknown): string {
  const text = JSON.stringify(encoderOf(endpoint.output)(value))
  if (isChecked && text !== JSON.stringify(z.encode(endpoint.output, value)))
    throw new Error(`The answer of ${endpoint.route} is not what its contract makes of it: ${text}`)
  return text
}

export function sendFile(reply: FastifyReply, endpoint: Endpoint, file: FileAnswer): FastifyReply {
  return reply
    .header('content-type', endpoint.produces ?? 'application/octet-stream')
    .header('content-disposition', dispositionOf(file.name))
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(file.bytes))
}

function dispositionOf(name: string): string {
  const plain = name.replace(/[^\w.-]+/g, '-')
  return `inline; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`
}

/**
 * What somebody uploaded: whatever is in it, a browser that opens it runs nothing of it. The reader's own browser may keep it, and asks
 * each time whether it still may be seen.
 */
export async function sendKeptFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { content, mediaType, name }: KeptFileAnswer,
): Promise<FastifyReply> {
  const etag = `"${content.sha256}"`
  void reply
    .header('etag', etag)
    .header('cache-control', 'private, no-cache')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .header('x-content-type-options', 'nosniff')
  if (request.headers['if-none-match']?.split(/,\s*/).includes(etag)) return reply.code(304).send()
  const file = await openContent(content)
  if (file === null) throw notFound()
  const { size } = await file.stat()
  return reply
    .header('content-type', mediaType)
    .header('content-disposition', dispositionOf(name))
    .header('content-length', size)
    .send(file.createReadStream())
}
