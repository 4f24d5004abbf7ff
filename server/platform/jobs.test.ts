import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { newId } from '#platform/ids.ts'
import { openDatabase } from '#platform/db.ts'
import { createTestDatabase } from '#testing/database.ts'
import { addSchool } from '#testing/school.ts'
import { systemActor, type Ctx } from './context.ts'
import { emit } from './events.ts'
import { listStuck, retryStuck } from './stuck-reactions.ts'
import { closeQueue, every, inSystem, on, openQueue, registerJobs, runSchedule, startWorkers } from './jobs.ts'

const database = await createTestDatabase()
const access = openDatabase(database.url)
const queue = await openQueue({ access, onError: (error) => assert.fail(error), retries: { limit: 1, delay: 1 } })
after(async () => {
  await closeQueue()
  await access.close()
  await database.drop()
})

const now = Temporal.Instant.from('2026-11-16T02:00:00Z')

test('a schedule that fails in one organisation still runs in the others, and the failure is told', async () => {
  const broken = (await addSchool(access, now)).organisation.id
  const other = (await addSchool(access, now)).organisation.id
  const visited: string[] = []
  async function countVisits(ctx: Ctx) {
    visited.push(ctx.orgId)
    if (ctx.orgId === broken) throw new Error('This organisation cannot be done.')
  }
  registerJobs([every('0 0 1 1 *', countVisits)])
  await assert.rejects(runSchedule(access, 'schedule/countVisits'), AggregateError)
  assert.deepEqual(visited, [broken, other])
})

test('a reaction that fails keeps nothing that was fetched with it from being done once', async () => {
  const orgId = (await addSchool(access, now)).organisation.id
  const done: string[] = []
  async function react(_: Ctx, event: { subjectId: string; payload: Readonly<Record<string, unknown>> }) {
    if (event.payload['isBroken']) throw new Error('This event cannot be reacted to.')
    done.push(event.subjectId)
  }
  registerJobs([on('test.happened', react)])
  const subjects = [newId('lesson'), newId('lesson'), newId('lesson')]
  await inSystem(access, orgId, 'test', async (ctx) => {
    assert.equal(ctx.actor, systemActor)
    for (const [n, id] of subjects.entries())
      await emit(ctx, 'test.happened', { kind: 'test', id }, { isBroken: n === 1 })
  })
  const failed: string[] = []
  await startWorkers(queue, access, (job) => failed.push(job))
  while (done.length < 2) await wait(50)
  await wait(4000) // past the first retry
  assert.deepEqual([done.length, ...[0, 1, 2].map((n) => done.includes(subjects[n]!))], [2, true, false, true])
  assert.ok(failed.length >= 1)
})

test('a reaction whose last try failed is kept for the office, which has it done again', async () => {
  const orgId = (await addSchool(access, now)).organisation.id
  let isBroken = true
  let done = 0
  async function reactLater() {
    if (isBroken) throw new Error('The other side is away.')
    done++
  }
  registerJobs([on('test.stuck', reactLater)])
  const inside = <T>(work: (ctx: Ctx) => Promise<T>) => inSystem(access, orgId, 'test', work)
  const subjectId = newId('lesson')
  await inside((ctx) => emit(ctx, 'test.stuck', { kind: 'lesson', id: subjectId }))
  await startWorkers(queue, access, () => {})
  let stuck = await inside(listStuck)
  for (const until = Date.now() + 15_000; stuck.length === 0 && Date.now() < until; stuck = await inside(listStuck))
    await wait(100)
  assert.deepEqual(
    stuck.map(({ name, subjectId: id, reason }) => [name, id, reason]),
    [['test.stuck', subjectId, 'The other side is away.']],
  )
  isBroken = false
  await inside((ctx) => retryStuck(ctx, stuck[0]!.id))
  for (const until = Date.now() + 5000; done === 0 && Date.now() < until;) await wait(50)
  assert.equal(done, 1)
  assert.deepEqual(await inside(listStuck), [])
  await assert.rejects(
    inside((ctx) => retryStuck(ctx, stuck[0]!.id)),
    { code: 'not_found' },
  )
})

test('a schedule that is declared no more is called no more', async () => {
  async function sweepOften() {}
  async function sweepSeldom() {}
  const keys = async () => (await queue.getSchedules('schedules')).map(({ key }) => key)
  registerJobs([every('0 0 1 1 *', sweepOften)])
  await startWorkers(queue, access, () => {})
  assert.deepEqual(await keys(), ['sweepOften'])
  registerJobs([every('0 0 1 1 *', sweepSeldom)])
  await startWorkers(queue, access, () => {})
  assert.deepEqual(await keys(), ['sweepSeldom'])
})
