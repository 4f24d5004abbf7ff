import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addHolidays, getOrganisation, previewHolidays, removeClosure } from '#contract/organisations'
import { listSlots } from '#contract/scheduling'
import { world } from '#testing/world.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

test('the holidays of the own country are shown first, in the language of the school', async () => {
  const { as, olivia } = await world()
  const { area, holidays, countries, states } = await as(olivia)(previewHolidays, { year: 2027 })
  assert.deepEqual(area, { country: 'ID' })
  assert.ok(countries.some(({ code, name }) => code === 'FR' && name === 'France'))
  assert.deepEqual(states, [])
  const newYear = holidays.find(({ fromDate }) => fromDate.equals(day('2027-01-01')))
  assert.deepEqual([newYear?.kind, newYear?.isClosed], ['public', false])
  const dates = holidays.map(({ fromDate }) => fromDate.toString())
  assert.deepEqual(dates, [...new Set(dates)].toSorted(), 'in order, each day once')
})

test('a state has holidays of its own, and half a day is none', async () => {
  const { as, olivia } = await world()
  const ask = (state?: string) => as(olivia)(previewHolidays, { year: 2027, country: 'DE', ...(state && { state }) })
  const [all, bavaria] = [await ask(), await ask('BY')]
  const has = (found: typeof all, date: string) => found.holidays.some(({ fromDate }) => fromDate.equals(day(date)))
  assert.ok(!has(all, '2027-01-06') && has(bavaria, '2027-01-06'), 'Epiphany')
  assert.ok(!has(bavaria, '2027-12-24'), 'shops close in the afternoon, schools need not')
  assert.ok(bavaria.states.some(({ code }) => code === 'BY') && bavaria.regions.length > 0)
})

test('the chosen holidays become closures, once, however often and by however many they are added', async () => {
  const { as, olivia, piano, setNow } = await world()
  const chosen = { year: 2027, country: 'FR', days: [day('2027-01-01'), day('2027-03-29')] }
  const tries = await Promise.all(Array.from({ length: 6 }, () => as(olivia)(addHolidays, chosen)))
  assert.deepEqual(tries.flatMap(({ added }) => added.map(({ fromDate }) => String(fromDate))).toSorted(), [
    '2027-01-01',
    '2027-03-29',
  ])
  assert.deepEqual((await as(olivia)(addHolidays, chosen)).added, [])
  const { closures } = await as(olivia)(getOrganisation, {})
  assert.equal(closures.length, 2)

  const { area, holidays } = await as(olivia)(previewHolidays, { year: 2027 })
  assert.deepEqual(area, { country: 'FR' }, 'the country is kept for the next time')
  assert.deepEqual(
    holidays.filter(({ isClosed }) => isClosed).map(({ fromDate }) => String(fromDate)),
    ['2027-01-01', '2027-03-29'],
  )
  setNow('2027-03-22T02:00:00Z')
  const { days } = await as(null)(listSlots, { offeringId: piano.id, from: day('2027-03-29'), to: day('2027-03-30') })
  assert.equal(days[0]!.slots.length, 0)
  assert.equal(days[0]!.closedBecause, closures.find(({ fromDate }) => fromDate.equals(day('2027-03-29')))!.name)
  assert.ok(days[1]!.slots.length > 0)

  await as(olivia)(removeClosure, { closureId: closures[0]!.id })
  assert.equal((await as(olivia)(addHolidays, chosen)).added.length, 1, 'what was taken back can come again')
})

test('a country, a state or a day that is none is named, and only the owner chooses', async () => {
  const { as, refused, olivia, dewi, rina } = await world()
  const wrong = async (input: { country: string; state?: string; days?: Temporal.PlainDate[] }) => {
    const { status, body } = await refused(olivia)(addHolidays, { year: 2027, days: [], ...input })
    return [status, body.errors?.[0]?.path]
  }
  assert.deepEqual(await wrong({ country: 'XX' }), [422, 'country'])
  assert.deepEqual(await wrong({ country: 'DE', state: 'ZZ' }), [422, 'state'])
  assert.deepEqual(await wrong({ country: 'FR', days: [day('2027-01-01'), day('2027-01-02')] }), [422, 'days.1'])
  for (const person of [dewi, rina]) assert.equal((await refused(person)(previewHolidays, { year: 2027 })).status, 403)
  assert.equal((await as(olivia)(getOrganisation, {})).closures.length, 0, 'nothing was stored')
})
