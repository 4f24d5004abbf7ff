import assert from 'node:assert/strict'
import { test } from 'node:test'
import { payloadLines } from './payload.ts'

test('each value is a line, a change one line with both values', () => {
  const payload = { name: 'Tom', email: { old: null, new: 'tom@mail.example' }, terms: { holdHours: 48 }, days: [1, 2] }
  assert.deepEqual(payloadLines(payload), [
    { name: 'name', value: 'Tom' },
    { name: 'email', value: '∅ → tom@mail.example' },
    { name: 'terms.holdHours', value: '48' },
    { name: 'days', value: '[1,2]' },
  ])
})
