import type { Organisation } from './page-data.ts'

/** 1200 is 20:00 on a clock. */
export function formatMinute(minute: number): string {
  return `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
}

export interface HoursLine {
  readonly firstDay: number
  readonly lastDay: number
  readonly hours: readonly { readonly fromMinute: number; readonly toMinute: number }[]
}

/** The week in as few lines as it takes: days in a row with the same hours share one. */
export function groupHours(openingHours: Organisation['openingHours']): HoursLine[] {
  const lines: HoursLine[] = []
  for (let weekday = 1; weekday <= 7; weekday++) {
    const hours = openingHours
      .filter((each) => each.weekday === weekday)
      .map(({ fromMinute, toMinute }) => ({ fromMinute, toMinute }))
    const before = lines.at(-1)
    if (before && JSON.stringify(before.hours) === JSON.stringify(hours))
      lines[lines.length - 1] = { ...before, lastDay: weekday }
    else lines.push({ firstDay: weekday, lastDay: weekday, hours })
  }
  return lines
}

/** Some day with this weekday, to be written by its name. */
export function dayNamed(weekday: number): Temporal.PlainDate {
  return Temporal.PlainDate.from('2026-11-15').add({ days: weekday }) // a Sunday, so that 1 is a Monday
}

/** Browsers write some dates with a plain space where Node writes a thin one; a page has to be the same in both. */
export function plainSpaces(text: string): string {
  return text.replaceAll(/[\u2009\u202F]/g, ' ')
}
