import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { test } from 'node:test'
import { world } from '#testing/world.ts'

test('an organisation that does not exist answers like an endpoint that does not exist', async () => {
  const { send } = await world()
  const answer = await send(null, 'GET', '/api/o/nobody-here/nothing')
  assert.equal(answer.status, 404)
  assert.equal(answer.body.code, 'not_found')
})

test('an address that no text was written as is one at which nothing is', async () => {
  const { send } = await world()
  for (const path of ['/api/%E0%A4%A', '/api/o/%zz/organisation', '/api/o/nobody-here/%ff?x=%E0%A4%A']) {
    const answer = await send(null, 'GET', path)
    assert.deepEqual([answer.status, answer.body.code], [404, 'not_found'], path)
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
  }
  const page = await send(null, 'GET', '/%E0%A4%A')
  assert.equal(page.status, 404)
  assert.match(String(page.headers['content-type']), /^(text\/html|application\/problem\+json)/)
})

test('what never becomes a request is told why, as problem details', async (t) => {
  const { http: app } = await world()
  const { port } = new URL(await app.listen({ port: 0, host: '127.0.0.1' }))
  t.after(() => app.server.closeAllConnections())
  const say = async (text: string) => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.end(text)
    return Buffer.concat(await socket.toArray()).toString()
  }
  for (const [text, status, code] of [
    [`GET / HTTP/1.1\r\nhost: x\r\nlong: ${'x'.repeat(40_000)}\r\n\r\n`, 431, 'headers_too_large'],
    ['this is no HTTP\r\n\r\n', 400, 'not_http'],
  ] as const) {
    const [head = '', body = ''] = (await say(text)).split('\r\n\r\n')
    assert.match(head, new RegExp(`^HTTP/1.1 ${status} `))
    assert.match(head, /content-type: application\/problem\+json/)
    const problem = JSON.parse(body) as Record<string, unknown>
    assert.deepEqual([problem['status'], problem['code']], [status, code])
  }
})
