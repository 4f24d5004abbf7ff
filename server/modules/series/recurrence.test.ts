import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { epochDay, instantOf, toInstant } from '#platform/time.ts'
import { clockChangeAt, expand, type Recurrence, type Rule } from './recurrence.ts'
import { civilOf, dayNumber } from './recurrence-days.ts'
import { everyWeek, parseRule, printRule } from './rrule-text.ts'

/** How many random rules; RECURRENCE_RUNS raises it. */
const numRuns = Number(process.env['RECURRENCE_RUNS'] ?? 400)

const day = (text: string) => Temporal.PlainDate.from(text)
const place = { minute: 17 * 60, zone: 'Europe/Paris' }

function datesOf(text: string, startsOn: string, more: Partial<Recurrence> & { last?: string } = {}): string[] {
  const rule = parseRule(text, place)
  assert.ok(!('part' in rule), `${text}: ${JSON.stringify(rule)}`)
  const { last = '2030-12-31', ...changes } = more
  const { days } = expand(
    { ...place, startsOn: day(startsOn), rule, without: [], extra: [], ...changes },
    { last: day(last) },
  )
  return Array.from(days, (each) => day('1970-01-01').add({ days: each }).toString())
}

const rules: readonly [text: string, startsOn: string, dates: string][] = [
  ['FREQ=DAILY;COUNT=3', '2026-11-16', '2026-11-16 2026-11-17 2026-11-18'],
  ['FREQ=DAILY;INTERVAL=10;UNTIL=20261210', '2026-11-16', '2026-11-16 2026-11-26 2026-12-06'],
  ['FREQ=DAILY;BYDAY=SA,SU;COUNT=3', '2026-11-16', '2026-11-21 2026-11-22 2026-11-28'],
  ['FREQ=WEEKLY;COUNT=3', '2026-11-18', '2026-11-18 2026-11-25 2026-12-02'],
  ['FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4', '2026-11-18', '2026-11-19 2026-11-24 2026-11-26 2026-12-01'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=MO;COUNT=4', '2026-11-16', '2026-11-16 2026-11-22 2026-11-30 2026-12-06'],
  ['FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;WKST=SU;COUNT=4', '2026-11-16', '2026-11-16 2026-11-29 2026-11-30 2026-12-13'],
  ['FREQ=WEEKLY;BYDAY=MO;BYMONTH=12;COUNT=3', '2026-11-16', '2026-12-07 2026-12-14 2026-12-21'],
  ['FREQ=MONTHLY;COUNT=3', '2027-01-31', '2027-01-31 2027-03-31 2027-05-31'],
  ['FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=3', '2027-01-31', '2027-01-31 2027-02-28 2027-03-31'],
  ['FREQ=MONTHLY;BYMONTHDAY=15,1;COUNT=3', '2026-11-02', '2026-11-15 2026-12-01 2026-12-15'],
  ['FREQ=MONTHLY;BYDAY=2TU;COUNT=3', '2026-11-01', '2026-11-10 2026-12-08 2027-01-12'],
  ['FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', '2026-11-01', '2026-11-27 2026-12-25 2027-01-29'],
  ['FREQ=MONTHLY;BYDAY=5MO;COUNT=3', '2026-11-01', '2026-11-30 2027-03-29 2027-05-31'],
  ['FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=3', '2026-11-01', '2026-11-13 2027-08-13 2028-10-13'],
  ['FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3', '2026-11-01', '2026-11-30 2026-12-31 2027-01-29'],
  ['FREQ=MONTHLY;INTERVAL=3;BYDAY=1MO;COUNT=2', '2026-11-01', '2026-11-02 2027-02-01'],
  ['FREQ=YEARLY;COUNT=2', '2028-02-29', '2028-02-29'],
  ['FREQ=YEARLY;BYMONTH=9;BYDAY=1MO;COUNT=3', '2026-11-01', '2027-09-06 2028-09-04 2029-09-03'],
  ['FREQ=YEARLY;BYDAY=20MO;COUNT=2', '2027-01-01', '2027-05-17 2028-05-15'],
  ['FREQ=YEARLY;BYMONTHDAY=1;COUNT=3', '2026-11-15', '2026-12-01 2027-01-01 2027-02-01'],
]

test('rules of RFC 5545 mean these dates', () => {
  for (const [text, startsOn, dates] of rules)
    assert.equal(datesOf(text, startsOn).join(' '), dates, `${text} from ${startsOn}`)
})

test('a date left out still counts, an extra date does not', () => {
  const changes = { without: [day('2026-11-25')], extra: [day('2026-11-27'), day('2026-11-18')] }
  assert.deepEqual(datesOf('FREQ=WEEKLY;COUNT=3', '2026-11-18', changes), ['2026-11-18', '2026-11-27', '2026-12-02'])
})

test('a rule that never ends is made up to the horizon', () => {
  assert.equal(datesOf('FREQ=WEEKLY', '2026-11-18', { last: '2026-12-15' }).length, 4)
  assert.equal(datesOf('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30', '2026-11-18').length, 0)
})

test('a local time that a clock change skips moves forward by the gap, and one that exists twice is the first', () => {
  const startsAt = (minute: number, startsOn: string) => {
    const { starts } = expand(
      { startsOn: day(startsOn), minute, zone: 'Europe/Paris', rule: everyWeek, without: [], extra: [] },
      { last: day(startsOn) },
    )
    return instantOf(starts[0]!).toString()
  }
  assert.equal(startsAt(150, '2027-03-28'), '2027-03-28T01:30:00Z', '02:30 becomes 03:30')
  assert.equal(startsAt(150, '2027-10-31'), '2027-10-31T00:30:00Z', 'the first 02:30')
  const change = (minute: number, date: string) => clockChangeAt(epochDay(day(date)), minute, 'Europe/Paris')
  assert.equal(change(150, '2027-03-28'), 'skipped')
  assert.equal(change(180, '2027-03-28'), null)
  assert.equal(change(119, '2027-03-28'), null)
  assert.equal(change(150, '2027-10-31'), 'doubled')
  assert.equal(change(180, '2027-10-31'), null)
  assert.equal(change(119, '2027-10-31'), null)
  assert.equal(change(1020, '2027-06-01'), null)
})

test('a rule that cannot be read says which part of it is wrong', () => {
  const wrong: readonly [text: string, part: string, code: string][] = [
    ['', 'RRULE', 'invalid_rule'],
    ['FREQ=SECONDLY', 'FREQ', 'not_supported'],
    ['COUNT=3', 'FREQ', 'invalid_rule'],
    ['FREQ=WEEKLY;COUNT=0', 'COUNT', 'invalid_rule'],
    ['FREQ=WEEKLY;COUNT=-1', 'COUNT', 'invalid_rule'],
    ['FREQ=WEEKLY;COUNT=99999999999999', 'COUNT', 'invalid_rule'],
    ['FREQ=WEEKLY;COUNT=3;UNTIL=20270101', 'COUNT', 'count_and_until'],
    ['FREQ=WEEKLY;COUNT=3;COUNT=4', 'COUNT', 'twice'],
    ['FREQ=WEEKLY;INTERVAL=0', 'INTERVAL', 'invalid_rule'],
    ['FREQ=WEEKLY;UNTIL=20270230', 'UNTIL', 'invalid_rule'],
    ['FREQ=WEEKLY;UNTIL=20270101T256000Z', 'UNTIL', 'invalid_rule'],
    ['FREQ=WEEKLY;BYDAY=2MO', 'BYDAY', 'invalid_rule'],
    ['FREQ=WEEKLY;BYDAY=XX', 'BYDAY', 'invalid_rule'],
    ['FREQ=WEEKLY;BYHOUR=3', 'BYHOUR', 'not_supported'],
    ['FREQ=WEEKLY;BYMONTHDAY=3', 'BYMONTHDAY', 'invalid_rule'],
    ['FREQ=MONTHLY;BYMONTHDAY=32', 'BYMONTHDAY', 'invalid_rule'],
    ['FREQ=MONTHLY;BYDAY=0MO', 'BYDAY', 'invalid_rule'],
    [`FREQ=WEEKLY;${'X'.repeat(3000)}`, 'RRULE', 'invalid_rule'],
  ]
  for (const [text, part, code] of wrong) assert.deepEqual(parseRule(text, place), { part, code }, text.slice(0, 60))
})

test('a moment as the end of a rule counts only the dates that have begun by then', () => {
  assert.deepEqual(datesOf('FREQ=DAILY;UNTIL=20261118T160000Z', '2026-11-16').at(-1), '2026-11-18')
  assert.deepEqual(datesOf('FREQ=DAILY;UNTIL=20261118T155959Z', '2026-11-16').at(-1), '2026-11-17')
  assert.deepEqual(datesOf('FREQ=DAILY;UNTIL=20261118T170000', '2026-11-16').at(-1), '2026-11-18')
})

const weekday = fc.integer({ min: 1, max: 7 })
const anyRule: fc.Arbitrary<Rule> = fc
  .record({
    frequency: fc.constantFrom('daily' as const, 'weekly' as const, 'monthly' as const, 'yearly' as const),
    interval: fc.integer({ min: 1, max: 5 }),
    weekdays: fc.uniqueArray(fc.record({ nth: fc.integer({ min: -5, max: 5 }), weekday }, { noNullPrototype: true }), {
      maxLength: 3,
      selector: ({ weekday, nth }) => `${weekday} ${nth}`,
    }),
    monthDays: fc.uniqueArray(
      fc.integer({ min: -31, max: 31 }).filter((each) => each !== 0),
      { maxLength: 2 },
    ),
    months: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { maxLength: 3 }),
    positions: fc.uniqueArray(fc.constantFrom(1, 2, -1), { maxLength: 1 }),
    weekStart: weekday,
    count: fc.option(fc.integer({ min: 1, max: 30 })),
    until: fc.constant(null),
  })
  .map((rule) => {
    const isShort = rule.frequency === 'daily' || rule.frequency === 'weekly'
    return {
      ...rule,
      weekdays: isShort ? rule.weekdays.map((each) => ({ ...each, nth: 0 })) : rule.weekdays,
      monthDays: rule.frequency === 'weekly' ? [] : rule.monthDays,
      positions: rule.frequency === 'daily' ? [] : rule.positions,
    }
  })

