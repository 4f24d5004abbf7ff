import { serve, type ServedRoute } from '#platform/serve.ts'
import { getBooking, listBookings } from './bookings.ts'
import { confirmBooking } from './confirmation.ts'
import * as contract from './contract.ts'
import { cancelBooking, cancelBookingByLink, cancelMyBooking, declineBooking, getBookingByLink } from './ending.ts'
import { listEnrolments } from './enrolments.ts'
import { listMakeUps, listMyMakeUps, settleMakeUp } from './make-ups.ts'
import { listMyBookings } from './my-bookings.ts'
import { moveBookingByLink, moveMyBooking } from './moves.ts'
import { requestBooking } from './request.ts'

export const routes: readonly ServedRoute[] = [
  serve(contract.requestBooking, requestBooking),
  serve(contract.getBookingByLink, getBookingByLink),
  serve(contract.cancelBookingByLink, cancelBookingByLink),
  serve(contract.moveBookingByLink, moveBookingByLink),
  serve(contract.moveMyBooking, moveMyBooking),
  serve(contract.listBookings, listBookings),
  serve(contract.getBooking, getBooking),
  serve(contract.confirmBooking, confirmBooking),
  serve(contract.declineBooking, declineBooking),
  serve(contract.cancelBooking, cancelBooking),
  serve(contract.listMyBookings, listMyBookings),
  serve(contract.cancelMyBooking, cancelMyBooking),
  serve(contract.listEnrolments, listEnrolments),
  serve(contract.listMakeUps, listMakeUps),
  serve(contract.listMyMakeUps, listMyMakeUps),
  serve(contract.settleMakeUp, settleMakeUp),
]
