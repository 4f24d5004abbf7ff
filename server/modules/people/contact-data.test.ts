import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digitsOf, plainText, readNumber, searchTextOf } from './contact-data.ts'

test('a number is kept in international form, read as of the country of the organisation', () => {
  for (const written of ['0812-3456-7890', '+62 812 3456 7890', '0812 3456 7890', '٠٨١٢٣٤٥٦٧٨٩٠'])
    assert.equal(readNumber(written, 'ID'), '+6281234567890')
  assert.equal(readNumber('06 12 34 56 78', 'FR'), '+33612345678')
})

test('a number that cannot be read stays as it was written', () => {
  assert.equal(readNumber('ask the neighbour', 'ID'), 'ask the neighbour')
  assert.equal(readNumber(' 123 ', 'ID'), '123')
  assert.equal(readNumber('   ', 'ID'), null)
  assert.equal(readNumber(undefined, 'ID'), null)
})

test('figures are the same in any writing and any script', () => {
  for (const written of ['0812-3456', '812 3456', '٠٨١٢٣٤٥٦', '०८१२३४५६', '０８１２３４５６'])
    assert.equal(digitsOf(written), '8123456', written)
})

test('searched text has neither accents nor capitals, in any script', () => {
  assert.equal(plainText('  Zoë   ÅNGSTRÖM '), 'zoe angstrom')
  assert.equal(plainText('مُحَمَّد'), plainText('محمد'))
  assert.equal(plainText('ΜΑΡΊΑ'), plainText('Μαρία'))
  assert.equal(plainText('陳大文'), '陳大文')
})

test('a person is found by name, e-mail and the figures of both numbers', () => {
  const text = searchTextOf({
    fullName: 'Zoë Müller',
    email: 'Zoe@mail.example',
    phone: '+6281234567890',
    waNumber: '+6281234567890',
  })
  assert.equal(text, 'zoe muller zoe@mail.example 6281234567890')
})
