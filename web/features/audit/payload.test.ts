import assert from 'node:assert/strict'
import { test } from 'node:test'
import { payloadLines, subjectName } from './payload.ts'

test('each value is a line, a change one line with both values', () => {
  const payload = { name: 'Tom', email: { old: null, new: 'tom@mail.example' }, terms: { holdHours: 48 }, days: [1, 2] }
  assert.deepEqual(payloadLines(payload), [
    { name: 'name', value: 'Tom' },
    { name: 'email', value: '∅ → tom@mail.example' },
    { name: 'terms.holdHours', value: '48' },
    { name: 'days', value: '[1,2]' },
  ])
})

test('old and new fields are set against each other, and what stayed is left out', () => {
  const payload = { old: { roles: ['guardian'], status: 'active' }, new: { roles: ['guardian'], status: 'suspended' } }
  assert.deepEqual(payloadLines(payload), [{ name: 'status', value: 'active → suspended' }])
  assert.deepEqual(payloadLines({ old: [1], new: [1, 2] }), [{ name: 'value', value: '[1] → [1,2]' }])
})

test('the name of the subject is taken from what says it', () => {
  assert.equal(subjectName({ fullName: 'Tom', name: 'x' }), 'Tom')
  assert.equal(subjectName({ accentHue: 20 }), null)
})
