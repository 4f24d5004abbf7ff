import assert from 'node:assert/strict'
import { test } from 'node:test'
import { resizeAll, shiftAll, spansBetween, spansWithin } from './timetable-steps.ts'

const bounds = { columnIds: ['one', 'two', 'three'], dayStartMinute: 540, dayEndMinute: 1080 }
const span = (id: string, column: string, startMinute: number, endMinute: number) => ({
  id,
  column,
  startMinute,
  endMinute,
})
const a = span('a', 'one', 600, 645)
const b = span('b', 'two', 700, 760)

test('blocks move together and keep their distance at the edges', () => {
  assert.deepEqual(shiftAll([a, b], { columns: 1, minutes: 30 }, bounds), [
    span('a', 'two', 630, 675),
    span('b', 'three', 730, 790),
  ])
  assert.deepEqual(shiftAll([a, b], { columns: 5, minutes: -200 }, bounds), [
    span('a', 'two', 540, 585),
    span('b', 'three', 640, 700),
  ])
  assert.deepEqual(shiftAll([a, b], { columns: -5, minutes: 900 }, bounds), [
    span('a', 'one', 920, 965),
    span('b', 'two', 1020, 1080),
  ])
})

test('a block gets another end, but stays one step long and within the day', () => {
  assert.equal(resizeAll([a], 30, 15, bounds)[0]?.endMinute, 675)
  assert.equal(resizeAll([a], -300, 15, bounds)[0]?.endMinute, 615)
  assert.equal(resizeAll([a], 3000, 15, bounds)[0]?.endMinute, 1080)
})

test('a frame and a range choose what they touch', () => {
  const spans = [a, b, span('c', 'one', 645, 690), span('d', 'one', 900, 945)]
  assert.deepEqual(
    spansWithin(spans, { fromColumn: 0, toColumn: 1, fromMinute: 640, toMinute: 705 }, bounds.columnIds),
    ['a', 'b', 'c'],
  )
  assert.deepEqual(spansBetween(spans, spans[2]!, a), ['a', 'c'])
})
