const firstStrongIsolate = '\u2068'
const leftToRightIsolate = '\u2066'
const endOfIsolate = '\u2069'
const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}]/u

// The separators have to be all that an amount, a time, a telephone or an account number may contain: a run that ended
// early would be put in order in two pieces, and 2.142,000 would be read as 000,2.142.
const groupsOfFigures = /[+\-\u2212]?[\p{Script=Latin}\d]*\d(?:[ \u00A0\u202F\-\u2212/.,:'’_][\p{Script=Latin}\d]+)+/gu

/**
 * Keeps each text in data for a printed page in its own direction: on an Arabic page an address in Latin letters, and on
 * any page a number in groups inside Arabic words.
 */
export function isolateTexts(part: unknown, page: 'ltr' | 'rtl'): unknown {
  if (typeof part === 'string') return page === 'rtl' || rightToLeft.test(part) ? isolateText(part) : part
  if (Array.isArray(part)) return part.map((one: unknown) => isolateTexts(one, page))
  if (typeof part !== 'object' || part === null) return part
  return Object.fromEntries(Object.entries(part).map(([key, one]) => [key, isolateTexts(one, page)]))
}

function isolateText(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(groupsOfFigures, (figures) => leftToRightIsolate + figures + endOfIsolate))
    .map((line) => firstStrongIsolate + line + endOfIsolate)
    .join('\n')
}
