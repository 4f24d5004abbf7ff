import { getBooking, listBookings } from '#contract/booking'
import { getTimetable, listSlots } from '#contract/scheduling'
import { listPeople } from '#contract/people'

/** What may read differently once a request was answered. */
export const changesOfBooking = [listBookings, getBooking, getTimetable, listSlots, listPeople] as const
