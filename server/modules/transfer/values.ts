import { MoneyError, parseMoney } from '#platform/money.ts'
import { minorUnitDigits } from '#platform/currencies.ts'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import type { CountryCode } from 'libphonenumber-js'
import type { MessageKey } from './old-database.ts'

/** What an old value says here. `remark` tells what was guessed, or why there is no value. */
export type Reading<Value extends {}> =
  | { readonly value: Value; readonly remark?: MessageKey }
  | { readonly value?: undefined; readonly remark: MessageKey }

const timestamp =
  /^(\d{4,6})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|z|UTC|[+-]\d{2}(?::?\d{2}(?::?\d{2})?)?)?( BC)?$/

/** An instant from the text of a timestamp; one without a zone is taken to be local time of `zone`. */
export function readInstant(text: string, zone: string): Reading<string> {
  const trimmed = text.trim()
  if (/^[+-]?infinity$/i.test(trimmed)) return { remark: 'transfer.infinite' }
  const found = timestamp.exec(trimmed)
  if (!found) return { remark: 'transfer.not_a_time' }
  const [, year = '', month, day, hour, minute, second = '00', fraction = '0', offset, before] = found
  if (before || year.length > 4) return { remark: 'transfer.out_of_range' }
  try {
    const local = Temporal.PlainDateTime.from(`${year}-${month}-${day}T${hour}:${minute}:${second}.${fraction}`)
    if (offset === undefined) {
      return { value: local.toZonedDateTime(zone).toInstant().toString(), remark: 'transfer.guessed_zone' }
    }
    const ahead = offsetSeconds(offset)
    return { value: local.toZonedDateTime('UTC').subtract({ seconds: ahead }).toInstant().toString() }
  } catch (error) {
    if (error instanceof RangeError) return { remark: 'transfer.not_a_time' }
    throw error
  }
}

function offsetSeconds(offset: string): number {
  const [hours = 0, minutes = 0, seconds = 0] = (offset.replaceAll(/\D/g, '').match(/\d{2}/g) ?? []).map(Number)
  return (offset.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60 + seconds)
}

export function readDate(text: string): Reading<string> {
  const trimmed = text.trim()
  if (/^[+-]?infinity$/i.test(trimmed)) return { remark: 'transfer.infinite' }
  if (trimmed.endsWith('BC') || /^\d{5,}-/.test(trimmed)) return { remark: 'transfer.out_of_range' }
  if (!/^\d{4}-\d{2}-\d{2}$/.test(trimmed)) return { remark: 'transfer.not_a_date' }
  try {
    return { value: Temporal.PlainDate.from(trimmed, { overflow: 'reject' }).toString() }
  } catch (error) {
    if (error instanceof RangeError) return { remark: 'transfer.not_a_date' }
    throw error
  }
}

/** Minutes after midnight; 1440 is the end of the day. */
export function readTimeOfDay(text: string): Reading<number> {
  const found = /^(\d{1,2})(?:[:.](\d{2})(?:[:.](\d{2})(?:\.\d+)?)?)?\s*([ap]\.?m\.?)?$/i.exec(text.trim())
  if (!found) return { remark: 'transfer.not_a_time_of_day' }
  const [, hours = '', minutes, seconds = '0', half] = found
  if (minutes === undefined && half === undefined) return { remark: 'transfer.not_a_time_of_day' }
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase().startsWith('p') ? 12 : 0) : Number(hours)
  const minute = hour * 60 + Number(minutes ?? 0)
  const inRange = Number(minutes ?? 0) < 60 && Number(seconds) < 60 && minute <= 1440 && (!half || Number(hours) <= 12)
  if (!inRange) return { remark: 'transfer.not_a_time_of_day' }
  return Number(seconds) === 0 ? { value: minute } : { value: minute, remark: 'transfer.seconds_dropped' }
}

export function readBoolean(text: string): Reading<boolean> {
  const word = text.trim().toLowerCase()
  if (['t', 'true', 'y', 'yes', 'on', '1'].includes(word)) return { value: true }
  if (['f', 'false', 'n', 'no', 'off', '0'].includes(word)) return { value: false }
  return { remark: 'transfer.not_yes_or_no' }
}

