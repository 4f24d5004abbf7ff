import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createFormatters, formatMoney } from './format.ts'
import { createTranslator, MissingMessage, type MessageKey } from './translator.ts'

const noBreak = /[\u00A0\u202F\u200F\u200E]/g

function plain(text: string): string {
  return text.replaceAll(noBreak, ' ').trim()
}

test('a message is written in its language, with its plurals', () => {
  const key = 'shell.notifications_unread'
  const t = createTranslator('ar', { [key]: '{count, plural, one {درس} two {درسان} other {# دروس}}' })
  assert.equal(t(key, { count: 2 }), 'درسان')
  assert.equal(t(key, { count: 5 }), '5 دروس')
})

test('a missing message is an error, not a gap on the screen', () => {
  const t = createTranslator('en', {})
  assert.throws(() => t('common.save'), MissingMessage)
  assert.throws(() => t('common.nothing' as MessageKey), /common\.nothing/)
})

test('money keeps every digit and leaves out decimals nobody writes', () => {
  assert.equal(plain(formatMoney('id', { amount: 27_500_000n, currency: 'IDR' })), 'Rp 275.000')
  assert.equal(plain(formatMoney('en', { amount: 27_500_000n, currency: 'IDR' })), 'Rp 275.000')
  assert.equal(plain(formatMoney('id', { amount: 27_500_050n, currency: 'IDR' })), 'Rp 275.000,50')
  assert.equal(plain(formatMoney('en', { amount: -123_456n, currency: 'EUR' })), '-€1,234.56')
  assert.equal(plain(formatMoney('fr', { amount: 5n, currency: 'EUR' })), '0,05 €')
  assert.equal(
    plain(formatMoney('en', { amount: 90_071_992_547_409_931n, currency: 'USD' })),
    '$900,719,925,474,099.31',
  )
  assert.equal(plain(formatMoney('en', { amount: 1500n, currency: 'JPY' })), '¥1,500')
})

test('figures are Western in Arabic', () => {
  const { formatTime, formatNumber } = createFormatters('ar', 'Asia/Jakarta')
  assert.equal(formatTime(Temporal.Instant.from('2026-11-19T09:15:00Z')), '16:15')
  assert.match(formatNumber(1234), /^1[^0-9]?234$/)
  assert.match(formatMoney('ar', { amount: 27_500_000n, currency: 'IDR' }), /275/)
})

test('moments are read by the clock of the zone, plain dates by none', () => {
  const lateEvening = Temporal.Instant.from('2026-11-19T17:30:00Z')
  const jakarta = createFormatters('en', 'Asia/Jakarta')
  assert.equal(jakarta.formatTime(lateEvening), '00:30')
  assert.equal(jakarta.formatDay(lateEvening), 'Fri 20 Nov')
  assert.equal(jakarta.formatDate(Temporal.PlainDate.from('2026-11-19')), '19 November 2026')
  assert.equal(
    createFormatters('en', 'America/Los_Angeles').formatDay(Temporal.PlainDate.from('2026-11-19')),
    'Thu 19 Nov',
  )
})

test('a range names its day parts once', () => {
  const { formatRange, formatRelative } = createFormatters('en', 'Asia/Jakarta')
  const start = Temporal.Instant.from('2026-11-19T09:15:00Z')
  assert.equal(plain(formatRange(start, start.add({ minutes: 45 }))), '16:15–17:00')
  assert.equal(formatRelative(start, start.add({ minutes: 6 })), '6 min ago')
})
