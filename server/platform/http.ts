import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { Config } from './config.ts'
import { can, type Ctx, type InstallCtx, type RequestFacts, type SessionCookie } from './context.ts'
import type { Endpoint } from './contract.ts'
import { inScope, type DatabaseAccess } from './db.ts'
import {
  foreignOrigin,
  malformed,
  notAllowed,
  notFound,
  notJson,
  notReady,
  notSignedIn,
  Problem,
  tooLarge,
  wrongField,
} from './errors.ts'
import { claimKey, keepAnswer, type WriteRequest } from './idempotency.ts'
import { newId } from './ids.ts'
import { describeProblem, malformedRequest } from './problem.ts'
import { RateLimit } from './rate-limit.ts'
import {
  encodeAnswer,
  FileAnswer,
  rawInput,
  refuseUnreadable,
  sendFile,
  type Authenticate,
  type Authentication,
  type ServedRoute,
} from './serve.ts'
import { chooseLocale } from './texts.ts'

const maximalBody = 1024 * 1024
const sessionCookie = 'lessonry_session'

export interface HttpOptions {
  readonly config: Config
  readonly access: DatabaseAccess
  readonly routes: readonly ServedRoute[]
  readonly authenticate: Authenticate
  readonly logger: FastifyBaseLogger
  /** The time, for tests of deadlines; the clock otherwise. */
  readonly now?: () => Temporal.Instant
}

function refuseSchema(): never {
  throw new Error('A route was given a Fastify schema; endpoints are described by their contract.')
}

/** The HTTP server with every endpoint of the modules; listens only when told to. */
export async function buildHttp(options: HttpOptions): Promise<FastifyInstance> {
  const { config, logger } = options
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: maximalBody,
    trustProxy: (_address, hop) => hop <= config.trustedProxies && config.trustedProxies > 0,
    genReqId: () => newId('request'),
    routerOptions: { maxParamLength: 200 },
    // Endpoints are checked by their contract; Fastify's own compilers would only cost time at the start.
    schemaController: { compilersFactory: { buildValidator: refuseSchema, buildSerializer: refuseSchema } },
    requestTimeout: 30_000,
    connectionTimeout: 60_000,
  })
  await app.register(cookie)
  await app.register(compress, {
    threshold: 1024,
    globalDecompression: false,
    encodings: ['br', 'gzip'],
    brotliOptions: { params: { 1: 5 } },
  })
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    strictTransportSecurity: config.publicUrl.startsWith('https:') ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
  })
  app.removeContentTypeParser('text/plain')
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply))
  app.setNotFoundHandler((request, reply) => answerError(notFound(), request, reply))

  for (const route of options.routes) addRoute(app, route, options)
  app.all('/api/*', async () => {
    throw notFound() // here, because the application's shell answers at every address that nothing else does
  })
  return app
}

declare module 'fastify' {
  interface FastifyRequest {
    authentication: Authentication | null
  }
}

function addRoute(app: FastifyInstance, route: ServedRoute, options: HttpOptions): void {
  const { endpoint } = route
  const [method, path] = endpoint.route.split(' ') as [string, string]
  const limit = new RateLimit(endpoint.needs === 'anyone' && method !== 'GET' ? 60 : 600)
  app.route({
    method,
    url: endpoint.scope === 'organisation' ? `/api/o/:organisation${path}` : `/api${path}`,
    exposeHeadRoute: false,
    onRequest: async (request) => {
      limit.count(request.ip)
      if (method !== 'GET') refuseForeignOrigin(request, options.config)
      if (!['identity', undefined].includes(request.headers['content-encoding'])) throw notJson()
      request.authentication = await authenticate(request, endpoint, options)
    },
    handler: async (request, reply) => {
      const answer = await answerRequest(route, request, reply, options)
      if (answer instanceof FileAnswer) return sendFile(reply, endpoint, answer)
      return reply
        .header('content-type', 'application/json; charset=utf-8')
        .header('cache-control', 'no-store')
        .send(answer)
    },
  })
}

