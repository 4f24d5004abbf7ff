import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import { groupPlaces, openArena, type Arena } from '#testing/arena.ts'
import {
  confirmTries,
  countOverlaps,
  dropGuard,
  fight,
  holdTries,
  lessonTries,
  moveTries,
  planGroup,
  seatTries,
  seriesTries,
  type Outcome,
  type Overlaps,
} from '#testing/contests.ts'

// Small by default. RACE_SLOTS and RACE_ROUNDS make it large; `node bench/contention.ts` is the whole proof.
const slots = Number(process.env['RACE_SLOTS'] ?? 12)
const rounds = Number(process.env['RACE_ROUNDS'] ?? 1)
const each = 3
const clients = 50

let arena: Arena

before(async () => {
  arena = await openArena()
})

after(() => arena.close())

const none: Omit<Overlaps, 'claims' | 'lessons'> = {
  claimsOverlapping: 0,
  teachers: 0,
  rooms: 0,
  vehicles: 0,
  students: 0,
  overfull: 0,
}

async function mustBeApart(outcome: Outcome): Promise<void> {
  const { claims, lessons, ...overlapping } = await countOverlaps(arena.access)
  assert.deepEqual(overlapping, none, `${lessons} lessons, ${claims} claims`)
  assert.deepEqual([...outcome.others], [], 'every answer is a place or a refusal')
  assert.equal(outcome.withoutNearest, 0, 'every loser of a time is given the nearest free ones')
}

/** A teacher, a student and a room are had by one, the two vehicles by two. */
const winners = (count: number, kinds: readonly number[]) =>
  Array.from({ length: count }, (_, n) => kinds[n % kinds.length]!).reduce((sum, won) => sum + won, 0)

test('lessons that want the same teacher, student, room or vehicle at one moment: nobody is in two places', async (t) => {
  const outcome = await fight(arena, lessonTries(arena, slots, each), clients)
  await mustBeApart(outcome)
  assert.equal(outcome.won, winners(slots, [1, 1, 1, 2]))
  t.diagnostic(`${outcome.asked} tries for ${slots} half hours: ${outcome.won} had it, ${outcome.lost} were refused`)
})

test('holds against holds, and then every request confirmed by three at once: one each', async () => {
  const later = { ...arena, begin: arena.begin.add({ hours: 24 * 300 }) }
  const held = await fight(later, holdTries(later, slots, each), clients)
  await mustBeApart(held)
  assert.equal(held.won, winners(slots, [1, 1, 2]))
  const { rows } = await sql<{ id: string }>`select id from booking.booking where status = 'requested'`.execute(
    arena.access.owner,
  )
  const confirmed = await fight(
    later,
    confirmTries(
      rows.map(({ id }) => id),
      each,
    ),
    clients,
  )
  await mustBeApart(confirmed)
  assert.equal(confirmed.won, held.won)
})

test('lessons that move to where others plan lessons, and weekly lessons against single ones', async () => {
  const later = { ...arena, begin: arena.begin.add({ hours: 24 * 400 }) }
  const lessonIds: string[] = []
  const first = Math.ceil(slots / 3)
  const planned = [...lessonTries(later, first, 1)].map((one) => ({
    ...one,
    onAnswer: (_: number, body: Record<string, unknown>) => void lessonIds.push(String(body['id'])),
  }))
  await fight(later, planned, 4)
  const moved = await fight(later, moveTries(later, lessonIds, first), clients)
  await mustBeApart(moved)
  assert.equal(moved.won, lessonIds.length, 'one of three had each half hour')
  const weekly = await fight(later, seriesTries(later, Math.ceil(slots / 4), first * 2 + 48), clients)
  await mustBeApart(weekly)
})

test('two hundred for ten places: ten have one', async () => {
  const later = { ...arena, begin: arena.begin.add({ hours: 24 * 500 }) }
  await planGroup(later, 48) // where the losers are sent
  for (let round = 0; round < rounds; round++) {
    const lessonId = await planGroup(later, round)
    const outcome = await fight(later, seatTries(later, lessonId, round), clients)
    await mustBeApart(outcome)
    assert.deepEqual([outcome.won, outcome.lost], [groupPlaces, 200 - groupPlaces])
  }
})

test('without the constraint the same fight puts people in two places, and the count sees it', async () => {
  await dropGuard(arena.access) // the last test, in a database that nobody uses after it
  const later = { ...arena, begin: arena.begin.add({ hours: 24 * 600 }) }
  await fight(later, lessonTries(later, 12, 8), clients)
  const { claimsOverlapping, teachers, students } = await countOverlaps(arena.access)
  assert.ok(claimsOverlapping > 0 && teachers + students > 0, `${claimsOverlapping} overlapping claims`)
})
