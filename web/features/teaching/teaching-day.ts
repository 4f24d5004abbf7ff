import type { DayLesson, getTeachingDay } from '#contract/teaching'
import { PersonId } from '#contract/people'
import type { Input } from '#platform/contract.ts'
import type { TodaySearch } from './search.ts'

/** What the loader and the screen both ask for, so that they share one answer. */
export function dayInput({ date, teacher }: TodaySearch): Input<typeof getTeachingDay> {
  return {
    ...(date && { date: Temporal.PlainDate.from(date) }),
    ...(teacher && { teacherId: PersonId.parse(teacher) }),
  }
}

/** Who an individual lesson is for; a group goes by its title. */
export function whoIsIn({ capacity, students, title }: DayLesson): string {
  return (capacity === 1 && students[0]?.name) || title
}