// Who may is decided before the body is read. An organisation that does not exist looks like one that has nothing to show.
async function authenticate(
  request: FastifyRequest,
  endpoint: Endpoint,
  options: HttpOptions,
): Promise<Authentication> {
  const slug = endpoint.scope === 'organisation' ? (request.params as { organisation: string }).organisation : null
  const found = await options.authenticate(request.cookies[sessionCookie] ?? null, slug)
  if (slug !== null && found.organisation === null) throw notFound()
  if (endpoint.needs === 'anyone') return found
  if (found.actor.userId === null) throw notSignedIn()
  if (endpoint.scope === 'install') return found
  if (found.actor.roles.length === 0) throw notFound()
  if (endpoint.needs !== 'signed-in' && !can({ actor: found.actor }, endpoint.needs)) throw notAllowed()
  return found
}

// A browser says where a write comes from (Fetch Metadata); older ones send an Origin. Programs send neither.
function refuseForeignOrigin(request: FastifyRequest, config: Config): void {
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) {
    if (site !== 'same-origin' && site !== 'none') throw foreignOrigin()
    return
  }
  const origin = request.headers.origin
  if (origin === undefined) return
  const allowed = [new URL(config.publicUrl).host, request.headers.host]
  if (!URL.canParse(origin) || !allowed.includes(new URL(origin).host)) throw foreignOrigin()
}

async function answerRequest(
  route: ServedRoute,
  request: FastifyRequest,
  reply: FastifyReply,
  options: HttpOptions,
): Promise<FileAnswer | string> {
  const { endpoint } = route
  const raw = rawInput(request, endpoint)
  const parsed = endpoint.input.safeDecode(raw as never, { reportInput: true })
  if (!parsed.success) throw malformedRequest(parsed.error)
  refuseUnreadable(raw)

  const { organisation, actor } = request.authentication!
  const now = options.now?.() ?? Temporal.Now.instant()
  const isRead = request.method === 'GET'
  const write = isRead ? null : writeRequest(request, endpoint, raw)
  return inScope(
    options.access,
    { orgId: organisation?.id ?? null, userId: actor.userId, readOnly: isRead },
    async (db) => {
      const kept = write && (await claimKey(db, write, now))
      if (kept) {
        reply.header('idempotent-replayed', 'true').code(kept.status)
        return kept.body
      }
      const offerUndo = (change: string) => void reply.header('lessonry-undo', change)
      const facts = { ...requestFacts(request), offerUndo }
      const ctx: Ctx | InstallCtx = organisation
        ? { db, orgId: organisation.id, actor, now, request: facts }
        : { db, userId: actor.userId, now, request: facts, session: sessionPort(request, reply, options.config) }
      const value = await route.run(ctx, parsed.data)
      if (value instanceof FileAnswer) return value
      const body = encodeAnswer(endpoint, value)
      if (write) await keepAnswer(db, write, { status: 200, body })
      return body
    },
  )
}

// Answers that set a cookie cannot be replayed, so endpoints of the install keep no key.
function writeRequest(request: FastifyRequest, endpoint: Endpoint, body: unknown): WriteRequest | null {
  const key = request.headers['idempotency-key']
  if (key === undefined || endpoint.scope === 'install' || endpoint.holdsSecret) return null
  if (typeof key !== 'string' || key.length < 8 || key.length > 255) throw wrongField('Idempotency-Key', 'invalid')
  const { organisation, actor } = request.authentication!
  const sender = `${organisation?.id ?? ''} ${actor.userId ?? `visitor ${request.ip}`}`
  return { sender, route: `${request.method} ${request.url}`, key, body }
}

function requestFacts(request: FastifyRequest): RequestFacts {
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

function sessionPort(request: FastifyRequest, reply: FastifyReply, config: Config): SessionCookie {
  const attributes = {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: config.publicUrl.startsWith('https:'),
  } as const
  return {
    token: request.cookies[sessionCookie] ?? null,
    set: (token, expiresAt) =>
      void reply.setCookie(sessionCookie, token, { ...attributes, expires: new Date(expiresAt.epochMilliseconds) }),
    clear: () => void reply.clearCookie(sessionCookie, attributes),
  }
}

function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const problem = error instanceof Problem ? error : expectedProblem(error)
  const { locale } = requestFacts(request)
  void reply.header('content-type', 'application/problem+json; charset=utf-8').header('cache-control', 'no-store')
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

// What Fastify and the database refuse before or around our own code.
function expectedProblem(error: unknown): Problem | null {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return tooLarge({ args: { maximum: maximalBody / 1024 } })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return notJson()
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
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
