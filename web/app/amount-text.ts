import { minorUnitDigits } from '#platform/currencies.ts'

/**
 * An amount as people type it, as `parseMoney` reads it: spaces go, and marks between thousands where they can mean nothing else, because the
 * currency has no three decimals: "150.000" and "150,000" are a hundred and fifty thousand rupiah.
 */
export function plainAmount(text: string, currency: string): string {
  const typed = text.replaceAll(/[\s\u00A0\u202F]/g, '')
  const isGrouped = minorUnitDigits(currency) < 3 && /^\d{1,3}([.,])\d{3}(\1\d{3})*$/.test(typed)
  return isGrouped ? typed.replaceAll(/[.,]/g, '') : typed
}
