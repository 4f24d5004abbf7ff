import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Endpoint, Input, Output } from '#platform/contract.ts'
import type { ProblemAnswer } from '#platform/problem.ts'
import { requestOf } from '#testing/world.ts'

export interface Browser {
  /** The session cookie it holds. */
  readonly token: string | null
  call<E extends Endpoint>(endpoint: E, input: Input<E>, headers?: Record<string, string>): Promise<Output<E>>
  refused<E extends Endpoint>(endpoint: E, input: Input<E>): Promise<{ status: number; body: ProblemAnswer }>
}

/** For tests: a browser that keeps its cookie, somewhere on the network. */
export function openBrowser(http: FastifyInstance, options: { address?: string; slug?: string } = {}): Browser {
  let token: string | null = null

  async function send(endpoint: Endpoint, input: unknown, headers: Record<string, string> = {}) {
    const wire = z.encode(endpoint.input, input) as Record<string, unknown>
    const { method, path, body } = requestOf(endpoint, wire, options.slug ?? 'none')
    const response = await http.inject({
      method: method as 'GET',
      url: path,
      remoteAddress: options.address ?? '203.0.113.7',
      headers: { 'lessonry-locale': 'en', ...(token && { cookie: `lessonry_session=${token}` }), ...headers },
      ...(body && { payload: body }),
    })
    const cookie = response.cookies.find(({ name }) => name === 'lessonry_session')
    if (cookie) token = cookie.value || null
    return { status: response.statusCode, body: response.json<unknown>() }
  }

  return {
    get token() {
      return token
    },
    async call(endpoint, input, headers) {
      const { status, body } = await send(endpoint, input, headers)
      if (status !== 200) throw new Error(`${endpoint.route} answered ${status}: ${JSON.stringify(body)}`)
      return z.decode(endpoint.output, body) as never
    },
    async refused(endpoint, input) {
      const { status, body } = await send(endpoint, input)
      if (status < 400) throw new Error(`${endpoint.route} was not refused: ${JSON.stringify(body)}`)
      return { status, body: body as ProblemAnswer }
    },
  }
}