test('whatever the rule, its dates are in order, in its range, and the same again from its text', () => {
  fc.assert(
    fc.property(
      anyRule,
      fc.integer({ min: 0, max: 20_000 }),
      fc.integer({ min: 0, max: 1439 }),
      (rule, offset, minute) => {
        const startsOn = day('1990-01-01').add({ days: offset })
        const last = startsOn.add({ years: 2 })
        const recurrence = { startsOn, minute, zone: 'America/New_York', rule, without: [], extra: [] }
        const { days, starts } = expand(recurrence, { last })
        assert.equal(days.length, starts.length)
        if (rule.count !== null) assert.ok(days.length <= rule.count)
        for (let i = 0; i < days.length; i++) {
          assert.ok(i === 0 || days[i]! > days[i - 1]!)
          assert.ok(days[i]! >= epochDay(startsOn) && days[i]! <= epochDay(last))
          const date = day('1970-01-01').add({ days: days[i]! })
          assert.equal(instantOf(starts[i]!).toString(), toInstant(date, minute, 'America/New_York').toString())
        }
        const again = parseRule(printRule(rule), { minute, zone: 'America/New_York' })
        assert.deepEqual(again, rule)
        const shorter = expand(recurrence, { last: startsOn.add({ years: 1 }) }).days
        assert.deepEqual(
          days.subarray(0, shorter.length),
          shorter,
          'a nearer horizon gives the beginning of the same dates',
        )
      },
    ),
    { numRuns },
  )
})

test('days and dates are each other, as Temporal counts them', () => {
  fc.assert(
    fc.property(fc.integer({ min: -100_000, max: 200_000 }), (number) => {
      const { year, month, day: dayOfMonth } = civilOf(number)
      const date = Temporal.PlainDate.from('1970-01-01').add({ days: number })
      assert.deepEqual([year, month, dayOfMonth], [date.year, date.month, date.day])
      assert.equal(dayNumber(year, month, dayOfMonth), number)
    }),
    { numRuns },
  )
})
