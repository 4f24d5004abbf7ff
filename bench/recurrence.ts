// Recurring time alone: `node bench/recurrence.ts`. 1,000 weekly rules in Europe/Paris over a year, ours beside the libraries and a loop over Temporal.
import { createRequire } from 'node:module'
import { performance } from 'node:perf_hooks'
import type * as rrule from 'rrule'
import { RRuleTemporal } from 'rrule-temporal'
import { milliseconds, report, times } from './figures.ts'
import { expand, type Recurrence } from '../server/modules/series/recurrence.ts'
import { everyWeek, printRule } from '../server/modules/series/rrule-text.ts'

const { RRule } = createRequire(import.meta.url)('rrule') as typeof rrule

// One of the libraries answers in the zone of the process.
process.env['TZ'] = 'UTC'

const zone = 'Europe/Paris'
const firstDay = Temporal.PlainDate.from('2026-09-14')
const last = firstDay.add({ days: 364 })
const until = last
  .toZonedDateTime({ timeZone: zone, plainTime: '23:59:59' })
  .toInstant()
  .toString()
  .replaceAll(/[-:]/g, '')

/** Most have one lesson a week, one in seven has two. */
const rules: Recurrence[] = Array.from({ length: 1000 }, (_, n) => ({
  startsOn: firstDay.add({ days: n % 7 }),
  minute: 8 * 60 + (n % 48) * 15,
  zone,
  rule: {
    ...everyWeek,
    weekdays: [{ nth: 0, weekday: (n % 7) + 1 }, ...(n % 7 === 3 ? [{ nth: 0, weekday: 6 }] : [])],
  },
  without: [],
  extra: [],
}))

const lines = rules.map(({ startsOn, minute, rule }) => {
  const time = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60).toString({ smallestUnit: 'second' })
  const start = `${startsOn.toString()}T${time}`.replaceAll(/[-:]/g, '')
  return `DTSTART;TZID=${zone}:${start}\nRRULE:${printRule(rule)};UNTIL=${until}`
})

function temporalLoop({ startsOn, minute, rule }: Recurrence): number {
  const time = new Temporal.PlainTime(Math.floor(minute / 60), minute % 60)
  const weekdays = new Set(rule.weekdays.map(({ weekday }) => weekday))
  const monday = startsOn.subtract({ days: startsOn.dayOfWeek - 1 })
  let count = 0
  for (let week = monday; Temporal.PlainDate.compare(week, last) <= 0; week = week.add({ weeks: 1 })) {
    for (const weekday of weekdays) {
      const date = week.add({ days: weekday - 1 })
      if (Temporal.PlainDate.compare(date, startsOn) < 0 || Temporal.PlainDate.compare(date, last) > 0) continue
      if (date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds > 0) count++
    }
  }
  return count
}

interface Way {
  readonly name: string
  readonly rounds: number
  readonly run: () => number
}

const sum = <T>(items: readonly T[], count: (item: T) => number) =>
  items.reduce((total, item) => total + count(item), 0)

const ways: Way[] = [
  { name: 'Lessonry', rounds: 200, run: () => sum(rules, (each) => expand(each, { last }).starts.length) },
  { name: 'loop over Temporal', rounds: 9, run: () => sum(rules, temporalLoop) },
  {
    name: 'rrule-temporal',
    rounds: 7,
    run: () => sum(lines, (line) => new RRuleTemporal({ rruleString: line }).all().length),
  },
  { name: 'rrule', rounds: 1, run: () => sum(lines, (line) => RRule.fromString(line).all().length) },
]

function median({ rounds, run }: Way): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return times.toSorted((one, other) => one - other)[rounds >> 1]!
}

const measured = ways.map((way) => ({ name: way.name, dates: way.run(), ms: median(way) }))
const own = measured[0]!.ms
if (!process.send)
  console.table(
    measured.map(({ name, dates, ms }) => ({
      way: name,
      rules: rules.length,
      dates,
      'ms (median)': Number(ms.toFixed(2)),
      'times ours': Math.round(ms / own),
    })),
  )
report(
  measured.slice(1).map(({ name, ms }) => ({
    what: `${rules.length} weekly rules over a year, ${measured[0]!.dates} dates, beside ${name}`,
    ours: milliseconds(own),
    beside: milliseconds(ms),
    ratio: times(ms / own),
    goal: '≤ 10 ms',
    isMet: own <= 10,
  })),
)
