import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor, Ctx, InstallCtx } from './context.ts'
import type { Endpoint, Input, Output } from './contract.ts'
import { wrongField } from './errors.ts'

export type Answer<E> = Output<E> | FileAnswer

/** A file as an answer. */
export class FileAnswer {
  readonly bytes: Uint8Array
  readonly name: string

  constructor(bytes: Uint8Array, name: string) {
    this.bytes = bytes
    this.name = name
  }
}

export interface ServedRoute {
  readonly endpoint: Endpoint
  run(ctx: Ctx | InstallCtx, input: unknown): Promise<unknown>
}

/** Binds an endpoint of an organisation to the function behind it; their types must agree. */
export function serve<E extends Endpoint>(
  endpoint: E,
  run: (ctx: Ctx, input: Input<E>) => Promise<Answer<E>>,
): ServedRoute {
  return { endpoint, run: run as ServedRoute['run'] } // http.ts gives each scope its own context and decodes the input first
}

/** The same for an endpoint of the whole install. */
export function serveInstall<E extends Endpoint>(
  endpoint: E,
  run: (ctx: InstallCtx, input: Input<E>) => Promise<Output<E>>,
): ServedRoute {
  return { endpoint, run: run as ServedRoute['run'] }
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
  const hasBody = !/^(GET|DELETE) /.test(endpoint.route)
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

/** The JSON of an answer: only what the contract declares leaves the server. */
export function encodeAnswer(endpoint: Endpoint, value: unknown): string {
  return JSON.stringify(z.encode(endpoint.output, value))
}

export function sendFile(reply: FastifyReply, endpoint: Endpoint, file: FileAnswer): FastifyReply {
  const plain = file.name.replace(/[^\w.-]+/g, '-')
  return reply
    .header('content-type', endpoint.produces ?? 'application/octet-stream')
    .header('content-disposition', `inline; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('cache-control', 'private, no-store')
    .send(Buffer.from(file.bytes))
}
