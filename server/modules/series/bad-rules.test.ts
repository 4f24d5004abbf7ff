import assert from 'node:assert/strict'
import { test } from 'node:test'
import { planSeries, previewSeries, type RuleFields } from '#contract/series'
import type { Input } from '#platform/contract.ts'
import { world, type World } from '#testing/world.ts'

const day = (text: string) => Temporal.PlainDate.from(text)

const plan = ({ piano, rina, tom }: World): Input<typeof planSeries> => ({
  offeringId: piano.id,
  teacherId: rina.id,
  studentIds: [tom.id],
  startsOn: day('2026-11-18'),
  startMinute: 600,
  rule: { frequency: 'weekly', count: 10 },
  skipsClosures: true,
})

const weekly = (more: Partial<RuleFields>) => ({ rule: { frequency: 'weekly' as const, ...more } })

const wrong: readonly [what: string, change: Record<string, unknown>, path: string, code: string][] = [
  ['no lesson at all', weekly({ count: 0 }), 'rule.count', 'too_small'],
  ['a million lessons', weekly({ count: 1_000_000 }), 'rule.count', 'too_big'],
  ['ten years', weekly({ until: day('2036-11-18') }), 'rule.until', 'range_too_long'],
  ['too many dates', { rule: { frequency: 'daily', until: day('2028-11-18') } }, 'rule.until', 'too_many_dates'],
  ['a number that takes decades', { rule: { frequency: 'yearly', count: 20 } }, 'rule.count', 'range_too_long'],
  ['an end before the beginning', weekly({ until: day('2026-11-17') }), 'rule.until', 'before_from'],
  ['both ends', weekly({ until: day('2027-01-01'), count: 3 }), 'rule.count', 'count_and_until'],
  ['a start in the past', { startsOn: day('2026-11-11') }, 'startsOn', 'in_the_past'],
  ['a start today that is over', { startsOn: day('2026-11-16'), startMinute: 60 }, 'startsOn', 'in_the_past'],
  ['a start in ten years', { startsOn: day('2036-11-11') }, 'startsOn', 'range_too_long'],
  ['a zone that is none', { zone: 'Mars/Olympus' }, 'zone', 'unknown_zone'],
  ['24:00', { startMinute: 1440 }, 'startMinute', 'too_big'],
  ['an eighth weekday', weekly({ weekdays: [{ weekday: 8 }] }), 'rule.weekdays.0.weekday', 'too_big'],
  [
    'the second Monday of a week',
    weekly({ weekdays: [{ weekday: 1, nth: 2 }] }),
    'rule.weekdays.0.nth',
    'not_in_this_rule',
  ],
  ['a day of the month in a week', weekly({ monthDays: [3] }), 'rule.monthDays', 'not_in_this_rule'],
  ['day zero', { rule: { frequency: 'monthly', monthDays: [0], count: 2 } }, 'rule.monthDays.0', 'not_zero'],
  [
    'a day that no month has',
    { rule: { frequency: 'yearly', months: [2], monthDays: [30], until: day('2028-01-01') } },
    'rule.frequency',
    'no_dates',
  ],
  ['every zeroth week', weekly({ interval: 0 }), 'rule.interval', 'too_small'],
  [
    'a choice for another day',
    { choices: [{ date: day('2026-11-19'), skip: true }] },
    'choices.0.date',
    'not_in_series',
  ],
  ['an extra date years away', { extraDates: [day('2036-01-01')] }, 'extraDates.0', 'range_too_long'],
  [
    'nothing left',
    { rule: { frequency: 'weekly', count: 1 }, choices: [{ date: day('2026-11-18'), skip: true }] },
    'choices',
    'no_dates',
  ],
]

test('a rule that makes no sense is refused by name, at once, and nothing is stored', async () => {
  const school = await world()
  const { refused, dewi, access, organisation } = school
  for (const [what, change, path, code] of wrong) {
    const started = performance.now()
    const body = { ...plan(school), ...change }
    for (const endpoint of code === 'no_dates' && path === 'choices' ? [planSeries] : [previewSeries, planSeries]) {
      const answer = await refused(dewi)(endpoint, body).catch(async () => sendRaw(school, body))
      assert.equal(answer.status, 422, what)
      assert.deepEqual(
        answer.body.errors?.map((each) => [each.path, each.code]),
        [[path, code]],
        what,
      )
      assert.ok(answer.body.errors![0]!.message.length > 0, what)
    }
    assert.ok(performance.now() - started < 5000, `${what} takes too long`)
  }
  for (const table of ['series.series', 'series.plan', 'series.occurrence', 'scheduling.lesson'] as const) {
    const rows = await access.owner.selectFrom(table).select('orgId').where('orgId', '=', organisation.id).execute()
    assert.equal(rows.length, 0, table)
  }
})

/** What the types do not let through goes past them. */
function sendRaw({ send, dewi, organisation }: World, body: Record<string, unknown>) {
  return send(dewi, 'POST', `/api/o/${organisation.slug}/series`, JSON.stringify(body))
}

test('two dates that are put on top of each other are refused', async () => {
  const school = await world()
  const startsAt = Temporal.Instant.from('2026-11-25T10:15:00+07:00')
  const choices = [{ date: day('2026-11-18'), startsAt }]
  const { body } = await school.refused(school.dewi)(planSeries, { ...plan(school), choices })
  assert.deepEqual(
    body.errors?.map(({ path, code }) => [path, code]),
    [['choices', 'meets_itself']],
  )
})
