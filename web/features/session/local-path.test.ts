import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLocalPath } from './local-path.ts'

test('only paths of this site are followed', () => {
  for (const path of ['/', '/harmoni/inbox', '/harmoni/people?search=a#x', '/sign-in'])
    assert.ok(isLocalPath(path), path)
})

test('an address that leads elsewhere is not followed, however it is written', () => {
  const leading = [
    '//evil.example',
    '/\\evil.example',
    '\\\\evil',
    'https://evil.example',
    'javascript:alert(1)',
    '',
    '/\t/evil.example',
  ]
  for (const path of leading) assert.equal(isLocalPath(path), false, path)
})
