import type { Id } from '#platform/ids.ts'

export interface Price {
  readonly priceId: Id<'price'>
  readonly amount: bigint
  readonly currency: string
}

export type AttendanceStatus = 'present' | 'late' | 'absent' | 'excused'

/** What a lesson costs a student, with everything the decision was made from: the answer to "why this much?". */
export interface Decision {
  readonly amount: bigint
  readonly currency: string
  readonly why: {
    readonly rule: 'price-at-start'
    readonly version: 1
    readonly inputs: {
      readonly status: AttendanceStatus
      readonly priceId: Id<'price'> | null
      readonly priceAmount: string | null
    }
  }
}

/**
 * Version 1: whoever came, came late, or stayed away without an excuse pays the price that was in force when the lesson
 * began; whoever was excused pays nothing. A lesson without a price is charged at nothing, so that the office sees it.
 */
export function decideCharge(status: AttendanceStatus, price: Price | null, currency: string): Decision | null {
  if (status === 'excused') return null
  return {
    amount: price?.amount ?? 0n,
    currency: price?.currency ?? currency,
    why: {
      rule: 'price-at-start',
      version: 1,
      inputs: { status, priceId: price?.priceId ?? null, priceAmount: price ? String(price.amount) : null },
    },
  }
}
