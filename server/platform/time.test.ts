import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as fc from 'fast-check'
import {
  dayBounds,
  dayEdge,
  epochDay,
  epochMinute,
  epochMinuteFrom,
  instantOf,
  isoWeekday,
  isRepeated,
} from './time.ts'
import { isSkipped, isZone, localDate, localMinute, minuteOfDay, toEdges, toInstant, zoneOffsets } from './time.ts'

const zones = Intl.supportedValuesOf('timeZone')
const date = (text: string) => Temporal.PlainDate.from(text)
const at = (text: string) => {
  const [hour, minute] = text.split(':').map(Number)
  return hour! * 60 + minute!
}

/** The same question put to Temporal: the first instant whose wall time is not before this one. */
function edgeByTemporal(wall: Temporal.PlainDateTime, zone: string): Temporal.Instant {
  const earlier = wall.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (earlier.toPlainDateTime().equals(wall)) return earlier.toInstant()
  return earlier.getTimeZoneTransition('next')!.toInstant()
}

const cases: [what: string, zone: string, day: string, time: string, instant: string, seen?: 'skipped' | 'repeated'][] =
  [
    ['before the spring change', 'Europe/Paris', '2026-03-29', '01:59', '2026-03-29T00:59Z'],
    ['a skipped hour moves on', 'Europe/Paris', '2026-03-29', '02:30', '2026-03-29T01:30Z', 'skipped'],
    ['after the spring change', 'Europe/Paris', '2026-03-29', '03:00', '2026-03-29T01:00Z'],
    ['a repeated hour means the first', 'Europe/Paris', '2026-10-25', '02:30', '2026-10-25T00:30Z', 'repeated'],
    ['after the repeated hour', 'Europe/Paris', '2026-10-25', '03:00', '2026-10-25T02:00Z'],
    ['24:00 is the next midnight', 'Europe/Paris', '2026-10-25', '24:00', '2026-10-25T23:00Z'],
    ['half an hour is skipped', 'Australia/Lord_Howe', '2026-10-04', '02:15', '2026-10-03T15:45Z', 'skipped'],
    ['half an hour is repeated', 'Australia/Lord_Howe', '2026-04-05', '01:45', '2026-04-04T14:45Z', 'repeated'],
    ['three quarters of an hour', 'Asia/Kathmandu', '2026-06-01', '09:00', '2026-06-01T03:15Z'],
    ['a whole day is skipped', 'Pacific/Apia', '2011-12-30', '10:00', '2011-12-30T20:00Z', 'skipped'],
    ['the day after it', 'Pacific/Apia', '2011-12-31', '10:00', '2011-12-30T20:00Z'],
    ['Ramadan begins', 'Africa/Casablanca', '2026-02-15', '02:30', '2026-02-15T01:30Z', 'repeated'],
    ['Ramadan ends', 'Africa/Casablanca', '2026-03-22', '02:30', '2026-03-22T02:30Z', 'skipped'],
    ['midnight is skipped', 'America/Sao_Paulo', '2018-11-04', '00:00', '2018-11-04T03:00Z', 'skipped'],
    [
      'the hour before midnight is repeated',
      'America/Sao_Paulo',
      '2018-02-17',
      '23:30',
      '2018-02-18T01:30Z',
      'repeated',
    ],
    ['24:00 before a skipped midnight', 'America/Sao_Paulo', '2018-11-03', '24:00', '2018-11-04T03:00Z', 'skipped'],
    ['a zone without changes', 'Asia/Jakarta', '2026-03-29', '02:30', '2026-03-28T19:30Z'],
  ]

for (const [what, zone, day, time, instant, seen] of cases) {
  test(`${what}: ${zone} ${day} ${time}`, () => {
    assert.equal(String(toInstant(date(day), at(time), zone)), String(Temporal.Instant.from(instant)))
    assert.equal(isSkipped(date(day), at(time), zone), seen === 'skipped')
    assert.equal(isRepeated(date(day), at(time), zone), seen === 'repeated')
  })
}

test('a day is as long as its clock changes make it', () => {
  const hours = (day: string, zone: string) => {
    const { start, end } = dayBounds(date(day), zone)
    return start.until(end).total('hours')
  }
  assert.equal(hours('2026-03-29', 'Europe/Paris'), 23)
  assert.equal(hours('2026-10-25', 'Europe/Paris'), 25)
  assert.equal(hours('2026-10-04', 'Australia/Lord_Howe'), 23.5)
  assert.equal(hours('2011-12-30', 'Pacific/Apia'), 0)
  assert.equal(hours('2018-11-04', 'America/Sao_Paulo'), 23)
})

test('a minute of the day is whole and at most 24:00', () => {
  for (const minute of [-1, 1441, 0.5, Number.NaN]) {
    assert.throws(() => toInstant(date('2026-01-01'), minute, 'UTC'), RangeError)
  }
})

