import { z } from 'zod'
import { searchWord } from '#web/app/search-state.ts'
import { paths } from '#web/paths.ts'

export interface TodaySearch {
  /** 2026-11-20; today without it. */
  readonly date?: string
  /** The open lesson, or `none` when all are folded. */
  readonly lesson?: string
  /** For the office: whose day it is. */
  readonly teacher?: string
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function readTodaySearch(search: Record<string, unknown>): TodaySearch {
  const { date, lesson, teacher } = search
  return {
    ...(typeof date === 'string' && isDay(date) && { date }),
    ...(typeof lesson === 'string' && (lesson === 'none' || uuid.test(lesson)) && { lesson }),
    ...(typeof teacher === 'string' && uuid.test(teacher) && { teacher }),
  }
}

interface TodayPlace {
  readonly date?: Temporal.PlainDate
  readonly lesson?: string
  readonly teacher?: string
}

export function todayAddress(slug: string, { date, lesson, teacher }: TodayPlace): string {
  const query = new URLSearchParams()
  if (date) query.set('date', date.toString())
  if (lesson) query.set('lesson', lesson)
  if (teacher) query.set('teacher', teacher)
  return query.size > 0 ? `${paths.today(slug)}?${query}` : paths.today(slug)
}

export const StudentsSearch = z.object({ search: searchWord })

function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const [year, month, day] = text.split('-').map(Number) as [number, number, number]
  return month >= 1 && month <= 12 && day >= 1 && day <= Temporal.PlainYearMonth.from({ year, month }).daysInMonth
}
