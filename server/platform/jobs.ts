import { sql, type Kysely } from 'kysely'
import { PgBoss, type JobResult } from 'pg-boss'
import { settleChange, undoSeconds, type Undo } from './changes.ts'
import { systemActor, type Ctx } from './context.ts'
import { inScope, type DatabaseAccess } from './db.ts'
import type { Event } from './events.ts'
import { idOf, newId, type Id } from './ids.ts'
import type { Database } from './schema.ts'

/** Something that happens because of an event, at least once, after its transaction is committed. */
export interface Reaction {
  readonly kind: 'reaction'
  readonly event: string
  readonly name: string
  readonly run: (ctx: Ctx, event: Event) => Promise<void>
}

/** Something that happens again and again, in each organisation in turn. */
export interface Schedule {
  readonly kind: 'schedule'
  readonly cron: string
  readonly name: string
  readonly run: (ctx: Ctx) => Promise<void>
}

export type Job = Reaction | Schedule | Undo

/** `run` must be idempotent: the queue may deliver an event twice. */
export function on(event: string, run: Reaction['run']): Reaction {
  return { kind: 'reaction', event, name: run.name, run }
}

export function every(cron: string, run: Schedule['run']): Schedule {
  return { kind: 'schedule', cron, name: run.name, run }
}

/** What the job is called in the queue and in the log: the event and the function. */
export function nameOf(job: Job): string {
  return job.kind === 'reaction' ? `${job.event}/${job.name}` : `${job.kind}/${job.name}`
}

const reactionQueue = 'reactions'
/** Where a reaction goes when its last try has failed. */
const stuckQueue = 'stuck-reactions'
const scheduleQueue = 'schedules'

const registered: Job[] = []
let boss: PgBoss | undefined

/** Called once by the composition root with the jobs of every module. */
export function registerJobs(jobs: readonly Job[]): void {
  const names = jobs.map(nameOf)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice) throw new Error(`The job ${twice} is registered twice.`)
  registered.splice(0, registered.length, ...jobs)
}

export function listJobs(): readonly Job[] {
  return registered
}

export interface ReactionMessage {
  readonly job: string
  readonly orgId: Id<'organisation'>
  readonly eventId: string
}

/**
 * Queues the reactions to events inside the transaction of the events; each is retried alone. Those to a change that can be taken back
 * wait until it no longer can.
 */
export async function sendReactions(ctx: Ctx, events: readonly { name: string; id: string }[]): Promise<void> {
  const startAfter = ctx.change ? { startAfter: undoSeconds } : {}
  const messages = events.flatMap(({ name, id }) =>
    registered
      .filter((job) => job.kind === 'reaction' && job.event === name)
      .map((job) => {
        const data: ReactionMessage = { job: nameOf(job), orgId: ctx.orgId, eventId: id }
        return { data, ...startAfter }
      }),
  )
  if (messages.length === 0) return
  if (!boss) throw new Error('An event is emitted before the queue is open.')
  await boss.insert(reactionQueue, messages, { db: insideTransaction(ctx.db) })
}

/** Queues one reaction again, inside this transaction. */
export async function sendReaction(ctx: Ctx, message: ReactionMessage): Promise<void> {
  if (!boss) throw new Error('A reaction is sent before the queue is open.')
  await boss.send(reactionQueue, message, { db: insideTransaction(ctx.db) })
}

/** Every way to take something back. */
export function listUndos(): readonly Undo[] {
  return registered.filter((job) => job.kind === 'undo')
}

function insideTransaction(db: Kysely<Database>) {
  return {
    async executeSql(text: string, values: unknown[] = []): Promise<{ rows: unknown[] }> {
      const { rows } = await db.executeQuery({ ...sql.raw(text).compile(db), parameters: values })
      return { rows }
    },
  }
}

export interface QueueOptions {
  readonly access: DatabaseAccess
  readonly onError: (error: Error) => void
  /** How often a reaction is tried again, and after how many seconds at first; for tests of what happens then. */
  readonly retries?: { readonly limit: number; readonly delay: number }
}

/** Opens the queue; sending works from then on. One per process. */
export async function openQueue({ access, onError, retries = { limit: 12, delay: 2 } }: QueueOptions): Promise<PgBoss> {
  const opened = new PgBoss({
    connectionString: access.url,
    schema: 'pgboss',
    max: 2,
    application_name: 'lessonry queue',
  })
  opened.on('error', onError)
  await opened.start()
  await opened.createQueue(stuckQueue, { retryLimit: 1000, retryDelay: 60 })
  await opened.createQueue(reactionQueue, {
    retryLimit: retries.limit,
    retryBackoff: true,
    retryDelay: retries.delay,
    retryDelayMax: 3600,
    deadLetter: stuckQueue,
  })
  await opened.createQueue(scheduleQueue, { retryLimit: 0 })
  await sql`grant usage on schema pgboss to lessonry_app`.execute(access.owner)
  await sql`grant select, insert, update on all tables in schema pgboss to lessonry_app`.execute(access.owner)
  boss = opened
  return opened
}

export async function closeQueue(): Promise<void> {
  await boss?.stop({ graceful: true, timeout: 5000 })
  boss = undefined
}

