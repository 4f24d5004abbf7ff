import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { isPermission } from '#identity'
import type { Config } from '#platform/config.ts'
import type { DatabaseAccess } from '#platform/db.ts'
import { buildHttp } from '#platform/http.ts'
import { jobs as fileJobs, openFiles } from '#platform/files.ts'
import { registerJobs, type Job } from '#platform/jobs.ts'
import { Live } from '#platform/live.ts'
import { addMetrics } from '#platform/metrics.ts'
import { describeApi } from '#platform/openapi.ts'
import type { ServedRoute } from '#platform/serve.ts'
import { authenticateWith } from './authentication.ts'
import { addCalendarFeeds } from './calendar-feeds.ts'
import { jobs as auditJobs } from './modules/audit/jobs.ts'
import { routes as audit } from './modules/audit/routes.ts'
import { jobs as billingJobs } from './modules/billing/jobs.ts'
import { routes as billing } from './modules/billing/routes.ts'
import { jobs as bookingJobs } from './modules/booking/jobs.ts'
import { routes as booking } from './modules/booking/routes.ts'
import { routes as calendars } from './modules/calendars/routes.ts'
import { routes as catalogue } from './modules/catalogue/routes.ts'
import { jobs as groupJobs } from './modules/groups/jobs.ts'
import { routes as groups } from './modules/groups/routes.ts'
import { jobs as identityJobs } from './modules/identity/jobs.ts'
import { routes as identity } from './modules/identity/routes.ts'
import { jobs as notificationJobs } from './modules/notifications/jobs.ts'
import { routes as notifications } from './modules/notifications/routes.ts'
import { routes as organisations } from './modules/organisations/routes.ts'
import { routes as people } from './modules/people/routes.ts'
import { routes as resources } from './modules/resources/routes.ts'
import { jobs as schedulingJobs } from './modules/scheduling/jobs.ts'
import { routes as scheduling } from './modules/scheduling/routes.ts'
import { jobs as seriesJobs } from './modules/series/jobs.ts'
import { routes as series } from './modules/series/routes.ts'
import { jobs as teachingJobs } from './modules/teaching/jobs.ts'
import { routes as teaching } from './modules/teaching/routes.ts'
import { jobs as transferJobs } from './modules/transfer/jobs.ts'
import { routes as transfer } from './modules/transfer/routes.ts'
import { addPages } from './pages.ts'

export const routes: readonly ServedRoute[] = [
  ...organisations,
  ...identity,
  ...people,
  ...catalogue,
  ...resources,
  ...notifications,
  ...scheduling,
  ...series,
  ...calendars,
  ...billing,
  ...booking,
  ...teaching,
  ...groups,
  ...audit,
  ...transfer,
]

export const jobs: readonly Job[] = [
  ...identityJobs,
  ...notificationJobs,
  ...schedulingJobs,
  ...seriesJobs,
  ...billingJobs,
  ...bookingJobs,
  ...teachingJobs,
  ...groupJobs,
  ...auditJobs,
  ...transferJobs,
  ...fileJobs,
]

export interface AppOptions {
  readonly config: Config
  readonly access: DatabaseAccess
  readonly logger: FastifyBaseLogger
  readonly now?: () => Temporal.Instant
}

export interface App {
  readonly http: FastifyInstance
  readonly live: Live
}

/** The whole application on one database, not yet listening and not yet working through jobs. */
export async function buildApp(options: AppOptions): Promise<App> {
  refuseUnknownPermissions()
  registerJobs(jobs)
  openFiles(options.config.dataDir)
  const authenticate = authenticateWith(options.access)
  const http = await buildHttp({ ...options, routes, authenticate })
  addMetrics(http)
  const live = new Live(options.access, authenticate)
  live.addRoute(http)
  addHealth(http, options.access)
  // Made when somebody first asks, because nobody should wait for it at the start.
  let document: object | undefined
  http.get('/api/openapi.json', async () => (document ??= describeRoutes(options.config)))
  addCalendarFeeds(http, options)
  await addPages(http, { ...options, routes, authenticate })
  return { http, live }
}

function describeRoutes({ publicUrl }: Config): object {
  return describeApi({ endpoints: routes.map(({ endpoint }) => endpoint), version: '0.1.0', publicUrl })
}

function refuseUnknownPermissions(): void {
  for (const { endpoint } of routes) {
    if (endpoint.needs === 'anyone' || endpoint.needs === 'signed-in' || isPermission(endpoint.needs)) continue
    throw new Error(`${endpoint.route} needs ${endpoint.needs}, which no role can hold.`)
  }
}

function addHealth(http: FastifyInstance, access: DatabaseAccess): void {
  http.get('/health', async () => ({ status: 'ok' }))
  http.get('/ready', async (_, reply) => {
    try {
      await access.pool.query('select 1')
      return { status: 'ready' }
    } catch {
      return reply.code(503).header('retry-after', '2').send({ status: 'database away' })
    }
  })
}