export function readWholeNumber(text: string, least: number, most: number): Reading<number> {
  if (!/^[+-]?\d{1,15}(\.0+)?$/.test(text.trim())) return { remark: 'transfer.not_a_number' }
  const value = Number(text)
  return value >= least && value <= most ? { value } : { remark: 'transfer.out_of_range' }
}

/** An amount in the smallest unit of the currency, as decimal text. Decimals that the currency lacks are rounded. */
export function readPrice(text: string, currency: string): Reading<bigint> {
  const trimmed = text
    .trim()
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
  if (trimmed.startsWith('-')) return { remark: 'transfer.negative_price' }
  try {
    return { value: parseMoney(trimmed, currency).amount }
  } catch (error) {
    if (!(error instanceof MoneyError)) throw error
    if (error.code === 'too-large') return { remark: 'transfer.out_of_range' }
    if (error.code !== 'too-many-decimals') return { remark: 'transfer.not_a_price' }
    return { value: rounded(trimmed, minorUnitDigits(currency)), remark: 'transfer.rounded_price' }
  }
}

function rounded(text: string, digits: number): bigint {
  const [whole = '0', decimals = ''] = text.split('.')
  const kept = BigInt(whole + decimals.slice(0, digits).padEnd(digits, '0'))
  return kept + (decimals.charAt(digits) >= '5' ? 1n : 0n)
}

export function isCountry(text: string): text is CountryCode {
  return /^[A-Z]{2}$/.test(text)
}

/** E.164; numbers without a country are read as numbers of `country`. */
export function readPhone(text: string, country: CountryCode): Reading<string> {
  const number = parsePhoneNumberFromString(text.normalize('NFKC'), country)
  return number?.isPossible() ? { value: number.number } : { remark: 'transfer.not_a_phone' }
}

export function readEmail(text: string): Reading<string> {
  const trimmed = text.trim()
  const valid = trimmed.length <= 254 && /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]+\.[^\s@<>,;".]{2,}$/.test(trimmed)
  return valid && !trimmed.includes('..') ? { value: trimmed } : { remark: 'transfer.not_an_email' }
}

export function readJson(text: string): Reading<{}> {
  try {
    const value: unknown = JSON.parse(text)
    return value === null || value === undefined ? { remark: 'transfer.not_json' } : { value }
  } catch (error) {
    if (error instanceof SyntaxError) return { remark: 'transfer.not_json' }
    throw error
  }
}

/** A list from the text of a PostgreSQL array, a JSON array, or words between commas. */
export function readList(text: string): Reading<readonly string[]> {
  const trimmed = text.trim()
  if (trimmed.startsWith('[') && !/^\[-?\d+:/.test(trimmed)) {
    const { value } = readJson(trimmed)
    if (!Array.isArray(value)) return { remark: 'transfer.not_a_list' }
    return {
      value: value
        .filter((item) => item !== null)
        .map((item) => (typeof item === 'string' ? item : JSON.stringify(item))),
    }
  }
  const array = /^(?:\[[-\d:]+\]=)?\{(.*)\}$/s.exec(trimmed)
  if (!array)
    return {
      value: trimmed
        .split(/[,;]/)
        .map((item) => item.trim())
        .filter(Boolean),
    }
  const items: string[] = []
  let rest = (array[1] ?? '').trim()
  while (rest !== '') {
    const found = /^(?:"((?:[^"\\]|\\.)*)"|([^",{}]*))\s*(?:,\s*|$)/s.exec(rest)
    if (!found || found[0] === '') return { remark: 'transfer.not_a_list' }
    const [all, quoted, plain = ''] = found
    if (quoted !== undefined) items.push(quoted.replaceAll(/\\(.)/gs, '$1'))
    else if (plain.trim().toUpperCase() !== 'NULL') items.push(plain.trim())
    rest = rest.slice(all.length)
  }
  return { value: items }
}

/** For comparing names: without capitals, accents, double spaces and punctuation. */
export function foldName(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}
