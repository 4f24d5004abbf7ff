import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { readGroup } from '#messages/catalogue.ts'
import { locales, type Catalogue, type Locale } from '#messages/translator.ts'
import type { Config } from '#platform/config.ts'
import { visitor, type Ctx } from '#platform/context.ts'
import { inScope, type DatabaseAccess } from '#platform/db.ts'
import { notFound, Problem } from '#platform/errors.ts'
import { addApplication, allowStyle, loadBuilt, readEntry, type EntryFiles } from '#platform/pages.ts'
import { RateLimit } from '#platform/rate-limit.ts'
import type { Authenticate, ServedRoute } from '#platform/serve.ts'
import { chooseLocale } from '#platform/texts.ts'
import type { PageDataJson } from '#web/public/page-schema.ts'
import type { renderPage } from '#web/public/entry-server.tsx'
import { composeBooking, composeSite } from './public-site.ts'

export interface PagesOptions {
  readonly config: Config
  readonly access: DatabaseAccess
  readonly routes: readonly ServedRoute[]
  readonly authenticate: Authenticate
  readonly now?: () => Temporal.Instant
}

/** First parts of addresses that are screens of the application and no organisation. */
const screens = ['/', '/sign-in', '/reset', '/ui', '/api-reference', '/:organisation/*']
const groups = ['public', 'common', 'errors']

/** The public page of every organisation, the page of a request, and the application behind every other address. */
export async function addPages(http: FastifyInstance, options: PagesOptions): Promise<void> {
  await addApplication(http, screens)
  const files = await readEntry('public/entry-client.tsx')
  const built = (await loadBuilt('entry-server.js')) as { renderPage: typeof renderPage } | null
  if (!files || !built) return
  const catalogues = await loadCatalogues()
  const pages = new Pages(options, { files, renderPage: built.renderPage, catalogues })
  const limit = new RateLimit(300)
  const onRequest = async (request: FastifyRequest) => limit.count(request.ip)

  http.get('/:organisation', { onRequest }, (request, reply) => pages.sendSite(request, reply))
  http.get('/:organisation/bookings/:token', { onRequest }, (request, reply) => pages.sendBooking(request, reply))
}

interface Built {
  readonly files: EntryFiles
  readonly renderPage: typeof renderPage
  readonly catalogues: Readonly<Record<Locale, Catalogue>>
}

interface PageParams {
  readonly organisation: string
  readonly token?: string
}

class Pages {
  readonly #options: PagesOptions
  readonly #built: Built

  constructor(options: PagesOptions, built: Built) {
    this.#options = options
    this.#built = built
  }

  async sendSite(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const query = queryOf(request)
    return this.#send(request, reply, (ctx) => composeSite(this.#options.routes, ctx, query), {
      'cache-control': 'no-cache',
      vary: 'accept-language, cookie',
    })
  }

  async sendBooking(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { token = '' } = request.params as PageParams
    return this.#send(request, reply, (ctx) => composeBooking(this.#options.routes, ctx, token), {
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-robots-tag': 'noindex',
    })
  }

  async #send(
    request: FastifyRequest,
    reply: FastifyReply,
    compose: (ctx: Ctx) => Promise<Exclude<PageDataJson['content'], { kind: 'missing' }>>,
    headers: Record<string, string>,
  ): Promise<FastifyReply> {
    const now = this.#options.now?.() ?? Temporal.Now.instant()
    try {
      const content = await this.#inOrganisation(request, now, compose)
      const locale = localeOf(request, content.organisation.locale)
      return await this.#reply(request, reply.headers(headers), { content, locale, now })
    } catch (error) {
      if (!(error instanceof Problem && (error.status === 404 || error.status === 422))) throw error
      const locale = localeOf(request, 'en')
      return this.#reply(request, reply.code(404).header('cache-control', 'no-store'), {
        content: { kind: 'missing' },
        locale,
        now,
      })
    }
  }

  async #inOrganisation<T>(request: FastifyRequest, now: Temporal.Instant, work: (ctx: Ctx) => Promise<T>): Promise<T> {
    const { organisation: slug } = request.params as PageParams
    const { organisation } = await this.#options.authenticate(null, slug)
    if (!organisation) throw notFound()
    const facts = {
      id: request.id,
      address: request.ip,
      userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
      locale: localeOf(request, 'en'),
    }
    return inScope(this.#options.access, { orgId: organisation.id, userId: null, readOnly: true }, (db) =>
      work({ db, orgId: organisation.id, actor: visitor, now, request: facts }),
    )
  }

  async #reply(
    request: FastifyRequest,
    reply: FastifyReply,
    page: { content: PageDataJson['content']; locale: Locale; now: Temporal.Instant },
  ): Promise<FastifyReply> {
    const { files, renderPage, catalogues } = this.#built
    const address = new URL(request.url, this.#options.config.publicUrl)
    const style = files.style + accentOf(page.content)
    allowStyle(reply, style)
    const html = renderPage({
      data: {
        locale: page.locale,
        catalogue: catalogues[page.locale],
        search: address.search,
        now: page.now.toString(),
        content: page.content,
      },
      files: { ...files, style },
      url: `${this.#options.config.publicUrl}${address.pathname}`,
    })
    return reply.type('text/html; charset=utf-8').send(html)
  }
}

function queryOf(request: FastifyRequest): Record<string, string> {
  const query = request.query as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(query).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}

// What the reader asks for, then what the reader's browser speaks, then the language of the organisation.
function localeOf(request: FastifyRequest, fallback: Locale): Locale {
  const asked = queryOf(request)['lang'] ?? request.cookies['lessonry_locale']
  const accepted = request.headers['accept-language'] ?? ''
  return chooseLocale(asked, `${accepted}${accepted && ','}${fallback};q=0.001`)
}

/** The colour that an organisation has chosen: a hue in degrees, a chroma in thousandths. */
function accentOf(content: PageDataJson['content']): string {
  if (content.kind === 'missing') return ''
  const { accentHue, accentChroma } = content.organisation
  return `@layer features{:root{--accent-h:${accentHue};--accent-c:${accentChroma / 1000}}}`
}

async function loadCatalogues(): Promise<Readonly<Record<Locale, Catalogue>>> {
  const pairs = locales.map(async (locale) => {
    const parts = await Promise.all(groups.map((group) => readGroup(group, locale)))
    return [locale, Object.assign({}, ...parts) as Catalogue] as const
  })
  return Object.fromEntries(await Promise.all(pairs)) as Record<Locale, Catalogue>
}
