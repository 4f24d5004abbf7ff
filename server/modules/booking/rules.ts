import { money, percentage, type Money } from '#platform/money.ts'

export type BookingStatus = 'requested' | 'confirmed' | 'declined' | 'cancelled' | 'expired'

export const answerBeforeLessonMinutes = 120
export const shortestHoldMinutes = 30

/** Until when the times of a request are kept: as long as the policy says, but the answer comes two hours before the first of them. */
export function expiryOf(now: Temporal.Instant, holdHours: number, earliestStart: Temporal.Instant): Temporal.Instant {
  const byPolicy = now.add({ hours: holdHours })
  const byLesson = earliestStart.subtract({ minutes: answerBeforeLessonMinutes })
  const shortest = now.add({ minutes: shortestHoldMinutes })
  const chosen = Temporal.Instant.compare(byPolicy, byLesson) < 0 ? byPolicy : byLesson
  return Temporal.Instant.compare(chosen, shortest) < 0 ? shortest : chosen
}

/** A request that nobody answered in time has expired, whether or not a job has run. */
export function statusAt(
  booking: { readonly status: BookingStatus; readonly expiresAt: Temporal.Instant | null },
  now: Temporal.Instant,
): BookingStatus {
  const isOver = booking.expiresAt !== null && Temporal.Instant.compare(booking.expiresAt, now) <= 0
  return booking.status === 'requested' && isOver ? 'expired' : booking.status
}

export interface CancellationTerms {
  readonly freeUntilHours: number
  readonly latePercent: number
}

export interface Cancellation {
  readonly cost: Money
  readonly freeUntil: Temporal.Instant | null
}

/** What cancelling costs at a moment; null when the lesson has begun. A request costs nothing. */
export function costOfCancelling(
  booking: { readonly price: Money; readonly lessonStartsAt: Temporal.Instant | null },
  terms: CancellationTerms,
  now: Temporal.Instant,
): Cancellation | null {
  const free = money(0n, booking.price.currency)
  if (booking.lessonStartsAt === null) return { cost: free, freeUntil: null }
  if (Temporal.Instant.compare(booking.lessonStartsAt, now) <= 0) return null
  const freeUntil = booking.lessonStartsAt.subtract({ hours: terms.freeUntilHours })
  const isFree = Temporal.Instant.compare(now, freeUntil) <= 0
  return { cost: isFree ? free : percentage(booking.price, BigInt(terms.latePercent) * 100n), freeUntil }
}

export interface MovingTerms {
  readonly freeUntilHours: number
  readonly mostTimes: number
}

export interface Moving {
  /** Until when the family may move it itself. */
  readonly until: Temporal.Instant
  /** How often it still may. */
  readonly left: number
}

/** How far a family may move a lesson itself; null when it has begun. */
export function movingOf(
  { lessonStartsAt, moves }: { readonly lessonStartsAt: Temporal.Instant; readonly moves: number },
  terms: MovingTerms,
  now: Temporal.Instant,
): Moving | null {
  if (Temporal.Instant.compare(lessonStartsAt, now) <= 0) return null
  return { until: lessonStartsAt.subtract({ hours: terms.freeUntilHours }), left: Math.max(0, terms.mostTimes - moves) }
}

/** Without letters and figures that are mistaken for each other on the telephone or on paper. */
const alphabet = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const codeLength = 5

export function newCode(): string {
  let code = ''
  while (code.length < codeLength) {
    for (const byte of crypto.getRandomValues(new Uint8Array(8))) {
      // Bytes past the last whole multiple would make some letters likelier.
      if (byte < 256 - (256 % alphabet.length) && code.length < codeLength) code += alphabet[byte % alphabet.length]!
    }
  }
  return `B-${code}`
}
