import { useMemo } from 'react'
import { createFormatters } from '#messages/format.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { instantAt } from './local-time.ts'

/** Writes minutes of a day as the clock of a zone shows them; each is worked out once. */
export function useMinutes(date: Temporal.PlainDate, zone: string, otherZone: string | null = null) {
  const { locale } = useI18n()
  const day = date.toString()
  return useMemo(() => {
    const { formatTime } = createFormatters(locale, otherZone ?? zone)
    return once((minute) => formatTime(instantAt(Temporal.PlainDate.from(day), minute, zone)))
  }, [locale, day, zone, otherZone])
}

function once(write: (minute: number) => string): (minute: number) => string {
  const known = new Map<number, string>()
  return (minute) => {
    const text = known.get(minute) ?? write(minute)
    known.set(minute, text)
    return text
  }
}

/** WIB, CET: what the clocks on the wall follow. */
export function zoneName(at: Temporal.Instant, zone: string, country: string): string {
  const parts = new Intl.DateTimeFormat(`en-${country}`, { timeZone: zone, timeZoneName: 'short' }).formatToParts(
    at.epochMilliseconds,
  )
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? zone
}
