import type { listMyBookings } from '#contract/booking'
import type { listMyLessons } from '#contract/scheduling'
import type { Output } from '#platform/contract.ts'
import type { MyStudent } from './my-students.ts'

export type MyLesson = Output<typeof listMyLessons>['lessons'][number]
export type MyBooking = Output<typeof listMyBookings>['bookings'][number]

/** The newest lessons held, for what was written and what there is to practise. */
export function lastLessonsOf(studentId: MyStudent['id']) {
  return { studentId, limit: 6 }
}

export function lessonsOf(lessons: readonly MyLesson[], students: readonly MyStudent[]): MyLesson[] {
  const ids = new Set<string>(students.map(({ id }) => id))
  return lessons.filter(({ studentIds }) => studentIds.some((id) => ids.has(id)))
}

/** The booking that a lesson came from, while it can still be cancelled by its family. */
export function bookingOf(lesson: MyLesson, bookings: readonly MyBooking[]): MyBooking | undefined {
  return bookings.find(
    ({ status, cancellation, studentId, choices, confirmedRank }) =>
      status === 'confirmed' &&
      cancellation !== null &&
      studentId !== null &&
      lesson.studentIds.includes(studentId) &&
      choices.some(
        ({ rank, startsAt, teacherId }) =>
          rank === confirmedRank && startsAt.equals(lesson.startsAt) && teacherId === lesson.teacherId,
      ),
  )
}

/** Requests that wait for the school, the first to run out first; those of a new student belong to nobody yet. */
export function waitingBookings(bookings: readonly MyBooking[], chosen: MyStudent | null): MyBooking[] {
  return bookings
    .filter(({ status, studentId }) => status === 'requested' && (!chosen || !studentId || studentId === chosen.id))
    .toSorted((one, other) => (one.expiresAt?.epochMilliseconds ?? 0) - (other.expiresAt?.epochMilliseconds ?? 0))
}
