import { readAddress, removeAddress, writeAddress } from '#platform/address.ts'
import { joinAddress, type Config } from '#platform/config.ts'
import { openDatabase, type DatabaseAccess } from '#platform/db.ts'
import { closeQueue, openQueue, startWorkers } from '#platform/jobs.ts'
import { openLog } from '#platform/log.ts'
import { Postman } from '#platform/mail.ts'
import { migrate } from '#platform/migrate.ts'
import { findSocketFolder } from '#postgres/folders.ts'
import { DataFolderInUse, startPostgres, type EmbeddedPostgres } from '#postgres/embedded.ts'

export interface RunningServer {
  readonly access: DatabaseAccess
  stop(): Promise<void>
}

/** Opens the database of the settings, embedded or not, and brings it to this version. */
export async function openInstall(
  config: Config,
): Promise<{ access: DatabaseAccess; postgres: EmbeddedPostgres | null; close(): Promise<void> }> {
  const log = openLog(config)
  const postgres = config.databaseUrl ? null : await startPostgres({ dataDir: config.dataDir, log })
  const url = config.databaseUrl ?? socketUrl(postgres!.connection)
  await migrate(url)
  const access = openDatabase(url)
  return {
    access,
    postgres,
    async close() {
      await access.close()
      await postgres?.stop()
    },
  }
}

/** The same for a command, which may run beside a server: then it joins the database that the server keeps. */
export async function joinInstall(config: Config): Promise<{ access: DatabaseAccess; close(): Promise<void> }> {
  try {
    return await openInstall(config)
  } catch (error) {
    if (!(error instanceof DataFolderInUse)) throw error
    const address = await readAddress(config.dataDir)
    if (address) joinAddress(address)
    const access = openDatabase(
      socketUrl({ host: findSocketFolder(config.dataDir), database: 'lessonry', user: 'lessonry' }),
    )
    return { access, close: () => access.close() }
  }
}

function socketUrl({ host, database, user }: EmbeddedPostgres['connection']): string {
  return `postgres://${encodeURIComponent(user)}@/${encodeURIComponent(database)}?host=${encodeURIComponent(host)}`
}

/** Starts everything, in this order: database, queue, web, workers. `beforeServing` runs when the database is ready. */
export async function startServer(
  config: Config,
  beforeServing: (access: DatabaseAccess) => Promise<void>,
): Promise<RunningServer> {
  const log = openLog(config)
  // Loaded while the database starts.
  const application = import('./app.ts')
  const install = await openInstall(config)
  install.postgres?.onExit(({ restarting }) => {
    if (restarting) return
    log.fatal('The database cannot be kept running; the server ends, so that whatever watches it can start it again.')
    process.exit(1)
  })
  const { access, postgres } = install
  // One that was killed could not take its address away.
  if (postgres) await removeAddress(config.dataDir)
  // Before the jobs are known: what the demonstration tells of past weeks is not news to anybody.
  await beforeServing(access)
  const [queue, { http, live }] = await Promise.all([
    openQueue({ access, onError: (error) => log.error({ err: error }, 'queue') }),
    application.then(({ buildApp }) => buildApp({ config, access, logger: log })),
  ])
  await http.listen({ port: config.port, host: config.host })
  if (postgres) await writeAddress(config.dataDir, config.publicUrl)
  await live.start()
  await startWorkers(queue, access, (job, error) =>
    log.error({ err: error, job }, 'a job failed and will be tried again'),
  )
  const postman = new Postman(access, { smtpUrl: config.smtpUrl, from: config.mailFrom })
  const deliveries = setInterval(
    () => void postman.deliver().catch((error: unknown) => log.error({ err: error }, 'mail')),
    1000,
  )

  const fetches = startFetching(access, config, (error) => log.error({ err: error }, 'outside calendars'))

  return {
    access,
    async stop() {
      clearInterval(deliveries)
      await fetches.stop()
      if (postgres) await removeAddress(config.dataDir)
      await live.stop()
      await http.close()
      await closeQueue()
      await install.close()
    },
  }
}

const secondsBetweenFetches = 5

/** Looks every few seconds which outside calendars are due; one round at a time. */
function startFetching(access: DatabaseAccess, config: Config, onError: (error: unknown) => void) {
  const network = { allowLoopback: config.fetchesLoopback }
  let round: Promise<void> | undefined
  const fetchDue = async () => {
    const { fetchDueCalendars } = await import('#calendars')
    await fetchDueCalendars(access, network, Temporal.Now.instant())
  }
  const timer = setInterval(() => {
    round ??= fetchDue()
      .catch(onError)
      .finally(() => (round = undefined))
  }, secondsBetweenFetches * 1000)
  return {
    async stop(): Promise<void> {
      clearInterval(timer)
      await round
    },
  }
}
