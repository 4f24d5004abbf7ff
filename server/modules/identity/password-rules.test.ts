import assert from 'node:assert/strict'
import { test } from 'node:test'
import { hashPassword, isOutdated, verifyPassword } from './passwords.ts'
import { isCommon } from './password-rules.ts'

test('what is guessed first is refused, in every disguise', () => {
  const refused = [
    ['password', 'Password1', 'P@ssw0rd', 'p4ssw0rd!', 'passwordpassword', 'PASSWORD2026', '!!password!!'],
    ['12345678', '87654321', '0123456789', '11111111', 'abababab', 'aaaaaaab', '1a2b1a2b'],
    ['qwertyuiop', 'qwerty1234', 'asdfghjkl', '1qaz2wsx', '1q2w3e4r', 'azertyuiop', 'zxcvbnm1', 'abcdefgh'],
    ['19990412', '12042001', '12.04.2001', '2026-11-20'],
    ['iloveyou', 'sunshine1', 'Jessica1987', 'liverpool', 'Liverp00l', 'football10', 'sayang123', 'bismillah'],
    ['motdepasse', 'doudou123', 'habibi123', 'lessonry1', 'monkey12'],
  ].flat()
  assert.deepEqual(
    refused.filter((password) => !isCommon(password)),
    [],
  )
})

test('a password may not be the school or the address with something added', () => {
  const about = ['maria.santoso@mail.example', 'Harmoni Music']
  for (const password of ['harmonimusic', 'Harmoni-2026', 'santoso99!', 'mariasantoso', 'H4rmoni!!'])
    assert.ok(isCommon(password, about), password)
})

test('words in a row, and what a program makes, are welcome; no kind of character is asked for', () => {
  const welcome = [
    ['four blue kites at noon', 'correct horse battery staple', 'xk7vqm2p', 'vtwnqrjz', 'tujuh layang biru'],
    ['le chat dort sous la table', 'قطة زرقاء تحت الطاولة', '84 geese in march', '7291504836'],
  ].flat()
  assert.deepEqual(
    welcome.filter((password) => isCommon(password, ['maria@mail.example', 'Harmoni Music'])),
    [],
  )
})

test('a hash fits its password only, in any writing of its letters', async () => {
  const stored = await hashPassword('caf\u00e9 au lait frais')
  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
  assert.equal(await verifyPassword('cafe\u0301 au lait frais', stored), true)
  assert.equal(await verifyPassword('cafe au lait frais', stored), false)
  assert.equal(await verifyPassword('caf\u00e9 au lait frais', null), false)
  assert.notEqual(await hashPassword('caf\u00e9 au lait frais'), stored)
  assert.equal(isOutdated(stored), false)
  assert.equal(isOutdated(stored.replace('t=2', 't=1')), true)
})

// One of the vectors that the reference implementation of Argon2 tests itself with.
test('a hash of another effort still fits', async () => {
  const other = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'
  assert.equal(await verifyPassword('password', other), true)
})
