import { useMemo } from 'react'
import { languageTag } from '#messages/translator.ts'
import { useI18n } from '#web/app/i18n.tsx'

/** The day and the month of a lesson apart, for the large date. */
export function useDateParts() {
  const { locale, zone } = useI18n()
  return useMemo(() => {
    const month = new Intl.DateTimeFormat(languageTag(locale), { month: 'short', timeZone: zone })
    return {
      dayOf: (instant: Temporal.Instant) => String(instant.toZonedDateTimeISO(zone).day),
      shortMonthOf: (instant: Temporal.Instant) => month.format(instant.epochMilliseconds),
    }
  }, [locale, zone])
}
