import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { planLesson } from '#contract/scheduling'
import { world, type World } from '#testing/world.ts'
import { findCover, recordAbsence } from './contract.ts'

/** How many statements go to the database while `work` runs; those of the queue are not among them. */
async function countStatements(work: () => Promise<unknown>): Promise<number> {
  const { prototype } = pg.Client
  const original = Object.getOwnPropertyDescriptor(prototype, 'query')!
  let statements = 0
  Object.defineProperty(prototype, 'query', {
    ...original,
    value: function (this: pg.Client, ...args: readonly unknown[]): unknown {
      if (!JSON.stringify(args[0])?.includes('pgboss')) statements += 1
      return Reflect.apply(original.value as (...args: readonly unknown[]) => unknown, this, args)
    },
  })
  try {
    await work()
  } finally {
    Object.defineProperty(prototype, 'query', original)
  }
  return statements
}

const at = (time: string, day: number) => Temporal.Instant.from(`2026-11-${day}T${time}:00+07:00`)
const week = { startsAt: at('00:00', 17), endsAt: at('00:00', 22) }
const changes = ['cover', 'make_up', 'online', 'other_time'] as const

/** Rina teaches Tom four times on each of these days; what is done about a lesson goes by its hour. */
async function count(school: World, days: readonly number[]): Promise<[proposing: number, recording: number]> {
  const { as, dewi, rina, budi, tom, piano } = school
  for (const day of days)
    for (const hour of [10, 12, 14, 16])
      await as(dewi)(planLesson, {
        offeringId: piano.id,
        teacherId: rina.id,
        startsAt: at(`${hour}:00`, day),
        studentIds: [tom.id],
      })
  await school.settle()
  const absence = { teacherId: rina.id, ...week }
  const proposing = await countStatements(() => as(dewi)(findCover, absence))
  const { lessons } = await as(dewi)(findCover, absence)
  assert.equal(lessons.length, days.length * 4)
  const recording = await countStatements(() =>
    as(dewi)(recordAbsence, {
      ...absence,
      reason: '',
      changes: lessons.map(({ id, startsAt }, n) => ({
        lessonId: id,
        change: changes[n % 4]!,
        teacherId: budi.id,
        startsAt: startsAt.add({ hours: 24 * 7 }),
      })),
    }),
  )
  return [proposing, recording]
}

test('proposals and what becomes of them take as many statements for sixteen lessons as for four', async () => {
  const few = await count(await world(), [18])
  const many = await count(await world(), [17, 18, 19, 20])
  assert.deepEqual(many, few)
  assert.ok(few[0] <= 20, `${few[0]} for the proposals`)
})
