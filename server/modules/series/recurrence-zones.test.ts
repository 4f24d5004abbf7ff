import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  casesAt,
  changesOf,
  describeCase,
  libraries,
  mistakeOf,
  ours,
  plainTruth,
} from './recurrence-zones.test-data.ts'

/**
 * Every clock change from 2000 to 2037 × six shapes of rule, ours and other libraries beside a plain loop over Temporal.
 * RECURRENCE_ZONES=all takes every zone that Node knows, which is some minutes; otherwise a few with odd clocks.
 */
const isWhole = process.env['RECURRENCE_ZONES'] === 'all'
const [fromYear, toYear] = isWhole ? [2000, 2037] : [2004, 2013]
const zones = isWhole
  ? Intl.supportedValuesOf('timeZone')
  : [
      'Europe/Paris',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Africa/Casablanca',
      'Asia/Gaza',
      'Asia/Jakarta',
    ]

// The one library that answers in the zone of the process does so rightly in UTC only.
process.env['TZ'] = 'UTC'

test('no instant is wrong at any clock change; other libraries are counted beside ours', (t) => {
  const mistakes = new Map<string, number>()
  const wrong: string[] = []
  let cases = 0
  for (const change of zones.flatMap((zone) => changesOf(zone, fromYear, toYear))) {
    for (const asked of casesAt(change)) {
      cases++
      const truth = plainTruth(asked)
      if (mistakeOf(() => ours(asked), truth) !== null) wrong.push(describeCase(asked))
      for (const [name, answer] of Object.entries(libraries)) {
        const mistake = mistakeOf(() => answer(asked), truth)
        if (mistake === null) continue
        const key = `${name}: ${asked.shape}, ${mistake}`
        mistakes.set(key, (mistakes.get(key) ?? 0) + 1)
      }
    }
  }
  t.diagnostic(`${cases} rules in ${zones.length} zones, ${wrong.length} wrong`)
  for (const [key, count] of [...mistakes].toSorted(([one], [other]) => (one < other ? -1 : 1)))
    t.diagnostic(`${key}: ${count}`)
  assert.deepEqual(wrong.slice(0, 10), [])
  for (const name of Object.keys(libraries)) {
    assert.ok(
      [...mistakes.keys()].some((key) => key.startsWith(name)),
      `${name} is right everywhere: then why have our own?`,
    )
  }
})
