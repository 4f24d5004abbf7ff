import assert from 'node:assert/strict'
import { test } from 'node:test'
import { explainTime, listSlots, setAvailability } from '#contract/scheduling'
import { newId } from '#platform/ids.ts'
import { world } from '#testing/world.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

test('a visitor sees the free times of a week, and the first free day after it', async () => {
  const { as, piano, rina, budi } = await world()
  const { zone, days, nextFreeDay } = await as(null)(listSlots, {
    offeringId: piano.id,
    from: day('2026-11-16'),
    to: day('2026-11-22'),
  })
  assert.equal(zone, 'Asia/Jakarta')
  assert.equal(days.length, 7)
  assert.equal(days[2]!.slots.length, 30, 'every quarter of an hour from 10:00 to 17:15')
  assert.deepEqual(new Set(days[2]!.slots[0]!.teacherIds), new Set([rina.id, budi.id]))
  assert.equal(days[2]!.slots[0]!.startsAt.toString(), '2026-11-18T03:00:00Z')
  assert.equal(days[6]!.slots.length, 0, 'Sunday')
  assert.equal(String(nextFreeDay), '2026-11-23')
})

test('no time is offered past the furthest day, and a range that runs backwards is refused by name', async () => {
  const { as, refused, piano } = await world()
  const far = await as(null)(listSlots, { offeringId: piano.id, from: day('2027-02-01'), to: day('2027-06-30') })
  const last = far.days.findLast(({ slots }) => slots.length > 0)
  assert.equal(String(last?.date), '2027-02-13', 'ninety days on is a Sunday')
  assert.equal(far.nextFreeDay, null)
  const backwards = await refused(null)(listSlots, {
    offeringId: piano.id,
    from: day('2026-11-20'),
    to: day('2026-11-19'),
  })
  assert.deepEqual([backwards.status, backwards.body.errors?.[0]?.path], [422, 'to'])
  const long = await refused(null)(listSlots, { offeringId: piano.id, from: day('2026-11-20'), to: day('2027-11-21') })
  assert.deepEqual([long.status, long.body.errors?.[0]?.path], [422, 'to'])
  const ages = await refused(null)(listSlots, { offeringId: piano.id, from: day('0001-01-01'), to: day('0001-01-02') })
  assert.equal(ages.status, 422)
  const unknown = await refused(null)(listSlots, {
    offeringId: newId('offering'),
    from: day('2026-11-20'),
    to: day('2026-11-21'),
  })
  assert.equal(unknown.status, 404)
})

test('an hour that a clock change leaves out is not offered; of one that exists twice only the first', async () => {
  const { as, dewi, rina, piano, studio, setNow } = await world({ zone: 'Europe/Paris' })
  const rules = [{ weekday: 7, fromMinute: 0, toMinute: 360, zone: 'Europe/Paris' }]
  for (const claimant of [
    { claimantKind: 'teacher' as const, claimantId: rina.id },
    { claimantKind: 'resource' as const, claimantId: studio.id },
  ])
    await as(dewi)(setAvailability, { ...claimant, rules })
  const startsOn = async (date: string) => {
    const { days } = await as(null)(listSlots, { offeringId: piano.id, from: day(date), to: day(date) })
    return days[0]!.slots.map(({ startsAt }) =>
      startsAt.toZonedDateTimeISO('Europe/Paris').toPlainTime().toString().slice(0, 5),
    )
  }
  setNow('2027-03-22T09:00:00Z')
  const spring = await startsOn('2027-03-28')
  assert.ok(!spring.some((time) => time.startsWith('02:')), 'two o’clock does not exist on this day')
  assert.ok(spring.includes('01:45') && spring.includes('03:00'))
  setNow('2027-10-25T09:00:00Z')
  const autumn = await startsOn('2027-10-31')
  assert.equal(autumn.filter((time) => time === '02:30').length, 1)
  const second = Temporal.Instant.from('2027-10-31T02:30:00+01:00')
  const { reasons } = await as(dewi)(explainTime, { offeringId: piano.id, startsAt: second })
  assert.ok(reasons.some(({ code }) => code === 'clock_change'))
  const { nearest } = await as(dewi)(explainTime, { offeringId: piano.id, startsAt: second })
  assert.equal(nearest.length, 3)
})
