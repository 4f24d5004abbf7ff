/** The state of the timetable's address. */
export interface TimetableSearch {
  /** 2026-11-20; today when there is none. */
  date?: string
  view?: View
  span?: Span
  offering?: string
  teacher?: string
  room?: string
}

export type View = 'rooms' | 'teachers'
/** `days` are three, for a phone. */
export type Span = 'day' | 'days' | 'week'

/** Reads an address as people leave it: what makes no sense is left out. */
export function readTimetableSearch(search: Record<string, unknown>): TimetableSearch {
  const { date, view, span, offering, teacher, room } = search
  return {
    ...(typeof date === 'string' && isDay(date) && { date }),
    ...((view === 'rooms' || view === 'teachers') && { view }),
    ...((span === 'day' || span === 'days' || span === 'week') && { span }),
    ...(typeof offering === 'string' && offering !== '' && { offering }),
    ...(typeof teacher === 'string' && teacher !== '' && { teacher }),
    ...(typeof room === 'string' && room !== '' && { room }),
  }
}

export function writeTimetableSearch(search: TimetableSearch): string {
  const written = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== ''))
  return written.size > 0 ? `?${written}` : ''
}

/** The days that a span shows around a day; weeks begin on Monday. */
export function daysOf(span: Span, date: Temporal.PlainDate): Temporal.PlainDate[] {
  const first = span === 'week' ? date.subtract({ days: date.dayOfWeek - 1 }) : date
  const count = { day: 1, days: 3, week: 7 }[span]
  return Array.from({ length: count }, (_, day) => first.add({ days: day }))
}

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  try {
    Temporal.PlainDate.from(text)
    return true
  } catch {
    return false
  }
}
