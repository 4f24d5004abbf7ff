import assert from 'node:assert/strict'
import { test } from 'node:test'
import { plainAmount } from './amount-text.ts'

test('amounts are read as people of the currency write them', () => {
  const cases: [typed: string, currency: string, read: string][] = [
    ['150.000', 'IDR', '150000'],
    ['1.150.000', 'IDR', '1150000'],
    ['150,000', 'IDR', '150000'],
    ['1 150 000', 'IDR', '1150000'],
    ['150000', 'IDR', '150000'],
    ['12.50', 'EUR', '12.50'],
    ['1.000', 'EUR', '1000'],
    ['1.000', 'TND', '1.000'],
    ['1.150,000', 'IDR', '1.150,000'],
    ['-5', 'IDR', '-5'],
  ]
  for (const [typed, currency, read] of cases) assert.equal(plainAmount(typed, currency), read, `${typed} ${currency}`)
})
