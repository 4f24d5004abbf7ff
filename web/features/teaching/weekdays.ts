import { useMemo } from 'react'
import { languageTag } from '#messages/translator.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { weekdayNumbers } from './weekly-hours.ts'

export interface WeekdayName {
  readonly number: number
  readonly short: string
  readonly long: string
}

const someMonday = Temporal.PlainDate.from('2026-11-16')

/** Monday to Sunday in the reader's language. */
export function useWeekdays(): readonly WeekdayName[] {
  const { locale } = useI18n()
  return useMemo(() => {
    const tag = languageTag(locale)
    const name = (number: number, weekday: 'short' | 'long') =>
      someMonday.add({ days: number - 1 }).toLocaleString(tag, { weekday })
    return weekdayNumbers.map((number) => ({ number, short: name(number, 'short'), long: name(number, 'long') }))
  }, [locale])
}
