import { z } from 'zod'
import type { Endpoint, Input, Output } from '#platform/contract.ts'
import type { FormProblem } from '#web/ui/form.tsx'

// The content security policy forbids making code from text, which zod would otherwise try first.
z.config({ jitless: true })

/** What the server answered when it refused: branch on `code`, show `title`. */
export class ApiProblem extends Error implements FormProblem {
  readonly status: number
  readonly code: string
  readonly title: string
  readonly errors: readonly { path: string; code: string; message: string }[]
  /** Members beside the standard ones, such as the nearest free times. */
  readonly extra: Readonly<Record<string, unknown>>

  constructor(status: number, answer: Record<string, unknown>) {
    const { title, code } = answer
    super(typeof title === 'string' ? title : String(status))
    this.status = status
    this.code = typeof code === 'string' ? code : 'unexpected'
    this.title = typeof title === 'string' ? title : ''
    this.errors = (answer['errors'] ?? []) as ApiProblem['errors'] // made by describeProblem() on the server
    this.extra = answer
  }
}

/** The server could not be reached at all. */
export class Offline extends Error {}

const changes = new WeakMap<object, string>()

/** The change that an answer was the outcome of, while it can be taken back; null when it cannot. */
export function changeOf(answer: object): string | null {
  return changes.get(answer) ?? null
}

export interface CallOptions {
  /** The organisation whose endpoint it is; endpoints of the install need none. */
  readonly organisation: string | null
  /** Sent again with the same key, a write happens once. */
  readonly idempotencyKey?: string
  readonly locale: string
  readonly signal?: AbortSignal
  /** What is sent to an endpoint that takes a file. */
  readonly file?: Blob
}

export async function call<E extends Endpoint>(endpoint: E, input: Input<E>, options: CallOptions): Promise<Output<E>> {
  const request = requestFor(endpoint, input, options.organisation)
  const { method, path } = request
  const body = options.file ?? request.body
  const response = await send(path, {
    method,
    headers: {
      accept: 'application/json',
      'lessonry-locale': options.locale,
      ...(body === undefined
        ? {}
        : { 'content-type': endpoint.accepts ? 'application/octet-stream' : 'application/json' }),
      ...(options.idempotencyKey ? { 'idempotency-key': options.idempotencyKey } : {}),
    },
    ...(body === undefined ? {} : { body }),
    ...(options.signal ? { signal: options.signal } : {}),
  })
  const answer = (await response.json()) as unknown
  if (!response.ok) throw new ApiProblem(response.status, answer as Record<string, unknown>)
  const output = z.decode(endpoint.output, answer as never) as Output<E>
  const change = response.headers.get('lessonry-undo')
  if (change !== null && typeof output === 'object' && output !== null) changes.set(output, change)
  return output
}

async function send(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new Offline('offline', { cause: error })
  }
}

/** The address of an endpoint that answers with a file, for a link. */
export function fileAddress<E extends Endpoint>(endpoint: E, input: Input<E>, organisation: string | null): string {
  return requestFor(endpoint, input, organisation).path
}

function requestFor<E extends Endpoint>(endpoint: E, input: Input<E>, organisation: string | null) {
  const [method, route] = endpoint.route.split(' ') as [string, string]
  const wire = wireOf(endpoint, input)
  const filled = route.replace(/:(\w+)/g, (_, name: string) => {
    const value = encodeURIComponent(String(wire[name]))
    delete wire[name]
    return value
  })
  if (endpoint.scope === 'organisation' && organisation === null)
    throw new Error(`${endpoint.route} needs an organisation`)
  const address = endpoint.scope === 'organisation' ? `/api/o/${organisation}${filled}` : `/api${filled}`
  if (method !== 'GET' && method !== 'DELETE' && !endpoint.accepts)
    return { method, path: address, body: JSON.stringify(wire) }
  const query = new URLSearchParams(
    Object.entries(wire as Record<string, string | undefined>).flatMap(([key, value]) =>
      value === undefined ? [] : [[key, value]],
    ),
  )
  return { method, path: query.size > 0 ? `${address}?${query}` : address, body: undefined }
}

// What the schema refuses is sent as it is: the server refuses it too, with a sentence for each field in the reader's language.
function wireOf<E extends Endpoint>(endpoint: E, input: Input<E>): Record<string, unknown> {
  const encoded = z.safeEncode(endpoint.input, input as never)
  if (encoded.success) return { ...(encoded.data as Record<string, unknown>) }
  const text = JSON.stringify(input, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))
  return JSON.parse(text) as Record<string, unknown>
}
