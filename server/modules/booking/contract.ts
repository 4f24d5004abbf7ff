import { z } from 'zod'
import {
  email,
  endpoint,
  fields,
  instant,
  locale,
  minuteOfDay,
  money,
  nothing,
  pageFields,
  pageOf,
  plainDate,
  text,
  weekday,
} from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

const PersonId = idOf('person')
export const BookingId = idOf('booking')
export const BookingStatus = z.enum(['requested', 'confirmed', 'declined', 'cancelled', 'expired'])
const linkToken = z.string().regex(/^[A-Za-z0-9_-]{20,100}$/)

/** What an applicant tells us; kept as it was given. */
export const applicantFields = {
  studentName: text(200, 1),
  studentAge: z.int().min(0).max(120).nullable().optional(),
  email: email.nullable().optional(),
  waNumber: text(40).nullable().optional(),
  guardianName: text(200).optional(),
  guardianWaNumber: text(40).optional(),
  experience: text(200).optional(),
  preferredDays: z.array(weekday).max(7).optional(),
  preferredFrom: minuteOfDay.nullable().optional(),
  preferredTo: minuteOfDay.nullable().optional(),
  startDate: plainDate.nullable().optional(),
  instrumentOwned: z.boolean().nullable().optional(),
  referralSource: text(120).optional(),
  notes: text(2000).optional(),
}

const choice = fields({ startsAt: instant, teacherId: PersonId.optional(), lessonId: idOf('lesson').optional() })

export const Choice = z.object({
  rank: z.int(),
  startsAt: instant,
  endsAt: instant,
  teacherId: PersonId,
  teacherName: z.string(),
  roomName: z.string().nullable(),
})

/** A booking as its applicant sees it. */
export const BookingStatusView = z.object({
  code: z.string(),
  status: BookingStatus,
  offeringTitle: z.string(),
  studentName: z.string(),
  price: money,
  choices: z.array(Choice),
  confirmedRank: z.int().nullable(),
  /** Until when both times are kept. */
  expiresAt: instant.nullable(),
  createdAt: instant,
  endedBecause: z.string(),
  zone: z.string(),
  /** What cancelling now would cost, and until when it is free; null when it can no longer be cancelled. */
  cancellation: z.object({ cost: money, freeUntil: instant.nullable() }).nullable(),
  offeringId: idOf('offering'),
  /** Until when the family may move the lesson itself, and how often; null when it has none of its own. */
  moving: z.object({ until: instant, left: z.int() }).nullable(),
})

export const requestBooking = endpoint({
  route: 'POST /bookings',
  needs: 'anyone',
  summary:
    'Asks for an offering at a first and perhaps a second time; all times are held until the answer or `expiresAt`. An applicant gives an e-mail or a WhatsApp number.',
  input: fields({
    offeringId: idOf('offering'),
    choices: z.array(choice).min(1).max(2),
    applicant: fields(applicantFields),
    /** A student the signed-in reader may book for; details then come from the record. */
    studentId: PersonId.optional(),
    locale: locale.optional(),
  }),
  output: BookingStatusView.extend({ token: z.string() }),
  errors: ['booking.time_taken', 'scheduling.not_bookable', 'booking.contact_needed', 'booking.choices_alike'],
})

export const getBookingByLink = endpoint({
  route: 'GET /booking-links/:token',
  needs: 'anyone',
  summary: 'What became of a request, by the secret link its applicant was given.',
  input: fields({ token: linkToken }),
  output: BookingStatusView,
  errors: ['booking.link_unknown'],
})

export const cancelBookingByLink = endpoint({
  route: 'POST /booking-links/:token/cancellation',
  needs: 'anyone',
  summary:
    'Cancels by the secret link. `acceptedCost` is what the page said it would cost; a different cost now is refused.',
  input: fields({ token: linkToken, acceptedCost: money, reason: text(500) }),
  output: BookingStatusView,
  errors: ['booking.link_unknown', 'booking.already_ended', 'booking.cost_changed', 'booking.too_late'],
})

