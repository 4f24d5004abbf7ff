import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listEvents } from '#contract/audit'
import { changePerson } from '#contract/people'
import { changeResource } from '#contract/resources'
import type { Input } from '#platform/contract.ts'
import { world } from '#testing/world.ts'

test('the owner reads who did what, newest first', async () => {
  const { as, olivia, dewi, tom, hall } = await world()
  await as(dewi)(changePerson, { personId: tom.id, notes: 'plays by ear' })
  await as(olivia)(changeResource, { resourceId: hall.id, name: 'Great hall' })
  const { rows } = await as(olivia)(listEvents, {})
  assert.deepEqual(
    rows.map(({ name, actorName, subjectId }) => [name, actorName, subjectId]),
    [
      ['resources.resource_changed', 'Olivia Hartono', hall.id],
      ['people.person_changed', 'Dewi Kartika', tom.id],
    ],
  )
  assert.deepEqual(rows[0]?.payload, { old: { name: 'Hall' }, new: { name: 'Great hall' } })
})

test('events are found by actor, subject and the beginning of their name, page by page', async () => {
  const { as, olivia, dewi, tom, lila } = await world()
  for (const notes of ['1', '2', '3']) await as(dewi)(changePerson, { personId: tom.id, notes })
  await as(olivia)(changePerson, { personId: lila.id, notes: '4' })
  const count = async (filter: Input<typeof listEvents>) => (await as(olivia)(listEvents, filter)).rows.length
  assert.equal(await count({ actorId: dewi.id }), 3)
  assert.equal(await count({ subjectKind: 'person', subjectId: lila.id }), 1)
  assert.equal(await count({ name: 'people.' }), 4)
  assert.equal(await count({ name: 'people_' }), 0)
  const first = await as(olivia)(listEvents, { limit: 3 })
  const second = await as(olivia)(listEvents, { limit: 3, cursor: first.next! })
  assert.deepEqual([first.rows.length, second.rows.length, second.next], [3, 1, null])
})

test('days are those of the zone of the organisation', async () => {
  const { as, olivia, tom, setNow } = await world()
  setNow('2026-11-16T16:59:59Z') // the last second of Monday in Jakarta
  await as(olivia)(changePerson, { personId: tom.id, notes: 'Monday' })
  setNow('2026-11-16T17:00:00Z')
  await as(olivia)(changePerson, { personId: tom.id, notes: 'Tuesday' })
  const on = async (day: string) => {
    const date = Temporal.PlainDate.from(day)
    const { rows } = await as(olivia)(listEvents, { from: date, to: date })
    return rows.map(({ payload }) => payload['new'])
  }
  assert.deepEqual(await on('2026-11-16'), [{ notes: 'Monday' }])
  assert.deepEqual(await on('2026-11-17'), [{ notes: 'Tuesday' }])
  assert.deepEqual(await on('2026-11-18'), [])
})

test('nobody but the owner reads the trail, and only of the own organisation', async () => {
  const { as, refused, olivia, dewi, rina, maria } = await world()
  const other = await world()
  await other.as(other.dewi)(changePerson, { personId: other.tom.id, notes: 'theirs' })
  assert.deepEqual((await as(olivia)(listEvents, {})).rows, [])
  for (const person of [dewi, rina, maria]) assert.equal((await refused(person)(listEvents, {})).status, 403)
  assert.equal((await refused(null)(listEvents, {})).status, 401)
})
