/*
 * ISO 4217 list one as published on 2024-06-25 by SIX, the maintenance agency, with the amendments known on 2026-11-20:
 * XCG and XAD added. ANG, BGN and CUC were withdrawn meanwhile and stay, because amounts written in them must stay
 * readable. Codes without a smallest unit (gold, test codes, drawing rights) are left out.
 */
const codesByDigits = [
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  '',
  `AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW
   CNY COP COU CRC CUC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR
   ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR
   MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN
   SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG`,
  'BHD IQD JOD KWD LYD OMR TND',
  'CLF UYW',
] as const

const digitsByCode: ReadonlyMap<string, number> = new Map(
  codesByDigits.flatMap((codes, digits) =>
    codes
      .split(/\s+/)
      .filter((code) => code !== '')
      .map((code) => [code, digits] as const),
  ),
)

/** Every code with a smallest unit, in alphabetical order. */
export const currencyCodes: readonly string[] = [...digitsByCode.keys()].toSorted()

export function isCurrency(code: string): boolean {
  return digitsByCode.has(code)
}

/** How many decimals lie between the currency and its smallest unit. `Intl` must never be asked: it says 0 for IDR. */
export function minorUnitDigits(code: string): number {
  const digits = digitsByCode.get(code)
  if (digits === undefined) throw new RangeError(`Unknown currency ${JSON.stringify(code)}`)
  return digits
}
