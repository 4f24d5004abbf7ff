import { useSyncExternalStore } from 'react'
import type { Locale } from '#messages/translator.ts'

const noSubscription = () => () => {}

/** The clock of the reader's own device; the server knows only the one it is given. */
export function useReaderZone(servedZone: string): string {
  return useSyncExternalStore(
    noSubscription,
    () => Temporal.Now.timeZoneId(),
    () => servedZone,
  )
}

/** Western Indonesia Time */
export function nameZone(zone: string, locale: Locale, now: Temporal.Instant): string {
  return (
    new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: 'longGeneric' })
      .formatToParts(now.epochMilliseconds)
      .find(({ type }) => type === 'timeZoneName')?.value ?? zone
  )
}
