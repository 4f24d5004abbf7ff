import { loadCatalogue } from '#messages/catalogue.ts'
import {
  createTranslator,
  isMessageKey,
  locales,
  type Catalogue,
  type Locale,
  type Translator,
} from '#messages/translator.ts'

interface Language {
  readonly catalogue: Catalogue
  readonly translate: Translator
}

const languages = new Map<Locale, Language>(
  await Promise.all(
    locales.map(async (locale): Promise<[Locale, Language]> => {
      const catalogue = await loadCatalogue(locale)
      return [locale, { catalogue, translate: createTranslator(locale, catalogue) }]
    }),
  ),
)

/** Sentences of a language, for mails, documents and answers. */
export function translatorFor(locale: Locale): Translator {
  return languages.get(locale)!.translate
}

/** A sentence whose key is only known at run time; undefined when there is none. */
export function findSentence(
  locale: Locale,
  key: string,
  args: Readonly<Record<string, string | number>> = {},
): string | undefined {
  const { catalogue, translate } = languages.get(locale)!
  if (!isMessageKey(catalogue, key)) return undefined
  const say = translate as (key: string, args: Readonly<Record<string, string | number>>) => string // the key was just checked
  return say(key, args)
}

/** The first language of the reader that we speak, from a cookie or setting, then from the Accept-Language header (RFC 9110, 12.5.4). */
export function chooseLocale(preferred: string | undefined, acceptLanguage: string | undefined): Locale {
  const asked = (acceptLanguage ?? '')
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';')
      const quality = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='))
      return { language: tag.split('-')[0]!, quality: quality ? Number(quality.slice(2)) || 0 : 1 }
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((a, b) => b.quality - a.quality)
    .map(({ language }) => (language === 'in' ? 'id' : language)) // "in" is the old code of Indonesian
  return (
    [preferred, ...asked]
      .map((tag) => locales.find((locale) => locale === tag))
      .find((locale) => locale !== undefined) ?? 'en'
  )
}
