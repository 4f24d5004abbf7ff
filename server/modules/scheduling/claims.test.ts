import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { planLesson } from '#contract/scheduling'
import type { Ctx } from '#platform/context.ts'
import { inSystem } from '#platform/jobs.ts'
import { world } from '#testing/world.ts'
import { type Claim, readClaims, releaseClaims, uniteClaims } from './claims.ts'
import { takeTimes } from './holding.ts'

const at = (time: string) => Temporal.Instant.from(`2026-11-18T${time}:00+07:00`)

test('overlapping claims of one person become one, others stay apart', () => {
  const claim = (claimantId: string, from: string, to: string): Claim => ({
    asWhat: 'teacher',
    claimantId,
    from: at(from),
    to: at(to),
  })
  const united = uniteClaims([
    claim('b', '10:00', '10:45'),
    claim('a', '10:30', '11:15'),
    claim('a', '10:00', '10:45'),
    claim('a', '11:15', '12:00'),
    claim('a', '13:00', '14:00'),
    claim('a', '13:10', '13:20'),
  ])
  assert.deepEqual(united, [
    claim('a', '10:00', '11:15'),
    claim('a', '11:15', '12:00'),
    claim('a', '13:00', '14:00'),
    claim('b', '10:00', '10:45'),
  ])
})

test('two who give up the time that the other wants do not wait for each other for ever', async () => {
  const { as, dewi, rina, budi, piano, access, organisation } = await world()
  const startsAt = at('10:00')
  const one = await as(dewi)(planLesson, { offeringId: piano.id, teacherId: rina.id, startsAt, studentIds: [] })
  const other = await as(dewi)(planLesson, {
    offeringId: piano.id,
    teacherId: budi.id,
    startsAt: at('11:00'),
    studentIds: [],
  })
  const swap = (lessonId: typeof one.id, teacherId: typeof rina.id, to: Temporal.Instant) =>
    inSystem(access, organisation.id, 'swap', async (ctx: Ctx) => {
      const claims = await readClaims(ctx, { lessonId })
      const release = async () => {
        await releaseClaims(ctx, lessonId)
        await wait(100) // long enough for the other to have given up its time as well
      }
      const time = {
        lessonId: null,
        startsAt: to,
        endsAt: to.add({ minutes: 45 }),
        teacherIds: [teacherId],
        roomIds: null,
        bufferBeforeMinutes: 0,
        bufferAfterMinutes: 0,
      }
      return takeTimes(ctx, { lessonId }, { times: [time], studentIds: [], released: { claims, release } })
    })
  const [first, second] = await Promise.all([swap(one.id, budi.id, at('11:00')), swap(other.id, rina.id, at('10:00'))])
  assert.ok('lost' in first && 'lost' in second, 'each finds the other where it was, and stays where it is')
})
