import { getBooking, listBookings } from '#contract/booking'
import { getLesson, getTimetable, listSlots } from '#contract/scheduling'
import { getTeachingDay, listUnmarkedLessons } from '#contract/teaching'

/** What may read differently once a lesson was planned, moved or cancelled. */
export const changesOfTimetable = [
  getTimetable,
  getLesson,
  listSlots,
  listBookings,
  getBooking,
  getTeachingDay,
  listUnmarkedLessons,
] as const