const newTime = { startsAt: instant, teacherId: PersonId.optional() }
const moveErrors = [
  'booking.already_ended',
  'booking.moves_used',
  'booking.move_too_late',
  'booking.time_taken',
] as const

export const moveBookingByLink = endpoint({
  route: 'POST /booking-links/:token/move',
  needs: 'anyone',
  summary:
    'Moves the lesson by the secret link to another free time of its offering, with the same teacher when none is named; as late and as often as `moving` says.',
  input: fields({ token: linkToken, ...newTime }),
  output: BookingStatusView,
  errors: ['booking.link_unknown', ...moveErrors, 'scheduling.not_bookable'],
})

export const BookingRow = z.object({
  id: BookingId,
  code: z.string(),
  status: BookingStatus,
  offeringId: idOf('offering'),
  offeringTitle: z.string(),
  hue: z.int(),
  studentName: z.string(),
  studentAge: z.int().nullable(),
  guardianName: z.string(),
  email: z.string().nullable(),
  waNumber: z.string().nullable(),
  guardianWaNumber: z.string(),
  holdId: idOf('hold').nullable(),
  choices: z.array(Choice),
  expiresAt: instant.nullable(),
  createdAt: instant,
  source: z.enum(['public', 'portal', 'office', 'api', 'import']),
})
export type BookingRow = z.output<typeof BookingRow>

export const listBookings = endpoint({
  route: 'GET /bookings',
  needs: 'booking.manage',
  summary: 'Bookings, newest first; those that wait for an answer come in order of their expiry.',
  input: fields({ status: BookingStatus.optional(), search: z.string().max(200).optional(), ...pageFields }),
  output: pageOf(BookingRow),
})

export const Booking = BookingRow.extend({
  experience: z.string(),
  preferredDays: z.array(weekday),
  preferredFrom: minuteOfDay.nullable(),
  preferredTo: minuteOfDay.nullable(),
  startDate: plainDate.nullable(),
  instrumentOwned: z.boolean().nullable(),
  referralSource: z.string(),
  notes: z.string(),
  price: money,
  studentId: PersonId.nullable(),
  lessonId: idOf('lesson').nullable(),
  confirmedRank: z.int().nullable(),
  endedBecause: z.string(),
  /** For each choice, why it cannot be confirmed; an empty list means that it can. Reasons as in scheduling. */
  possible: z.array(
    z.object({
      rank: z.int(),
      reasons: z.array(
        z.object({
          code: z.string(),
          subjectName: z.string().nullable(),
          from: instant.nullable(),
          to: instant.nullable(),
        }),
      ),
    }),
  ),
  /** People already known who may be this applicant: the same e-mail, number, or name. */
  sameAs: z.array(z.object({ id: PersonId, name: z.string(), because: z.enum(['email', 'number', 'name']) })),
})
export type Booking = z.output<typeof Booking>

export const getBooking = endpoint({
  route: 'GET /bookings/:bookingId',
  needs: 'booking.manage',
  summary: 'One booking, with what stands in the way of each choice and who the applicant may be.',
  input: fields({ bookingId: BookingId }),
  output: Booking,
})

export const confirmBooking = endpoint({
  route: 'POST /bookings/:bookingId/confirmation',
  needs: 'booking.manage',
  summary:
    'Confirms one choice: it becomes a lesson, the other is free in the same moment, the family gets a mail and an invitation. `studentId` says which known person the student is; without it a new one is made.',
  input: fields({ bookingId: BookingId, rank: z.union([z.literal(1), z.literal(2)]), studentId: PersonId.optional() }),
  output: Booking,
  errors: [
    'booking.already_ended',
    'booking.expired',
    'booking.time_taken',
    'booking.student_busy',
    'scheduling.not_bookable',
  ],
})

export const declineBooking = endpoint({
  route: 'POST /bookings/:bookingId/decline',
  needs: 'booking.manage',
  summary: 'Declines a request with a reason that the applicant reads; its times are free at once.',
  input: fields({ bookingId: BookingId, reason: text(500) }),
  output: Booking,
  errors: ['booking.already_ended'],
})

