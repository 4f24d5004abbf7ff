import { getOrganisation } from '#organisations'
import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/min'
import type { Ctx } from '#platform/context.ts'

/** The country in whose way telephone numbers without a country code are read. */
export async function readCountry(ctx: Ctx): Promise<CountryCode> {
  const { country } = await getOrganisation(ctx)
  return country as CountryCode // ISO 3166; a country the library does not know reads international numbers only
}

/** E.164 where the number can be read so, else as it was written; null for an empty one. */
export function readNumber(written: string | null | undefined, country: CountryCode): string | null {
  const trimmed = written?.trim() ?? ''
  if (trimmed === '') return null
  const number = parsePhoneNumberFromString(trimmed, country)
  return number?.isValid() ? number.number : trimmed
}

export function isInternational(number: string | null): number is string {
  return number !== null && /^\+\d{7,15}$/.test(number)
}

/** Text as it is searched: without accents or other marks, capitals, and with single spaces, in any script. */
export function plainText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .trim()
}

/** The figures of a number in any writing and any script, without the zero that only national writing has in front. */
export function digitsOf(written: string): string {
  const figures = plainText(written).replace(/\p{Nd}/gu, (figure) => String(valueOfFigure(figure)))
  return figures.replace(/\D/g, '').replace(/^0+/, '')
}

export interface Findable {
  readonly fullName: string
  readonly email: string | null
  readonly phone: string | null
  readonly waNumber: string | null
}

/** What a search looks through; written with the person. */
export function searchTextOf({ fullName, email, phone, waNumber }: Findable): string {
  const numbers = [phone, waNumber].map((number) => (number === null ? '' : digitsOf(number)))
  return [plainText(fullName), plainText(email ?? ''), ...new Set(numbers)].filter((part) => part !== '').join(' ')
}

// The figures of every script stand in runs of ten that begin with its zero (Unicode, 4.6).
function valueOfFigure(figure: string): number {
  const point = figure.codePointAt(0)!
  let zero = point
  while (point - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
  return point - zero
}

/** Text in which a `like` takes every character for itself. */
export function likeText(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
