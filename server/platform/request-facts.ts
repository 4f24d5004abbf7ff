import type { FastifyRequest } from 'fastify'
import type { RequestFacts } from './context.ts'
import { chooseLocale } from './texts.ts'

export function requestFacts(request: FastifyRequest): RequestFacts {
  const query = request.query as { lang?: unknown }
  const preferred = typeof query.lang === 'string' ? query.lang : request.cookies['lessonry_locale']
  return {
    id: request.id,
    address: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    locale: chooseLocale(
      request.headers['lessonry-locale']?.toString() ?? preferred,
      request.headers['accept-language'],
    ),
  }
}
