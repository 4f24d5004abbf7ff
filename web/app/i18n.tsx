import { createContext, use, useContext, useLayoutEffect, useMemo, type ReactNode } from 'react'
import { createFormatters, type Formatters } from '#messages/format.ts'
import { createTranslator, directionOf, type Catalogue, type Locale, type Translator } from '#messages/translator.ts'

export interface I18n extends Formatters {
  t: Translator
  locale: Locale
  dir: 'ltr' | 'rtl'
  zone: string
}

const I18nContext = createContext<I18n | null>(null)

export function useI18n(): I18n {
  const i18n = useContext(I18nContext)
  if (!i18n) throw new Error('useI18n needs an I18nProvider above it')
  return i18n
}

interface I18nProviderProps {
  locale: Locale
  /** The clock that times are read by: the school's, or the person's own. */
  zone: string
  /** Given where it is at hand already, as when the server renders; fetched otherwise, under a Suspense boundary. */
  catalogue?: Catalogue
  children: ReactNode
}

export function I18nProvider({ locale, zone, catalogue = use(loadCatalogue(locale)), children }: I18nProviderProps) {
  const i18n = useMemo(
    () => ({
      ...createFormatters(locale, zone),
      t: createTranslator(locale, catalogue),
      locale,
      dir: directionOf(locale),
      zone,
    }),
    [locale, zone, catalogue],
  )

  useLayoutEffect(() => {
    document.documentElement.lang = locale
    document.documentElement.dir = i18n.dir
  }, [locale, i18n.dir])

  return <I18nContext value={i18n}>{children}</I18nContext>
}

const chunks = {
  en: () => import('./i18n-en.ts'),
  fr: () => import('./i18n-fr.ts'),
  id: () => import('./i18n-id.ts'),
  ar: () => import('./i18n-ar.ts'),
} as const satisfies Record<Locale, () => Promise<{ catalogue: Catalogue }>>

const catalogues = new Map<Locale, Promise<Catalogue>>()

/** One file per language, fetched once. */
export function loadCatalogue(locale: Locale): Promise<Catalogue> {
  let catalogue = catalogues.get(locale)
  if (!catalogue) {
    catalogue = chunks[locale]().then((chunk) => chunk.catalogue)
    catalogues.set(locale, catalogue)
  }
  return catalogue
}
