import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Id } from '#platform/ids.ts'
import { copyDay, openCells, paint, rulesOf, stretchesOf, type WeeklyRule } from './weekly-hours.ts'

const zone = 'Asia/Jakarta'
const cipete = '0198f3c2-0000-7000-8000-000000000001' as Id<'location'>
const rule = (weekday: number, fromMinute: number, toMinute: number, more: Partial<WeeklyRule> = {}): WeeklyRule => ({
  weekday,
  fromMinute,
  toMinute,
  zone,
  format: 'both',
  locationId: null,
  ...more,
})

test('hours come back as they were, with what they are for', () => {
  const rules = [
    rule(1, 540, 720),
    rule(1, 780, 900, { format: 'in_person', locationId: cipete }),
    rule(1, 840, 960, { format: 'online' }),
    rule(7, 1380, 1440, { format: 'online' }),
  ]
  assert.deepEqual(rulesOf(openCells(rules, 30), 30, zone), rules)
  assert.deepEqual(rulesOf(openCells(rules, 15), 15, zone), rules)
})

test('painting replaces what a cell was for, and closing takes it away', () => {
  const cells = openCells([rule(2, 540, 660)], 30)
  const online = paint(cells, [{ weekday: 2, minute: 600 }], 'online@')
  assert.deepEqual(
    rulesOf(online, 30, zone).map(({ fromMinute, toMinute, format }) => [fromMinute, toMinute, format]),
    [
      [540, 600, 'both'],
      [630, 660, 'both'],
      [600, 630, 'online'],
    ],
  )
  assert.deepEqual(stretchesOf(paint(online, [{ weekday: 2, minute: 540 }], null), 2, 30), [
    { fromMinute: 570, toMinute: 660 },
  ])
})

test('a day is copied over others and over itself alike', () => {
  const cells = openCells([rule(1, 540, 600), rule(3, 600, 900)], 30)
  const copied = copyDay(cells, 1, [1, 2, 3])
  assert.deepEqual(
    rulesOf(copied, 30, zone).map(({ weekday, fromMinute }) => [weekday, fromMinute]),
    [
      [1, 540],
      [2, 540],
      [3, 540],
    ],
  )
})
