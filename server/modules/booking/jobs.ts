import { undo } from '#platform/changes.ts'
import { every, type Job, on } from '#platform/jobs.ts'
import { undoCancellation } from './cancelling-undone.ts'
import { endBookingsOfLesson, expireBookings } from './ending.ts'
import { undoMove } from './moves.ts'
import {
  tellOffice,
  tellOfCancellation,
  tellOfConfirmation,
  tellOfDecline,
  tellOfExpiry,
  tellOfLessonCancelled,
  tellOfMove,
} from './telling.ts'

export const jobs: readonly Job[] = [
  on('booking.requested', tellOffice),
  on('booking.confirmed', tellOfConfirmation),
  on('booking.declined', tellOfDecline),
  on('booking.cancelled', tellOfCancellation),
  on('booking.expired', tellOfExpiry),
  on('scheduling.lesson_moved', tellOfMove),
  on('scheduling.lesson_cancelled', tellOfLessonCancelled),
  on('scheduling.lesson_cancelled', endBookingsOfLesson),
  every('* * * * *', expireBookings),
  undo('booking.cancellation', undoCancellation),
  undo('booking.move', undoMove),
]
