import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toInstant } from '#platform/time.ts'
import { type Candidate, openings } from './openings.ts'
import { noRanges } from './ranges.ts'

const everyDay = (fromMinute: number, toMinute: number) =>
  [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute, toMinute }))

function teacher(zone: string, changes: Partial<Candidate> = {}): Candidate {
  return { id: 'ana', zone, rules: [], exceptions: [], busy: noRanges, ...changes }
}

/** Openings of some days in UTC, as "dayTtime/dayTtime". */
function opened(candidate: Candidate, first: string, days: number, kind?: 'teacher' | 'resource'): string[] {
  const from = Temporal.PlainDate.from(first)
  const start = toInstant(from, 0, candidate.zone)
  const end = toInstant(from.add({ days }), 0, candidate.zone)
  const packed = openings(candidate, start, end, kind)
  const text = (minute: number) =>
    Temporal.Instant.fromEpochMilliseconds(minute * 60_000)
      .toString()
      .slice(5, 16)
  return Array.from({ length: packed.length / 2 }, (_, i) => `${text(packed[i * 2]!)}/${text(packed[i * 2 + 1]!)}`)
}

const changes: [what: string, zone: string, day: string, hours: [number, number], expected: string[]][] = [
  ['hours over a skipped hour are shorter', 'Europe/Paris', '2026-03-29', [60, 240], ['03-29T00:00/03-29T02:00']],
  ['hours that end in a gap end at the change', 'Europe/Paris', '2026-03-29', [60, 150], ['03-29T00:00/03-29T01:00']],
  [
    'hours that begin in a gap begin at the change',
    'Europe/Paris',
    '2026-03-29',
    [150, 195],
    ['03-29T01:00/03-29T01:15'],
  ],
  ['hours inside a gap do not happen', 'Europe/Paris', '2026-03-29', [120, 180], []],
  ['hours over a repeated hour are longer', 'Europe/Paris', '2026-10-25', [60, 240], ['10-24T23:00/10-25T03:00']],
  [
    'hours that end in a repeated hour end the first time',
    'Europe/Paris',
    '2026-10-25',
    [60, 150],
    ['10-24T23:00/10-25T00:30'],
  ],
  ['half an hour is skipped', 'Australia/Lord_Howe', '2026-10-04', [60, 180], ['10-03T14:30/10-03T16:00']],
  ['five hours and three quarters ahead', 'Asia/Kathmandu', '2026-06-01', [540, 1020], ['06-01T03:15/06-01T11:15']],
  ['a day that was left out has no hours', 'Pacific/Apia', '2011-12-30', [540, 1020], []],
  ['Ramadan begins', 'Africa/Casablanca', '2026-02-15', [60, 240], ['02-15T00:00/02-15T04:00']],
  ['midnight is skipped', 'America/Sao_Paulo', '2018-11-04', [0, 120], ['11-04T03:00/11-04T04:00']],
  [
    'the hour before midnight is repeated',
    'America/Sao_Paulo',
    '2018-02-17',
    [1320, 1440],
    ['02-18T00:00/02-18T03:00'],
  ],
  ['no changes', 'Asia/Jakarta', '2026-03-29', [540, 1020], ['03-29T02:00/03-29T10:00']],
]

for (const [what, zone, day, [from, to], expected] of changes) {
  test(`${what}: ${zone} ${day}`, () => {
    assert.deepEqual(opened(teacher(zone, { rules: everyDay(from, to) }), day, 1), expected)
  })
}

test('without weekly hours a teacher is never there and a resource always', () => {
  assert.deepEqual(opened(teacher('UTC'), '2026-05-04', 2), [])
  assert.deepEqual(opened(teacher('UTC'), '2026-05-04', 2, 'resource'), ['05-04T00:00/05-06T00:00'])
})

test('hours past midnight are two rules that join', () => {
  const rules = [
    { weekday: 1, fromMinute: 1200, toMinute: 1440 },
    { weekday: 2, fromMinute: 0, toMinute: 60 },
  ]
  assert.deepEqual(opened(teacher('UTC', { rules }), '2026-05-04', 2), ['05-04T20:00/05-05T01:00'])
})

test('both dates of validity are included', () => {
  const day = Temporal.PlainDate.from('2026-05-05')
  const rules = everyDay(540, 600).map((rule) => ({ ...rule, validFrom: day, validTo: day }))
  assert.deepEqual(opened(teacher('UTC', { rules }), '2026-05-03', 7), ['05-05T09:00/05-05T10:00'])
})

test('time off wins over weekly and added hours', () => {
  const exception = (from: string, to: string, available: boolean) => ({
    from: Temporal.Instant.from(`2026-05-04T${from}Z`),
    to: Temporal.Instant.from(`2026-05-04T${to}Z`),
    available,
  })
  const exceptions = [exception('10:00', '14:00', true), exception('09:30', '10:30', false)]
  assert.deepEqual(opened(teacher('UTC', { rules: everyDay(540, 600), exceptions }), '2026-05-04', 1), [
    '05-04T09:00/05-04T09:30',
    '05-04T10:30/05-04T14:00',
  ])
})

test('reserved time is open time', () => {
  const busy = Int32Array.of(0, 2 ** 30)
  assert.deepEqual(opened(teacher('UTC', { rules: everyDay(540, 600), busy }), '2026-05-04', 1), [
    '05-04T09:00/05-04T10:00',
  ])
})
