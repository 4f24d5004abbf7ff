import { IntlMessageFormat } from 'intl-messageformat'
import type { Messages } from './types.ts'

export const locales = ['en', 'fr', 'id', 'ar'] as const
export type Locale = (typeof locales)[number]

/** A language's sentences by key, as one flat table of every group. */
export type Catalogue = Readonly<Record<string, string>>

export type MessageKey = keyof Messages

type Arguments<Key extends MessageKey> = keyof Messages[Key] extends never ? [] : [args: Messages[Key]]

export interface Translator {
  <Key extends MessageKey>(key: Key, ...args: Arguments<Key>): string
}

export class MissingMessage extends Error {
  constructor(locale: Locale, key: string) {
    super(`The ${locale} catalogue has no message ${key}`)
    this.name = 'MissingMessage'
  }
}

export function createTranslator(locale: Locale, catalogue: Catalogue): Translator {
  const formats = new Map<string, IntlMessageFormat>()

  return (key, ...[args]) => {
    let format = formats.get(key)
    if (!format) {
      const message = catalogue[key]
      if (message === undefined) throw new MissingMessage(locale, key)
      format = new IntlMessageFormat(message, languageTag(locale), undefined, { ignoreTag: true })
      formats.set(key, format)
    }
    return String(format.format(args as Record<string, string | number> | undefined))
  }
}

/** For keys that are made at run time, such as the code of an error. */
export function isMessageKey(catalogue: Catalogue, key: string): key is MessageKey {
  return Object.hasOwn(catalogue, key)
}

export function isLocale(value: string): value is Locale {
  return (locales as readonly string[]).includes(value)
}

export function directionOf(locale: Locale): 'ltr' | 'rtl' {
  return locale === 'ar' ? 'rtl' : 'ltr'
}

const languageTags = { en: 'en-GB', fr: 'fr-FR', id: 'id-ID', ar: 'ar-u-nu-latn' } as const satisfies Record<
  Locale,
  string
>

/** What `Intl` is asked for. Figures stay Western in Arabic, as they do on the schools' invoices. */
export function languageTag(locale: Locale): string {
  return languageTags[locale]
}