test('a zone is a name of the database in its exact spelling', () => {
  for (const zone of [...zones, 'UTC', 'Etc/GMT+5', 'Asia/Calcutta']) assert.ok(isZone(zone), zone)
  for (const text of ['', 'Europe/paris', 'utc', '+05:30', 'Nowhere/Else', '2026-01-01T00:00Z[Europe/Paris]', ' UTC']) {
    assert.ok(!isZone(text), text)
  }
})

test('minutes, days and weekdays are counted alike before and after 1970', () => {
  assert.equal(epochMinute(Temporal.Instant.from('1969-12-31T23:59:30Z')), -1)
  assert.equal(epochMinuteFrom(Temporal.Instant.from('1969-12-31T23:59:30Z')), 0)
  assert.equal(epochMinuteFrom(Temporal.Instant.from('2026-01-01T00:00:00.000000001Z')) * 60, 1_767_225_660)
  fc.assert(
    fc.property(fc.integer({ min: -100_000, max: 100_000 }), (day) => {
      const text = Temporal.PlainDate.from('1970-01-01').add({ days: day })
      assert.equal(epochDay(text), day)
      assert.equal(isoWeekday(day), text.dayOfWeek)
      assert.equal(epochMinute(instantOf(day * 7)), day * 7)
    }),
  )
})

test('local times of any zone agree with Temporal', () => {
  const dates = fc.integer({ min: 0, max: 47_000 }).map((days) => date('1973-01-02').add({ days }))
  fc.assert(
    fc.property(fc.constantFrom(...zones), dates, fc.integer({ min: 0, max: 1439 }), (zone, day, minute) => {
      const wall = day.toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 })
      const instant = toInstant(day, minute, zone)
      assert.ok(instant.equals(wall.toZonedDateTime(zone).toInstant()))
      if (!isSkipped(day, minute, zone)) {
        assert.ok(localDate(instant, zone).equals(day))
        assert.equal(minuteOfDay(instant, zone), minute)
      }
      checkTable(zone, [wall])
    }),
    { numRuns: 2000 },
  )
})

function checkTable(zone: string, walls: Temporal.PlainDateTime[]): void {
  const expected = walls.map((wall) => epochMinute(edgeByTemporal(wall, zone)))
  const edges = Int32Array.from(walls, (wall) => epochDay(wall.toPlainDate()) * 1440 + wall.hour * 60 + wall.minute)
  const offsets = zoneOffsets(zone, 94_694_400_000, Math.max(...expected) * 60_000)
  toEdges(edges, offsets)
  assert.deepEqual([...edges], expected, `${zone} ${String(walls)}`)
}

test('every clock change of every zone from 2000 to 2037 is in the table', () => {
  const [from, to] = [Temporal.Instant.from('2000-01-01T00:00Z'), Temporal.Instant.from('2038-01-01T00:00Z')]
  for (const zone of zones) {
    const offsets = zoneOffsets(zone, from.epochMilliseconds, to.epochMilliseconds)
    let now = from.toZonedDateTimeISO(zone)
    for (;;) {
      const change = now.getTimeZoneTransition('next')
      if (!change || Temporal.Instant.compare(change.toInstant(), to) >= 0) break
      now = change
      const minute = epochMinute(change.toInstant())
      for (const near of [minute - 1, minute]) {
        const { offsetNanoseconds } = instantOf(near).toZonedDateTimeISO(zone)
        assert.equal(localMinute(near, offsets) - near, offsetNanoseconds / 60e9)
      }
      const before = change.subtract({ minutes: 1 }).toPlainDateTime().add({ minutes: 1 })
      const after = change.toPlainDateTime()
      const [low, high] = Temporal.PlainDateTime.compare(before, after) < 0 ? [before, after] : [after, before]
      const around = [low.subtract({ minutes: 1 }), low, low.add({ minutes: 7 }), high.subtract({ minutes: 1 }), high]
      checkTable(zone, around)
    }
  }
})

test('a table grows with the range and refuses what nobody plans', () => {
  const near = zoneOffsets('Europe/Paris', 1e12, 1_893_456_000_000)
  const far = zoneOffsets('Europe/Paris', 1e12, 5_680_281_600_000)
  assert.ok(far.begins.length > near.begins.length)
  assert.equal(zoneOffsets('Europe/Paris', 1e12, 1_893_456_000_000), far)
  for (const [from, to] of [
    [0, 1],
    [1e12, 1e15],
    [Number.NaN, 1e12],
    [1e12, Number.NaN],
  ]) {
    assert.throws(() => zoneOffsets('Europe/Paris', from!, to!), RangeError)
  }
})

test('a day that was left out begins where the next one does', () => {
  const offsets = zoneOffsets('Pacific/Apia', 1e12, 2e12)
  const day = epochDay(date('2011-12-30'))
  assert.equal(dayEdge(day, offsets), dayEdge(day + 1, offsets))
  assert.ok(dayEdge(day - 1, offsets) < dayEdge(day, offsets))
})
