import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import type { Readable } from 'node:stream'
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify'
import type { Config } from './config.ts'
import { can, type Ctx, type InstallCtx, type SessionCookie } from './context.ts'
import { maximalPictureBytes, type Endpoint } from './contract.ts'
import { inScope, type DatabaseAccess } from './db.ts'
import { foreignOrigin, notAllowed, notFile, notFound, notJson, notSignedIn, wrongField } from './errors.ts'
import { receivePicture, type StoredPicture } from './files.ts'
import { claimKey, keepAnswer, type WriteRequest } from './idempotency.ts'
import { newId, type Id } from './ids.ts'
import { malformedRequest } from './problem.ts'
import { RateLimit } from './rate-limit.ts'
import { answerError, answerUnreadable, maximalBody } from './refusals.ts'
import { requestFacts } from './request-facts.ts'
import {
  encodeAnswer,
  FileAnswer,
  KeptFileAnswer,
  rawInput,
  refuseUnreadable,
  sendFile,
  sendKeptFile,
  type Authenticate,
  type Authentication,
  type ServedRoute,
} from './serve.ts'

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
    rewriteUrl: ({ url = '/' }) => readableAddress(url),
    clientErrorHandler: answerUnreadable,
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

  for (const route of options.routes.filter(({ endpoint }) => !endpoint.accepts)) addRoute(app, route, options)
  await app.register(async (uploads) => {
    uploads.removeAllContentTypeParsers()
    uploads.addContentTypeParser('application/octet-stream', (_request, body, done) => done(null, body))
    for (const route of options.routes.filter(({ endpoint }) => endpoint.accepts)) addRoute(uploads, route, options)
  })
  app.all('/api/*', async () => {
    throw notFound() // here, because the application's shell answers at every address that nothing else does
  })
  return app
}

// A part of an address that no text was written as, such as "%E0%A4%A", is an address at which nothing is.
function readableAddress(url: string): string {
  const [path = '/'] = url.split(/[?#]/)
  try {
    decodeURI(path)
    return url
  } catch {
    return path.startsWith('/api/') ? '/api/-' : '/-'
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    authentication: Authentication | null
  }
  interface FastifyContextConfig {
    acceptsFile?: boolean
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
    config: { acceptsFile: endpoint.accepts !== undefined },
    onRequest: async (request) => {
      limit.count(request.ip)
      if (method !== 'GET') refuseForeignOrigin(request, options.config)
      if (!['identity', undefined].includes(request.headers['content-encoding']))
        throw endpoint.accepts ? notFile() : notJson()
      request.authentication = await authenticate(request, endpoint, options)
    },
    handler: async (request, reply) => {
      const answer = await answerRequest(route, request, reply, options)
      if (answer instanceof FileAnswer) return sendFile(reply, endpoint, answer)
      if (answer instanceof KeptFileAnswer) return sendKeptFile(request, reply, answer)
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
): Promise<FileAnswer | KeptFileAnswer | string> {
  const { endpoint } = route
  const raw = rawInput(request, endpoint)
  const parsed = endpoint.input.safeDecode(raw as never, { reportInput: true })
  if (!parsed.success) throw malformedRequest(parsed.error)
  refuseUnreadable(raw)

  const { organisation, actor } = request.authentication!
  const now = options.now?.() ?? Temporal.Now.instant()
  const isRead = request.method === 'GET'
  const offerUndo = (change: string) => void reply.header('lessonry-undo', change)
  const facts = { ...requestFacts(request), offerUndo }
  const scope = { orgId: organisation?.id ?? null, userId: actor.userId, readOnly: isRead }
  const ctxOf = (db: Ctx['db']): Ctx | InstallCtx =>
    organisation
      ? { db, orgId: organisation.id, actor, now, request: facts }
      : { db, userId: actor.userId, now, request: facts, session: sessionPort(request, reply, options.config) }

  const picture = endpoint.accepts ? await readUpload(request, endpoint, organisation!.id) : undefined
  const prepared = route.prepare
    ? await route.prepare(
        parsed.data,
        (work) => inScope(options.access, scope, (db) => work(ctxOf(db) as InstallCtx)), // only endpoints of the install prepare
      )
    : picture
  const write = isRead ? null : writeRequest(request, endpoint, picture ? { ...picture, raw } : raw)
  return inScope(options.access, scope, async (db) => {
    const kept = write && (await claimKey(db, write, now))
    if (kept) {
      reply.header('idempotent-replayed', 'true').code(kept.status)
      return kept.body
    }
    const value = await route.run(ctxOf(db), parsed.data, prepared)
    if (value instanceof FileAnswer || value instanceof KeptFileAnswer) return value
    const body = encodeAnswer(endpoint, value)
    if (write) await keepAnswer(db, write, { status: 200, body })
    return body
  })
}

function readUpload(request: FastifyRequest, { accepts }: Endpoint, orgId: Id<'organisation'>): Promise<StoredPicture> {
  if (request.body === undefined || request.body === null) throw wrongField('file', 'required')
  const body = request.body as Readable // the parser of uploads passes the stream on
  return receivePicture(orgId, body, { maximalBytes: maximalPictureBytes, isPrinted: accepts === 'printed-picture' })
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