export const cancelBooking = endpoint({
  route: 'POST /bookings/:bookingId/cancellation',
  needs: 'booking.manage',
  summary:
    'Cancels a requested or confirmed booking for the family, with the cost of the policy or none (`waiveCost`).',
  input: fields({ bookingId: BookingId, reason: text(500), waiveCost: z.boolean().optional() }),
  output: Booking,
  errors: ['booking.already_ended'],
})

export const listMyBookings = endpoint({
  route: 'GET /my/bookings',
  needs: 'signed-in',
  summary: 'Requests of the reader and of the students they are confirmed guardian of, newest first.',
  input: nothing,
  output: z.object({ bookings: z.array(BookingStatusView.extend({ id: BookingId, studentId: PersonId.nullable() })) }),
})

export const cancelMyBooking = endpoint({
  route: 'POST /my/bookings/:bookingId/cancellation',
  needs: 'signed-in',
  summary: 'Cancels for oneself or a student one may book for; `acceptedCost` as by link.',
  input: fields({ bookingId: BookingId, acceptedCost: money, reason: text(500) }),
  output: BookingStatusView,
  errors: ['booking.already_ended', 'booking.cost_changed', 'booking.too_late'],
})

export const moveMyBooking = endpoint({
  route: 'POST /my/bookings/:bookingId/move',
  needs: 'signed-in',
  summary: 'Moves the lesson for oneself or a student one may book for, as by link.',
  input: fields({ bookingId: BookingId, ...newTime }),
  output: BookingStatusView,
  errors: [...moveErrors, 'scheduling.not_bookable'],
})

export const EnrolmentStatus = z.enum(['active', 'completed', 'cancelled'])
export const EnrolmentRow = z.object({
  id: idOf('enrolment'),
  offeringId: idOf('offering'),
  offeringTitle: z.string(),
  hue: z.int(),
  /** Null only where an older system did not say who. */
  studentId: PersonId.nullable(),
  studentName: z.string().nullable(),
  bookingId: BookingId.nullable(),
  status: EnrolmentStatus,
  enrolledAt: instant,
})
export type EnrolmentRow = z.output<typeof EnrolmentRow>

export const listEnrolments = endpoint({
  route: 'GET /enrolments',
  needs: 'booking.manage',
  summary: 'Students on offerings over a period, newest first.',
  input: fields({ status: EnrolmentStatus.optional(), ...pageFields }),
  output: pageOf(EnrolmentRow),
})

export const MakeUp = z.object({
  id: idOf('make_up'),
  studentId: PersonId,
  studentName: z.string(),
  offeringId: idOf('offering'),
  title: z.string(),
  missedLessonId: idOf('lesson'),
  /** When the lesson would have begun. */
  missedAt: instant,
  /** The last day on which it can be made up. */
  expiresOn: plainDate,
})
export type MakeUp = z.output<typeof MakeUp>

export const listMakeUps = endpoint({
  route: 'GET /make-ups',
  needs: 'booking.manage',
  summary: 'Lessons that the school owes, the first to lapse first, at most 200; of one student or all.',
  input: fields({ studentId: PersonId.optional() }),
  output: z.object({ makeUps: z.array(MakeUp) }),
})

export const listMyMakeUps = endpoint({
  route: 'GET /my/make-ups',
  needs: 'signed-in',
  summary: 'Lessons that the school owes the reader and the students they are confirmed guardian of.',
  input: nothing,
  output: z.object({ makeUps: z.array(MakeUp) }),
})

export const settleMakeUp = endpoint({
  route: 'POST /make-ups/:makeUpId/settlement',
  needs: 'booking.manage',
  summary: 'Says which lesson makes up an owed one; the student has a place in it.',
  input: fields({ makeUpId: idOf('make_up'), lessonId: idOf('lesson') }),
  output: nothing,
  errors: ['booking.make_up_settled'],
})
