/** What is known already when somebody begins a series: from the timetable, or from a lesson. */
export interface NewSeriesSearch {
  readonly offering?: string
  readonly teacher?: string
  readonly room?: string
  readonly date?: string
  readonly time?: string
}

export interface ChangeSearch {
  readonly date?: string
}

const day = /^\d{4}-\d{2}-\d{2}$/

function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !day.test(text)) return false
  try {
    Temporal.PlainDate.from(text)
    return true
  } catch {
    return false
  }
}

/** Reads an address as people leave it: what makes no sense is left out. */
export function readNewSeriesSearch(search: Record<string, unknown>): NewSeriesSearch {
  const { offering, teacher, room, date, time } = search
  return {
    ...(typeof offering === 'string' && { offering }),
    ...(typeof teacher === 'string' && { teacher }),
    ...(typeof room === 'string' && { room }),
    ...(isDay(date) && { date }),
    ...(typeof time === 'string' && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) && { time }),
  }
}

export function readChangeSearch(search: Record<string, unknown>): ChangeSearch {
  return isDay(search['date']) ? { date: search['date'] } : {}
}
