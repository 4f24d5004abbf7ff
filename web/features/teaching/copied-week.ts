import { z } from 'zod'
import { Rule } from '#contract/scheduling'
import type { WeeklyRule } from './weekly-hours.ts'

const key = 'lessonry-copied-week'
const Week = z.array(Rule)

/** Keeps a week of hours in this tab, to be put onto the page of somebody or something else. */
export function copyWeek(rules: readonly WeeklyRule[]): void {
  sessionStorage.setItem(key, JSON.stringify(rules))
}

/** Empty when nothing was copied in this tab. */
export function readCopiedWeek(): readonly WeeklyRule[] {
  const text = sessionStorage.getItem(key)
  if (text === null) return []
  const read = Week.safeParse(JSON.parse(text))
  return read.success ? read.data : []
}
