// Many who want the same at one moment, over HTTP, on real PostgreSQL: `node bench/contention.ts`. Stops with an error when anybody is in two
// places. RACE_SLOTS, RACE_TRIES and RACE_ROUNDS say how many; the whole proof is 10,000 half hours and 100 rounds of seats with 50 clients.
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
} from '#testing/contests.ts'
import { milliseconds, perSecond, quantile, report, type Figure } from './figures.ts'
import { openServer } from './database.ts'

const slots = Number(process.env['RACE_SLOTS'] ?? 10_000)
const otherSlots = Number(process.env['RACE_OTHER_SLOTS'] ?? slots)
const rounds = Number(process.env['RACE_ROUNDS'] ?? 100)
const each = Number(process.env['RACE_TRIES'] ?? 3)
const clients = 50
const figures: Figure[] = []

const server = await openServer()
process.env['LESSONRY_TEST_POSTGRES'] ??= server.url
const arena = await openArena()
try {
  await fightForLessons()
  await fightForHolds()
  await fightForMoves()
  await fightForSeats()
  await waitAsLoser()
  await fightWithoutGuard()
} finally {
  await arena.close()
  await server.close()
}
report(figures)

/** The same school at another time, so that one fight does not stand in the way of the next. */
function later(days: number): Arena {
  return { ...arena, begin: arena.begin.add({ hours: 24 * days }) }
}

async function note(what: string, outcome: Outcome, isMet = true): Promise<void> {
  const { claims, lessons, ...overlapping } = await countOverlaps(arena.access)
  const overlaps = Object.values(overlapping).reduce((sum, count) => sum + count, 0)
  if (overlaps > 0) throw new Error(`${what}: ${JSON.stringify(overlapping)}`)
  const { asked, won, lost, others, seconds, losersWaited, withoutNearest } = outcome
  const unexpected = [...others].map(([status, count]) => `, ${count} × ${status}`).join('')
  figures.push({
    what,
    ours: `${asked} tries, ${won} had it, ${lost} refused${unexpected}; ${perSecond(asked / seconds)}, losers p99 ${milliseconds(quantile(losersWaited, 0.99))}`,
    beside: '',
    ratio: `${overlaps} overlaps among ${claims} claims of ${lessons} lessons`,
    goal: '0 overlaps for teacher, room, vehicle, student',
    isMet: isMet && others.size === 0 && withoutNearest === 0,
  })
  console.error(figures.at(-1))
}

async function fightForLessons(): Promise<void> {
  const outcome = await fight(arena, lessonTries(arena, slots, each), clients)
  await note(`${slots} half hours, each wanted by ${each} at once, ${clients} clients`, outcome)
}

async function fightForHolds(): Promise<void> {
  const school = later(230)
  const held = await fight(school, holdTries(school, otherSlots, each), clients)
  await note(`holds against holds, ${otherSlots} half hours`, held)
  const { rows } = await sql<{ id: string }>`select id from booking.booking where status = 'requested'`.execute(
    arena.access.owner,
  )
  const confirmed = await fight(
    school,
    confirmTries(
      rows.map(({ id }) => id),
      2,
    ),
    clients,
  )
  await note(`each of ${rows.length} requests confirmed by two at once`, confirmed, confirmed.won === rows.length)
}

async function fightForMoves(): Promise<void> {
  const school = later(450)
  const lessons = Math.ceil(otherSlots / 4)
  const lessonIds: string[] = []
  const planned = lessonTries(school, lessons, 1).map((one) => ({
    ...one,
    onAnswer: (_: number, body: Record<string, unknown>) => void lessonIds.push(String(body['id'])),
  }))
  await fight(school, planned, 8)
  const moved = await fight(school, moveTries(school, lessonIds, lessons), clients)
  await note(`${lessons} lessons moved to where two others plan at once`, moved, moved.won === lessons)
  const weekly = await fight(school, seriesTries(school, Math.ceil(otherSlots / 10), lessons * 2 + 48), clients)
  await note(`${Math.ceil(otherSlots / 10)} series of four against single lessons on two of their dates`, weekly)
}

async function fightForSeats(): Promise<void> {
  const school = later(680)
  await planGroup(school, 48 * 7)
  const total = {
    asked: 0,
    won: 0,
    lost: 0,
    seconds: 0,
    withoutNearest: 0,
    others: new Map<number, number>(),
    losersWaited: [] as number[],
  }
  let isExact = true
  for (let round = 0; round < rounds; round++) {
    const outcome = await fight(school, seatTries(school, await planGroup(school, round), round), clients)
    isExact &&= outcome.won === groupPlaces && outcome.lost === 200 - groupPlaces
    for (const key of ['asked', 'won', 'lost', 'seconds', 'withoutNearest'] as const) total[key] += outcome[key]
    total.losersWaited.push(...outcome.losersWaited)
    for (const [status, count] of outcome.others) total.others.set(status, (total.others.get(status) ?? 0) + count)
  }
  await note(
    `200 at once for ${groupPlaces} places, ${rounds} rounds, exactly ${groupPlaces} each time: ${isExact}`,
    total,
    isExact,
  )
}

/** Two who want the same, and nobody else: how long the one who loses waits for a refusal with the nearest three times. */
async function waitAsLoser(): Promise<void> {
  const school = later(705)
  const waited: number[] = []
  for (let slot = 0; slot < 100; slot++) {
    const tries = [...lessonTries(school, slot + 1, 2)].slice(-2)
    waited.push(...(await fight(school, tries, 2)).losersWaited)
  }
  figures.push({
    what: 'the answer to a loser, with the nearest free times, when nothing else goes on',
    ours: `p50 ${milliseconds(quantile(waited, 0.5))}, p99 ${milliseconds(quantile(waited, 0.99))}`,
    beside: '',
    ratio: '',
    goal: 'p99 ≤ 500 ms',
    isMet: quantile(waited, 0.99) <= 500,
  })
}

async function fightWithoutGuard(): Promise<void> {
  await dropGuard(arena.access)
  const school = later(715)
  await fight(school, lessonTries(school, 20, 8), clients)
  const { claimsOverlapping } = await countOverlaps(arena.access)
  figures.push({
    what: 'the same without the exclusion constraint: the count sees it',
    ours: `${claimsOverlapping} overlapping claims`,
    beside: '',
    ratio: '',
    goal: 'more than 0',
    isMet: claimsOverlapping > 0,
  })
}
