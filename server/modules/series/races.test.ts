import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { z } from 'zod'
import { planLesson } from '#contract/scheduling'
import { changeSeries, planSeries } from '#contract/series'
import type { Endpoint, Input } from '#platform/contract.ts'
import { requestOf, world, type Failure, type World } from '#testing/world.ts'

/** Rounds of each race; SERIES_RACES raises it. */
const rounds = Number(process.env['SERIES_RACES'] ?? 4)

const day = (text: string) => Temporal.PlainDate.from(text)
const ok = ({ status }: Failure) => status === 200

function sender(school: World) {
  return <E extends Endpoint>(endpoint: E, input: Input<E>) => {
    const wire = z.encode(endpoint.input, input as never) as Record<string, unknown>
    const { method, path, body } = requestOf(endpoint, wire, school.organisation.slug)
    return school.send(school.dewi, method, path, body)
  }
}

const seriesOf = ({ piano, rina, tom }: World, startsOn: Temporal.PlainDate): Input<typeof planSeries> => ({
  offeringId: piano.id,
  teacherId: rina.id,
  studentIds: [tom.id],
  startsOn,
  startMinute: 600,
  rule: { frequency: 'weekly', count: 8 },
  skipsClosures: true,
})

/** Pairs of claims of one person or resource that overlap, whatever the constraint says. */
async function overlaps({ access, organisation }: World): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from scheduling.reservation one
    join scheduling.reservation other on other.org_id = one.org_id and other.claimant_id = one.claimant_id and other.id > one.id
      and other.during && one.during
    where one.org_id = ${organisation.id}`.execute(access.owner)
  return rows[0]!.count
}

async function lessonsOf({ access, organisation }: World): Promise<number> {
  const rows = await access.owner
    .selectFrom('scheduling.lesson')
    .select('id')
    .where('orgId', '=', organisation.id)
    .where('status', '=', 'planned')
    .execute()
  return rows.length
}

test('a series and single lessons at its times: one side wins, nobody is booked twice, nothing is half done', async () => {
  const school = await world()
  const send = sender(school)
  const { piano, rina, lila } = school
  for (let round = 0; round < rounds; round++) {
    const startsOn = day('2026-11-18').add({ weeks: round * 8 })
    const before = await lessonsOf(school)
    const singles = [2, 5, 7].map((week) => {
      const startsAt = startsOn
        .add({ weeks: week })
        .toZonedDateTime({ timeZone: 'Asia/Jakarta', plainTime: '10:15' })
        .toInstant()
      return () => send(planLesson, { offeringId: piano.id, teacherId: rina.id, startsAt, studentIds: [lila.id] })
    })
    const whole = () => send(planSeries, seriesOf(school, startsOn))
    const order = round % 2 === 0 ? [whole, ...singles] : [...singles, whole]
    const answers = await Promise.all(order.map((run) => run()))
    assert.ok(
      answers.every(({ status }) => status === 200 || status === 409),
      JSON.stringify(answers.map(({ body }) => body.code)),
    )
    const [series] = answers.splice(round % 2 === 0 ? 0 : 3, 1)
    const won = answers.filter(ok).length
    assert.equal((await lessonsOf(school)) - before, ok(series!) ? 8 : won)
    assert.equal(ok(series!), won === 0, 'one side wins')
  }
  assert.equal(await overlaps(school), 0)
})

test('the same series planned ten times at once is planned once', async () => {
  const school = await world()
  const send = sender(school)
  for (let round = 0; round < rounds; round++) {
    const before = await lessonsOf(school)
    const startsOn = day('2026-11-18').add({ weeks: round * 8 })
    const answers = await Promise.all(Array.from({ length: 10 }, () => send(planSeries, seriesOf(school, startsOn))))
    assert.equal(answers.filter(ok).length, 1)
    assert.ok(answers.every((answer) => ok(answer) || answer.body.code === 'series.dates_taken'))
    assert.equal((await lessonsOf(school)) - before, 8)
  }
  assert.equal(await overlaps(school), 0)
})

test('two series that change places at once do not wait for each other for ever, and nobody is in two places', async () => {
  const school = await world()
  const send = sender(school)
  const { as, dewi, lila } = school
  const early = await as(dewi)(planSeries, seriesOf(school, day('2026-11-18')))
  const late = await as(dewi)(planSeries, {
    ...seriesOf(school, day('2026-11-18')),
    startMinute: 720,
    studentIds: [lila.id],
  })
  const minutes = [600, 720, 840]
  for (let round = 0; round < rounds; round++) {
    const move = (seriesId: typeof early.id, startMinute: number) =>
      send(changeSeries, { seriesId, scope: 'all', date: day('2026-11-18'), startMinute })
    const [a, b] = [minutes[round % 3]!, minutes[(round + 1) % 3]!]
    const answers = await Promise.all([move(early.id, a), move(late.id, b), move(early.id, b), move(late.id, a)])
    assert.ok(
      answers.every(({ status }) => status === 200 || status === 409),
      JSON.stringify(answers.map(({ body }) => body.code)),
    )
    assert.equal(await lessonsOf(school), 16)
  }
  assert.equal(await overlaps(school), 0)
})
