/** The state of the timetable's address. */
export interface TimetableSearch {
  /** 2026-11-20; today when there is none. */
  date?: string
  view?: View
  span?: Span
  offering?: string
  teacher?: string
  room?: string
  vehicle?: string
  location?: string
  /** Another zone, whose hours stand beside ours. */
  zone?: string
  /** `busy` hides columns with nothing in them, `free` those with no half hour left. */
  only?: Only
}

export type View = 'rooms' | 'teachers' | 'vehicles'
/** `days` are three, for a phone. */
export type Span = 'day' | 'days' | 'week' | 'month' | 'list'
export type Only = 'busy' | 'free'

const views: readonly string[] = ['rooms', 'teachers', 'vehicles'] satisfies View[]
const spans: readonly string[] = ['day', 'days', 'week', 'month', 'list'] satisfies Span[]
const names = ['offering', 'teacher', 'room', 'vehicle', 'location'] as const

/** Reads an address as people leave it: what makes no sense is left out. */
export function readTimetableSearch(search: Record<string, unknown>): TimetableSearch {
  const { date, view, span, zone, only } = search
  return {
    ...(typeof date === 'string' && isDay(date) && { date }),
    ...(typeof view === 'string' && views.includes(view) && { view: view as View }),
    ...(typeof span === 'string' && spans.includes(span) && { span: span as Span }),
    ...Object.fromEntries(
      names.flatMap((name) => (typeof search[name] === 'string' && search[name] !== '' ? [[name, search[name]]] : [])),
    ),
    ...(typeof zone === 'string' && isZone(zone) && { zone }),
    ...((only === 'busy' || only === 'free') && { only }),
  }
}

export function writeTimetableSearch(search: TimetableSearch): string {
  const written = new URLSearchParams(Object.entries(search).filter(([, value]) => value !== ''))
  return written.size > 0 ? `?${written}` : ''
}

/** The days that a span shows around a day; weeks begin on Monday, a month is whole weeks. */
export function daysOf(span: Span, date: Temporal.PlainDate): Temporal.PlainDate[] {
  if (span === 'month') return daysFrom(mondayOf(date.with({ day: 1 })), weeksOf(date) * 7)
  if (span === 'day') return [date]
  if (span === 'days') return daysFrom(date, 3)
  return daysFrom(mondayOf(date), 7)
}

/** The day one span earlier or later. */
export function stepBy(span: Span, date: Temporal.PlainDate, direction: 1 | -1): Temporal.PlainDate {
  if (span === 'month') return date.with({ day: 1 }).add({ months: direction })
  return date.add({ days: direction * { day: 1, days: 3, week: 7, list: 7 }[span] })
}

export function mondayOf(date: Temporal.PlainDate): Temporal.PlainDate {
  return date.subtract({ days: date.dayOfWeek - 1 })
}

function weeksOf(date: Temporal.PlainDate): number {
  return Math.ceil((date.with({ day: 1 }).dayOfWeek - 1 + date.daysInMonth) / 7)
}

function daysFrom(first: Temporal.PlainDate, count: number): Temporal.PlainDate[] {
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

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}
