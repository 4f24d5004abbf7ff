import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { openSecret, readFeed, type FeedAnswer } from '#calendars'
import { visitor } from '#platform/context.ts'
import { inScope, type DatabaseAccess } from '#platform/db.ts'
import { RateLimit } from '#platform/rate-limit.ts'

export interface FeedOptions {
  readonly access: DatabaseAccess
  readonly now?: () => Temporal.Instant
}

const mostPerMinute = 60

/** Secret calendar addresses, for programs that know no login. They stand outside /api and look at no cookie. */
export function addCalendarFeeds(http: FastifyInstance, options: FeedOptions): void {
  const limit = new RateLimit(mostPerMinute)
  http.get<{ Params: { file: string } }>(
    '/calendars/:file',
    { exposeHeadRoute: true, onRequest: async (request) => limit.count(request.ip) },
    async (request, reply) => {
      const answer = await findFeed(request.params.file, request, options)
      return answer ? sendFeed(request, reply, answer) : sendNothing(reply)
    },
  )
}

async function findFeed(file: string, request: FastifyRequest, options: FeedOptions): Promise<FeedAnswer | null> {
  const secret = file.endsWith('.ics') ? openSecret(file.slice(0, -4)) : null
  if (!secret) return null
  const { orgId, hash } = secret
  const now = options.now?.() ?? Temporal.Now.instant()
  const facts = { id: request.id, address: request.ip, userAgent: '', locale: 'en' } as const
  return inScope(options.access, { orgId, userId: null }, (db) =>
    readFeed({ db, orgId, actor: visitor, now, request: facts }, hash),
  )
}

// What never was, what was revoked and what is no address at all get the same answer to the letter.
function sendNothing(reply: FastifyReply): FastifyReply {
  return reply
    .code(404)
    .header('cache-control', 'no-store')
    .type('text/plain; charset=utf-8')
    .send('There is no calendar at this address.\n')
}

function sendFeed(request: FastifyRequest, reply: FastifyReply, { text, etag, changedAt }: FeedAnswer): FastifyReply {
  void reply.headers({
    etag,
    'last-modified': httpDate(changedAt),
    'cache-control': 'private, no-cache',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex',
  })
  if (isKnown(request, etag, changedAt)) return reply.code(304).send()
  return reply
    .type('text/calendar; charset=utf-8')
    .header('content-disposition', 'inline; filename="lessons.ics"')
    .send(text)
}

/** RFC 9110, 13.2.2: an If-None-Match decides alone; the time counts only without one. */
function isKnown({ headers }: FastifyRequest, etag: string, changedAt: Temporal.Instant): boolean {
  const tags = headers['if-none-match']
  if (tags !== undefined) {
    return tags === '*' || tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
  }
  const since = Date.parse(headers['if-modified-since'] ?? '')
  return Number.isFinite(since) && since >= changedAt.epochMilliseconds
}

/** "Mon, 16 Nov 2026 02:00:00 GMT" */
function httpDate(at: Temporal.Instant): string {
  return new Date(at.epochMilliseconds).toUTCString()
}
