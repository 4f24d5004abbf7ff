import assert from 'node:assert/strict'
import { test } from 'node:test'
import { world } from '#testing/world.ts'

test('an organisation that does not exist answers like an endpoint that does not exist', async () => {
  const { send } = await world()
  const answer = await send(null, 'GET', '/api/o/nobody-here/nothing')
  assert.equal(answer.status, 404)
  assert.equal(answer.body.code, 'not_found')
})
