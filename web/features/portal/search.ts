import { z } from 'zod'
import { searchWord } from '#web/app/search-state.ts'

/** `student`: whose lessons; all of them without it. */
export const FamilySearch = z.object({ student: searchWord })

export const CalendarSearch = FamilySearch.extend({
  view: z.enum(['list', 'month']).optional().catch(undefined),
  /** 2026-11 */
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/)
    .optional()
    .catch(undefined),
  day: z.iso.date().optional().catch(undefined),
})
