import { minorUnitDigits } from '#platform/currencies.ts'
import { languageTag, type Locale } from './translator.ts'

export interface Amount {
  /** In the smallest unit of the currency. */
  amount: bigint
  currency: string
}

export interface Formatters {
  /** 16:15 */
  formatTime: (instant: Temporal.Instant) => string
  /** 19 November 2026 */
  formatDate: (day: Temporal.Instant | Temporal.PlainDate) => string
  /** Thu 19 Nov */
  formatDay: (day: Temporal.Instant | Temporal.PlainDate) => string
  /** Thursday 19 November */
  formatLongDay: (day: Temporal.Instant | Temporal.PlainDate) => string
  /** November 2026 */
  formatMonth: (day: Temporal.Instant | Temporal.PlainDate) => string
  /** Thu */
  formatWeekday: (day: Temporal.Instant | Temporal.PlainDate) => string
  /** Thu 19 Nov, 16:15 */
  formatDayAndTime: (instant: Temporal.Instant) => string
  /** 16:15–17:00 */
  formatRange: (start: Temporal.Instant, end: Temporal.Instant) => string
  /** Rp 275.000 */
  formatMoney: (money: Amount) => string
  formatNumber: (value: number | bigint) => string
  /** 64% of 0.64 */
  formatShare: (share: number) => string
  /** 6 min ago */
  formatRelative: (instant: Temporal.Instant, now: Temporal.Instant) => string
  /** Piano, violin and voice */
  formatList: (parts: readonly string[]) => string
}

/** Everything a person reads as a time, a day or an amount, in their language and in the clock of one zone. */
export function createFormatters(locale: Locale, zone: string): Formatters {
  const tag = languageTag(locale)
  const time = clock({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  const date = calendar({ day: 'numeric', month: 'long', year: 'numeric' })
  const day = calendar({ weekday: 'short', day: 'numeric', month: 'short' })
  const number = once(() => new Intl.NumberFormat(tag))
  const share = once(() => new Intl.NumberFormat(tag, { style: 'percent', maximumFractionDigits: 0 }))
  const relative = once(() => new Intl.RelativeTimeFormat(tag, { style: 'short', numeric: 'auto' }))
  const list = once(() => new Intl.ListFormat(tag, { type: 'conjunction' }))
  const dayAndTime = clock({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })

  return {
    formatTime: (instant) => time().format(instant.epochMilliseconds),
    formatDate: date,
    formatDay: day,
    formatLongDay: calendar({ weekday: 'long', day: 'numeric', month: 'long' }),
    formatMonth: calendar({ month: 'long', year: 'numeric' }),
    formatWeekday: calendar({ weekday: 'short' }),
    formatDayAndTime: (instant) => dayAndTime().format(instant.epochMilliseconds),
    formatRange: (start, end) => time().formatRange(start.epochMilliseconds, end.epochMilliseconds),
    formatMoney: (money) => formatMoney(locale, money),
    formatNumber: (value) => number().format(value),
    formatShare: (value) => share().format(value),
    formatRelative: (instant, now) => formatRelative(relative(), instant, now),
    formatList: (parts) => list().format(parts),
  }

  function clock(options: Intl.DateTimeFormatOptions) {
    return once(() => new Intl.DateTimeFormat(tag, { ...options, timeZone: zone }))
  }

  // A plain date has no zone: it is the same day everywhere, so it is written as midnight in UTC is written in UTC.
  function calendar(options: Intl.DateTimeFormatOptions) {
    const inZone = once(() => new Intl.DateTimeFormat(tag, { ...options, timeZone: zone }))
    const plain = once(() => new Intl.DateTimeFormat(tag, { ...options, timeZone: 'UTC' }))
    return (value: Temporal.Instant | Temporal.PlainDate) =>
      'epochMilliseconds' in value
        ? inZone().format(value.epochMilliseconds)
        : plain().format(value.toZonedDateTime('UTC').epochMilliseconds)
  }
}

/**
 * The language decides the words, the currency's country the separators: 275.000 is how an English speaker in Jakarta
 * writes it too. Decimals that people there never write are left out as long as they are zero.
 */
export function formatMoney(locale: Locale, { amount, currency }: Amount): string {
  const digits = minorUnitDigits(currency)
  const format = moneyFormat(locale, currency, undefined)
  const customary = format.resolvedOptions().maximumFractionDigits ?? digits
  const isWhole = amount % 10n ** BigInt(digits) === 0n
  const exact = customary < digits && !isWhole ? moneyFormat(locale, currency, digits) : format
  return exact.format(decimalOf(amount, digits))
}

const moneyFormats = new Map<string, Intl.NumberFormat>()

function moneyFormat(locale: Locale, currency: string, digits: number | undefined): Intl.NumberFormat {
  const key = `${locale} ${currency} ${digits}`
  let format = moneyFormats.get(key)
  if (!format) {
    format = new Intl.NumberFormat(`${locale}-${currency.slice(0, 2)}-u-nu-latn`, {
      style: 'currency',
      currency,
      currencyDisplay: 'narrowSymbol',
      ...(digits !== undefined && { minimumFractionDigits: digits, maximumFractionDigits: digits }),
    })
    moneyFormats.set(key, format)
  }
  return format
}

/** A decimal in digits, because a number would round amounts beyond 2^53. */
function decimalOf(amount: bigint, digits: number): Intl.StringNumericLiteral {
  const sign = amount < 0n ? '-' : ''
  const figures = (amount < 0n ? -amount : amount).toString().padStart(digits + 1, '0')
  const whole = figures.slice(0, figures.length - digits)
  const fraction = figures.slice(figures.length - digits)
  return `${sign}${whole}${fraction && '.'}${fraction}` as Intl.StringNumericLiteral
}

const minute = 60
const hour = 60 * minute
const day = 24 * hour

function formatRelative(format: Intl.RelativeTimeFormat, instant: Temporal.Instant, now: Temporal.Instant): string {
  const seconds = Math.round((instant.epochMilliseconds - now.epochMilliseconds) / 1000)
  const distance = Math.abs(seconds)
  if (distance < hour) return format.format(Math.trunc(seconds / minute), 'minute')
  if (distance < day) return format.format(Math.trunc(seconds / hour), 'hour')
  return format.format(Math.trunc(seconds / day), 'day')
}

function once<Value>(create: () => Value): () => Value {
  let value: Value | undefined
  return () => (value ??= create())
}
