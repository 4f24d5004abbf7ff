import assert from 'node:assert/strict'
import { test } from 'node:test'
import { argumentTypes } from './messages.ts'

test('the arguments of a message and their types are read from its text', () => {
  const found = argumentTypes('x.y', '{count, plural, one {{name} has # lesson} other {{name} has # lessons}} {at}')
  assert.deepEqual(
    [...found],
    [
      ['at', 'string | number'],
      ['count', 'number'],
      ['name', 'string | number'],
    ],
  )
  assert.deepEqual(
    [...argumentTypes('x.y', '{kind, select, held {Held} other {Free}}')],
    [['kind', "'held' | 'other'"]],
  )
})

test('dates are refused, because only the formatters know the zone', () => {
  assert.throws(() => argumentTypes('x.y', '{at, date, short}'), /x\.y/)
})
