import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { changeSeries, planSeries, previewChange, previewSeries } from '#contract/series'
import type { Input } from '#platform/contract.ts'
import { world, type World } from '#testing/world.ts'

/** How many statements go to the database while `work` runs; the queue's own are not among them. */
async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const { prototype } = pg.Client
  const original = Object.getOwnPropertyDescriptor(prototype, 'query')!
  let count = 0
  Object.defineProperty(prototype, 'query', {
    ...original,
    value: function (this: pg.Client, ...args: readonly unknown[]): unknown {
      if (!JSON.stringify(args[0])?.includes('pgboss')) count += 1
      return Reflect.apply(original.value as (...args: readonly unknown[]) => unknown, this, args)
    },
  })
  try {
    await work()
  } finally {
    Object.defineProperty(prototype, 'query', original)
  }
  return count
}

const planOf = ({ piano, rina, tom }: World, count: number, startMinute: number): Input<typeof planSeries> => ({
  offeringId: piano.id,
  teacherId: rina.id,
  studentIds: [tom.id],
  startsOn: Temporal.PlainDate.from('2026-11-18'),
  startMinute,
  rule: { frequency: 'weekly', count },
  skipsClosures: true,
})

test('forty lessons take as many statements as four, to look at, to plan and to move', async (t) => {
  const school = await world()
  const { as, dewi } = school
  const measure = async (count: number, startMinute: number) => {
    const plan = planOf(school, count, startMinute)
    const looked = await countStatements(() => as(dewi)(previewSeries, plan))
    let id = undefined as unknown as Awaited<ReturnType<typeof planOnce>>['id']
    const planOnce = () => as(dewi)(planSeries, plan)
    const planned = await countStatements(async () => ({ id } = await planOnce()))
    const change = { seriesId: id, scope: 'all' as const, date: plan.startsOn, startMinute: startMinute + 60 }
    const lookedAtChange = await countStatements(() => as(dewi)(previewChange, change))
    const changed = await countStatements(() => as(dewi)(changeSeries, change))
    return [looked, planned, lookedAtChange, changed]
  }
  await measure(2, 600)
  const few = await measure(4, 780)
  const many = await measure(40, 900)
  t.diagnostic(`preview, plan, preview of a change, change: ${few.join(', ')}`)
  assert.deepEqual(many, few)
  assert.ok(
    many.every((count) => count <= 40),
    many.join(', '),
  )
})
