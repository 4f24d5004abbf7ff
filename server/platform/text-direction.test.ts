import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatMoney } from '#messages/format.ts'
import { isolateTexts } from './text-direction.ts'

/** The isolates in readable marks: ⟨ in its own direction, [ left to right. */
function isolate(text: string, page: 'ltr' | 'rtl' = 'rtl'): string {
  const isolated = isolateTexts(text, page)
  assert.ok(typeof isolated === 'string')
  return isolated.replaceAll('\u2068', '⟨').replaceAll('\u2066', '[').replaceAll('\u2069', '⟩')
}

test('figures in groups stay together on a page from right to left', () => {
  const cases = {
    'فاتورة 2026-0042': '⟨فاتورة [2026-0042⟩⟩',
    'هاتف +216 71 123 456': '⟨هاتف [+216 71 123 456⟩⟩',
    '2.142,000 د.ت': '⟨[2.142,000⟩ د.ت⟩',
    '−1,800.000': '⟨[−1,800.000⟩⟩',
    'الحساب TN59 1000 6035 أو نقداً': '⟨الحساب [TN59 1000 6035⟩ أو نقداً⟩',
    'بيانو، 45 دقيقة': '⟨بيانو، 45 دقيقة⟩',
    '5 Avenue Habib Bourguiba': '⟨[5 Avenue Habib Bourguiba⟩⟩',
    'سطر\nLine': '⟨سطر⟩\n⟨Line⟩',
  }
  for (const [text, expected] of Object.entries(cases)) assert.equal(isolate(text), expected)
})

test('a page from left to right is left alone, except where Arabic or Hebrew is written', () => {
  assert.equal(isolate('Invoice 2026-0042', 'ltr'), 'Invoice 2026-0042')
  assert.equal(isolate('منزل 71-123', 'ltr'), '⟨منزل [71-123⟩⟩')
})

test('no amount of money is ever cut in two', () => {
  fc.assert(
    fc.property(
      fc.bigInt(-(10n ** 15n), 10n ** 15n),
      fc.constantFrom('IDR', 'JPY', 'TND', 'EUR', 'USD', 'MAD', 'SAR'),
      (amount, currency) => {
        const isolated = isolate(formatMoney('ar', { amount, currency }))
        const [figures = '', ...rest] = isolated.match(/\d[\d.,]*/g) ?? []
        const isolates = isolated.match(/\[[^⟩]*⟩/g) ?? []
        assert.deepEqual(rest, [])
        assert.ok(isolates.length === 1 || /^\d+$/.test(figures))
        assert.ok(isolates.every((one) => one.includes(figures)))
      },
    ),
  )
})

test('texts are found wherever they are in the data', () => {
  assert.deepEqual(isolateTexts({ a: ['ب', null, 1], c: true }, 'rtl'), { a: ['\u2068ب\u2069', null, 1], c: true })
})
