import type { importBookings } from '#booking'
import type { Locale } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import type * as plan from './plan.ts'
import { at } from './planned-rows.ts'

type Instant = Temporal.Instant
type Booking = Parameters<typeof importBookings>[1][number]

interface BookingSettings {
  readonly now: Instant
  readonly locale: Locale
  readonly currency: string
  /** Until when a request stays open; null for one that is not. */
  readonly expiresAt: Instant | null
  readonly holdId: Id<'hold'>
}

/** A request that the older system still called open although it had run out, or had no end and asks for times that are over. */
export function ranOut({ status, expiresAt, choices }: plan.PlannedBooking, now: Instant): boolean {
  if (status !== 'requested') return false
  const ends = expiresAt === null ? choices.map(({ startsAt }) => startsAt) : [expiresAt]
  return ends.every((end) => Temporal.Instant.compare(Temporal.Instant.from(end), now) <= 0)
}

/** A request without an end waits as long as one that is made now. */
export function openUntil(booking: plan.PlannedBooking, now: Instant, prolonged: Instant): Instant | null {
  if (booking.status !== 'requested' || ranOut(booking, now)) return null
  return booking.expiresAt === null ? prolonged : Temporal.Instant.from(booking.expiresAt)
}

/** A request that is still open keeps its times; one that had run out is expired, whatever the older system called it. */
export function toBooking(
  booking: plan.PlannedBooking,
  { now, locale, currency, expiresAt, holdId }: BookingSettings,
): Booking {
  const written = booking.expiresAt === null ? null : Temporal.Instant.from(booking.expiresAt)
  const hasRunOut = ranOut(booking, now)
  const { confirmation, ending } = booking
  return {
    id: booking.id as Id<'booking'>,
    offeringId: booking.offeringId as Id<'offering'>,
    status: hasRunOut ? 'expired' : booking.status,
    holdId: expiresAt && holdId,
    expiresAt: expiresAt ?? written,
    studentId: booking.studentId as Id<'person'> | null,
    bookedBy: booking.bookedBy as Id<'person'> | null,
    studentName: booking.studentName,
    email: booking.email,
    waNumber: booking.whatsapp,
    guardianName: booking.guardianName,
    guardianWa: booking.guardianWhatsapp,
    experience: booking.experience,
    preferredDays: booking.preferredDays,
    preferredFrom: booking.preferredFrom,
    preferredTo: booking.preferredTo,
    startDate: booking.startDate === null ? null : Temporal.PlainDate.from(booking.startDate),
    instrumentOwned: booking.instrumentOwned,
    referralSource: booking.referralSource,
    notes: booking.notes,
    locale,
    priceAmount: booking.priceAmount,
    priceCurrency: currency,
    createdAt: at(booking.createdAt, now),
    choices: booking.choices.map(toChoice),
    confirmation: confirmation && {
      lessonId: confirmation.lessonId as Id<'lesson'>,
      choiceId: confirmation.choiceId as Id<'choice'> | null,
      confirmedAt: Temporal.Instant.from(confirmation.at),
    },
    ending: hasRunOut
      ? { kind: 'expired', endedAt: written ?? now }
      : ending && { kind: ending.kind, endedAt: at(ending.at, now) },
  }
}

function toChoice(choice: plan.PlannedChoice): Booking['choices'][number] {
  return {
    id: choice.id as Id<'choice'>,
    rank: choice.rank,
    startsAt: Temporal.Instant.from(choice.startsAt),
    endsAt: Temporal.Instant.from(choice.endsAt),
    teacherId: choice.teacherId as Id<'person'>,
    roomId: choice.roomId as Id<'resource'> | null,
    lessonId: choice.lessonId as Id<'lesson'> | null,
  }
}

export function toEnrolment(
  { id, offeringId, studentId, bookingId, status, enrolledAt }: plan.PlannedEnrolment,
  now: Instant,
): Parameters<typeof importBookings>[2][number] {
  return {
    id: id as Id<'enrolment'>,
    offeringId: offeringId as Id<'offering'>,
    studentId: studentId as Id<'person'> | null,
    bookingId: bookingId as Id<'booking'> | null,
    status,
    enrolledAt: at(enrolledAt, now),
  }
}
