import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import { newId, type Id } from '#platform/ids.ts'
import { type BookingStatus, newCode } from './rules.ts'

/** A booking as an older system kept it. A request without times has no hold: it waits until somebody answers or its expiry comes. */
export interface ImportedBooking {
  readonly id: Id<'booking'>
  readonly offeringId: Id<'offering'>
  readonly status: BookingStatus
  readonly studentId: Id<'person'> | null
  readonly bookedBy: Id<'person'> | null
  readonly studentName: string
  readonly studentAge?: number | null
  readonly email: string | null
  readonly waNumber: string | null
  readonly guardianName: string
  readonly guardianWa: string
  readonly experience: string
  readonly preferredDays: readonly number[]
  readonly preferredFrom: number | null
  readonly preferredTo: number | null
  readonly startDate: Temporal.PlainDate | null
  readonly instrumentOwned: boolean | null
  readonly referralSource: string
  readonly notes: string
  readonly locale: Locale
  readonly price: { readonly amount: bigint; readonly currency: string }
  readonly expiresAt: Temporal.Instant | null
  readonly createdAt: Temporal.Instant
  readonly choices: readonly ImportedChoice[]
  /** The lesson that it became, for a confirmed one. */
  readonly lessonId: Id<'lesson'> | null
  readonly endedBecause?: string
  readonly endedAt?: Temporal.Instant
}

export interface ImportedChoice {
  readonly rank: 1 | 2
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
  readonly roomId: Id<'resource'> | null
  readonly lessonId: Id<'lesson'> | null
}

/** Takes a booking over as it is, with a code of ours; nobody is told. */
export async function importBooking(ctx: Ctx, booking: ImportedBooking): Promise<{ readonly code: string }> {
  const { choices, lessonId, endedBecause = '', endedAt, price, preferredDays, ...facts } = booking
  const code = await insertWithCode(ctx, {
    ...facts,
    preferredDays: [...preferredDays],
    priceAmount: price.amount,
    priceCurrency: price.currency,
  })
  const rows = choices.map((choice) => ({ ...choice, orgId: ctx.orgId, id: newId('choice'), bookingId: booking.id }))
  if (rows.length > 0) await ctx.db.insertInto('booking.choice').values(rows).execute()
  if (booking.status === 'confirmed' && lessonId) {
    const chosen = rows.find((choice) => choice.lessonId === lessonId) ?? rows[0]
    await ctx.db
      .insertInto('booking.confirmation')
      .values({
        orgId: ctx.orgId,
        bookingId: booking.id,
        choiceId: chosen?.id ?? null,
        lessonId,
        confirmedAt: booking.createdAt,
      })
      .execute()
  }
  if (booking.status === 'declined' || booking.status === 'cancelled' || booking.status === 'expired') {
    await ctx.db
      .insertInto('booking.ending')
      .values({
        orgId: ctx.orgId,
        bookingId: booking.id,
        kind: booking.status,
        reason: endedBecause,
        endedAt: endedAt ?? booking.createdAt,
      })
      .execute()
  }
  return { code }
}

type Columns = Omit<
  ImportedBooking,
  'choices' | 'lessonId' | 'price' | 'preferredDays' | 'endedBecause' | 'endedAt'
> & {
  readonly preferredDays: number[]
  readonly priceAmount: bigint
  readonly priceCurrency: string
}

async function insertWithCode(ctx: Ctx, columns: Columns): Promise<string> {
  for (let tries = 0; tries < 8; tries++) {
    const inserted = await ctx.db
      .insertInto('booking.booking')
      .values({ ...columns, orgId: ctx.orgId, code: newCode(), source: 'import' })
      .onConflict((conflict) => conflict.constraint('booking_code_taken').doNothing())
      .returning('code')
      .executeTakeFirst()
    if (inserted) return inserted.code
  }
  throw new Error('No free booking code was found.')
}
