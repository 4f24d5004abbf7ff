import { isLocale, type Locale } from '#messages/translator.ts'

const cookieName = 'lessonry_locale'

/** The language the reader chose, else the browser's, else English. */
export function readLocale(): Locale {
  const chosen = document.cookie.match(/(?:^|; )lessonry_locale=(\w+)/)?.[1]
  const wanted = [chosen, ...navigator.languages.map((tag) => tag.toLowerCase().split('-')[0])]
  return wanted.find((language): language is Locale => language !== undefined && isLocale(language)) ?? 'en'
}

/** Keeps the choice for a year, on every page of this install, and shows the page anew in that language. */
export function chooseLocale(locale: Locale): void {
  document.cookie = `${cookieName}=${locale}; path=/; max-age=31536000; samesite=lax`
  location.reload()
}
