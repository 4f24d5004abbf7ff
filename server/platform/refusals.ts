import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import {
  headersTooLarge,
  malformed,
  notHttp,
  notFile,
  notJson,
  notReady,
  Problem,
  tooLarge,
  tooSlow,
} from './errors.ts'
import { describeProblem } from './problem.ts'
import { requestFacts } from './request-facts.ts'

/** JSON of a request may have so many bytes. */
export const maximalBody = 1024 * 1024

const headers = { 'content-type': 'application/problem+json; charset=utf-8', 'cache-control': 'no-store' }

/** The one place where a failure becomes an answer. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem =
    error instanceof Problem ? error : expectedProblem(error, request.routeOptions.config.acceptsFile === true)
  const { locale } = requestFacts(request)
  for (const name of ['content-length', 'content-disposition', 'etag']) void reply.removeHeader(name)
  void reply.headers(headers)
  if (problem) {
    if (problem.details.headers) void reply.headers(problem.details.headers)
    return reply.code(problem.status).send(JSON.stringify(describeProblem(problem, locale)))
  }
  request.log.error(
    { err: error, request: request.id, route: `${request.method} ${request.routeOptions.url ?? request.url}` },
    'a bug',
  )
  const unexpected = describeProblem(new Problem('unexpected', 500, {}), locale)
  return reply.code(500).send(JSON.stringify({ ...unexpected, requestId: request.id }))
}

/** What never becomes a request, because it is no HTTP, too long, or too slow. Nobody knows the language of whoever sent it. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const problem = problemOfParser(error.code)
  const body = JSON.stringify(describeProblem(problem, 'en'))
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    ...Object.entries({ ...headers, 'content-length': Buffer.byteLength(body), connection: 'close' }).map(
      ([name, value]) => `${name}: ${value}`,
    ),
  ]
  if (socket.writable) socket.write(`${lines.join('\r\n')}\r\n\r\n${body}`)
  socket.destroySoon()
}

function problemOfParser(code: string | undefined): Problem {
  if (code === 'HPE_HEADER_OVERFLOW') return headersTooLarge()
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? tooSlow() : notHttp()
}

// What Fastify and the database refuse before or around our own code.
function expectedProblem(error: unknown, acceptsFile: boolean): Problem | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return tooLarge({ args: { maximum: maximalBody / 1024 } })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return acceptsFile ? notFile() : notJson()
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return malformed({ errors: [{ path: '', code: 'invalid_json' }], cause: error })
    case 'ECONNREFUSED':
    case 'ENOENT':
    case 'ECONNRESET':
    case '57P01':
    case '57P02':
    case '57P03':
    case '53300':
    case '40P01': // two requests waited for each other, and this one gave way
    case '55P03': // a lock was not given in time
    case '57014': // a statement took too long
      return notReady({ headers: { 'retry-after': '2' }, cause: error })
    default:
      if (error instanceof Error && error.message.startsWith('timeout exceeded when trying to connect'))
        return notReady({ headers: { 'retry-after': '2' }, cause: error })
      return error instanceof SyntaxError && 'statusCode' in error
        ? malformed({ errors: [{ path: '', code: 'invalid_json' }], cause: error })
        : null
  }
}