/** Starts working: reactions as they come, schedules by their cron line in UTC. */
export async function startWorkers(
  queue: PgBoss,
  access: DatabaseAccess,
  onFailure: (job: string, error: unknown) => void,
): Promise<void> {
  const options = { pollingIntervalSeconds: 0.5, batchSize: 4, perJobResults: true } as const
  await queue.work<ReactionMessage>(reactionQueue, options, (messages) =>
    settleEach(messages, onFailure, (message) => react(access, message)),
  )
  const withOutput = { ...options, includeMetadata: true } as const
  await queue.work<ReactionMessage, void, typeof withOutput>(stuckQueue, withOutput, (messages) =>
    settleEach(
      messages.map(({ id, data, sourceOutput }) => ({ id, data: { ...data, reason: reasonOf(sourceOutput) } })),
      onFailure,
      (message) => keepStuck(access, message),
    ),
  )
  await forgetSchedules(queue)
  for (const job of registered) {
    if (job.kind === 'schedule') await queue.schedule(scheduleQueue, job.cron, { job: nameOf(job) }, { key: job.name })
  }
  await queue.work<{ job: string }>(scheduleQueue, options, (messages) =>
    settleEach(messages, onFailure, ({ job }) => runSchedule(access, job)),
  )
}

// The office reads of it in its inbox.
async function keepStuck(
  access: DatabaseAccess,
  { job, orgId, eventId, reason }: ReactionMessage & { reason: string },
): Promise<void> {
  await inSystem(access, orgId, job, async (ctx) => {
    await ctx.db
      .insertInto('platform.stuckReaction')
      .values({
        orgId,
        id: newId('stuck_reaction'),
        eventId: idOf('event').parse(eventId),
        job,
        reason,
        failedAt: ctx.now,
      })
      .onConflict((conflict) => conflict.constraint('stuck_reaction_once').doUpdateSet({ reason, failedAt: ctx.now }))
      .execute()
  })
}

// A schedule that this version does not know would be called for ever, for nothing.
async function forgetSchedules(queue: PgBoss): Promise<void> {
  const known = new Set(registered.filter(({ kind }) => kind === 'schedule').map(({ name }) => name))
  for (const { key } of await queue.getSchedules(scheduleQueue)) {
    if (!known.has(key)) await queue.unschedule(scheduleQueue, key)
  }
}

function reasonOf(output: unknown): string {
  const message = typeof output === 'object' && output !== null && 'message' in output ? output.message : ''
  return typeof message === 'string' ? message.slice(0, 500) : ''
}

// Messages are fetched together and settled apart: what fails is tried again alone, and keeps nothing beside it from being done.
async function settleEach<M extends { readonly job: string }>(
  messages: readonly { readonly id: string; readonly data: M }[],
  onFailure: (job: string, error: unknown) => void,
  work: (message: M) => Promise<void>,
): Promise<JobResult[]> {
  const results: JobResult[] = []
  for (const { id, data } of messages) {
    try {
      await work(data)
      results.push({ id, status: 'completed' })
    } catch (error) {
      onFailure(data.job, error)
      results.push({
        id,
        status: 'failed',
        output: { message: error instanceof Error ? error.message : String(error) },
      })
    }
  }
  return results
}

/**
 * Does what waits in the queue, now; for tests and for commands that must not leave work behind. `due` leaves what has to wait because it may
 * still be taken back.
 */
export async function settleReactions(
  access: DatabaseAccess,
  which: 'everything' | 'due' = 'everything',
): Promise<number> {
  if (!boss) throw new Error('The queue is not open.')
  let done = 0
  for (;;) {
    const options = { batchSize: 50, ignoreStartAfter: which === 'everything' }
    const messages = await boss.fetch<ReactionMessage>(reactionQueue, options)
    if (messages.length === 0) return done
    for (const message of messages) {
      await react(access, message.data)
      await boss.complete(reactionQueue, message.id)
      done++
    }
  }
}

async function react(access: DatabaseAccess, { job, orgId, eventId }: ReactionMessage): Promise<void> {
  const reaction = registered.find((candidate) => candidate.kind === 'reaction' && nameOf(candidate) === job)
  if (reaction?.kind !== 'reaction') return // a job of another version
  await inSystem(access, orgId, job, async (ctx) => {
    const event = await readEvent(ctx, eventId)
    if (event.changeId !== null && !(await settleChange(ctx, event.changeId))) return
    await reaction.run(ctx, event)
  })
}

/** Runs one schedule now, in each organisation in turn; an organisation in which it fails does not stop the others. */
export async function runSchedule(access: DatabaseAccess, name: string): Promise<void> {
  const schedule = registered.find((candidate) => candidate.kind === 'schedule' && nameOf(candidate) === name)
  if (schedule?.kind !== 'schedule') return
  const organisations = await access.owner.selectFrom('organisations.organisation').select('id').orderBy('id').execute()
  const failures: unknown[] = []
  for (const { id } of organisations) {
    try {
      await inSystem(access, id, name, schedule.run)
    } catch (error) {
      failures.push(new Error(`${name} failed in the organisation ${id}.`, { cause: error }))
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, `${name} failed in ${failures.length} organisations.`)
}

/** A transaction in the name of the system. */
export function inSystem<T>(
  access: DatabaseAccess,
  orgId: Id<'organisation'>,
  requestId: string,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  return inScope(access, { orgId, userId: null }, (db) =>
    work({
      db,
      orgId,
      actor: systemActor,
      now: Temporal.Now.instant(),
      request: { id: requestId, address: '', userAgent: '', locale: 'en' },
    }),
  )
}

async function readEvent(ctx: Ctx, id: string): Promise<Event & { changeId: Id<'change'> | null }> {
  const row = await ctx.db
    .selectFrom('platform.event')
    .select(['id', 'name', 'subjectKind', 'subjectId', 'payload', 'changeId'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const changeId = row.changeId as Id<'change'> | null
  return { ...row, changeId, payload: row.payload as Event['payload'] } // written by emit()
}
