import type { Id } from '#platform/ids.ts'

export interface Price {
  readonly priceId: Id<'price'>
  readonly amount: bigint
  readonly currency: string
}

/** What a family agreed to pay when it booked. */
export interface AgreedPrice {
  readonly bookingId: Id<'booking'>
  readonly amount: bigint
  readonly currency: string
}

export type AttendanceStatus = 'present' | 'late' | 'absent' | 'excused'

/** What a lesson costs a student, with everything the decision was made from: the answer to "why this much?". */
export interface Decision {
  readonly amount: bigint
  readonly currency: string
  readonly why: {
    readonly rule: 'price-agreed' | 'price-at-start' | 'late-cancellation'
    readonly version: 1
    readonly inputs: Readonly<Record<string, string | null>>
  }
}

export interface PricesOfLesson {
  /** Null for a lesson that the office planned without a booking. */
  readonly agreed: AgreedPrice | null
  readonly listed: Price | null
  /** Of the organisation, for a lesson without any price. */
  readonly currency: string
}

/**
 * Version 1: whoever came, came late, or stayed away without an excuse pays what was agreed when the lesson was booked,
 * or else the price that was in force when it began; whoever was excused pays nothing. A lesson without a price is charged at
 * nothing, so that the office sees it.
 */
export function decideCharge(status: AttendanceStatus, { agreed, listed, currency }: PricesOfLesson): Decision | null {
  if (status === 'excused') return null
  if (agreed) {
    const inputs = { status, bookingId: agreed.bookingId, priceAmount: String(agreed.amount) }
    return { amount: agreed.amount, currency: agreed.currency, why: { rule: 'price-agreed', version: 1, inputs } }
  }
  const priceAmount = listed ? String(listed.amount) : null
  return {
    amount: listed?.amount ?? 0n,
    currency: listed?.currency ?? currency,
    why: { rule: 'price-at-start', version: 1, inputs: { status, priceId: listed?.priceId ?? null, priceAmount } },
  }
}

/**
 * Decided before the lesson, and therefore not again by how it was attended: a share of the price of a term, or nothing for a lesson that makes
 * up one that is paid for.
 */
export const advanceRules = ['share-of-term', 'made-up'] as const
export type AdvanceRule = (typeof advanceRules)[number]
