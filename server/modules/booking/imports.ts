import { createHash } from 'node:crypto'
import { sql, type SqlBool } from 'kysely'
import { inBatches } from '#platform/batches.ts'
import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { importHolds } from '#scheduling'

export interface ImportedBooking {
  readonly id: Id<'booking'>
  readonly offeringId: Id<'offering'>
  readonly status: 'requested' | 'confirmed' | 'declined' | 'cancelled' | 'expired'
  /** Set for a request that is still open: its times are held until `expiresAt`. */
  readonly holdId: Id<'hold'> | null
  readonly expiresAt: Temporal.Instant | null
  readonly studentId: Id<'person'> | null
  readonly bookedBy: Id<'person'> | null
  readonly studentName: string
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
  readonly priceAmount: bigint
  readonly priceCurrency: string
  readonly createdAt: Temporal.Instant
  readonly choices: readonly ImportedChoice[]
  readonly confirmation: {
    readonly lessonId: Id<'lesson'>
    readonly choiceId: Id<'choice'> | null
    readonly confirmedAt: Temporal.Instant
  } | null
  readonly ending: { readonly kind: 'declined' | 'cancelled' | 'expired'; readonly endedAt: Temporal.Instant } | null
}

export interface ImportedChoice {
  readonly id: Id<'choice'>
  readonly rank: 1 | 2
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
  readonly roomId: Id<'resource'> | null
  readonly lessonId: Id<'lesson'> | null
}

export interface ImportedEnrolment {
  readonly id: Id<'enrolment'>
  readonly offeringId: Id<'offering'>
  readonly studentId: Id<'person'> | null
  readonly bookingId: Id<'booking'> | null
  readonly status: 'active' | 'completed' | 'cancelled'
  readonly enrolledAt: Temporal.Instant
}

/**
 * Adds bookings with choices and outcomes, and enrolments, under ids that the import chose; what is here already stays as it is.
 * Gives the choices of open requests whose time was promised to somebody else before.
 */
export async function importBookings(
  ctx: Ctx,
  bookings: readonly ImportedBooking[],
  enrolments: readonly ImportedEnrolment[],
): Promise<ReadonlySet<string>> {
  const { orgId } = ctx
  const added = await dropKnown(ctx, bookings)
  const unheldChoices = await importHolds(ctx, added.flatMap(holdOf))
  for (const batch of inBatches(added)) {
    await ctx.db
      .insertInto('booking.booking')
      .values(batch.map((booking) => bookingRow(orgId, booking)))
      .execute()
  }
  const choices = added.flatMap((booking) =>
    booking.choices.map((choice) => ({ orgId, bookingId: booking.id, ...choice })),
  )
  for (const batch of inBatches(choices)) await ctx.db.insertInto('booking.choice').values(batch).execute()
  const confirmations = added.flatMap(({ id, confirmation }) =>
    confirmation ? [{ orgId, bookingId: id, ...confirmation }] : [],
  )
  for (const batch of inBatches(confirmations)) await ctx.db.insertInto('booking.confirmation').values(batch).execute()
  const endings = added.flatMap(({ id, ending }) => (ending ? [{ orgId, bookingId: id, ...ending }] : []))
  for (const batch of inBatches(endings)) await ctx.db.insertInto('booking.ending').values(batch).execute()
  for (const batch of inBatches(enrolments)) {
    await ctx.db
      .insertInto('booking.enrolment')
      .values(batch.map((enrolment) => ({ orgId, ...enrolment })))
      .onConflict((conflict) => conflict.columns(['orgId', 'id']).doNothing())
      .execute()
  }
  return unheldChoices
}

async function dropKnown(ctx: Ctx, bookings: readonly ImportedBooking[]): Promise<ImportedBooking[]> {
  const known = await ctx.db
    .selectFrom('booking.booking')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where(sql<SqlBool>`id = any(${bookings.map(({ id }) => id)}::uuid[])`)
    .execute()
  const here = new Set(known.map(({ id }) => id))
  return bookings.filter(({ id }) => !here.has(id))
}

function holdOf({ holdId, expiresAt, choices }: ImportedBooking) {
  return holdId !== null && expiresAt !== null ? [{ id: holdId, expiresAt, choices }] : []
}

function bookingRow(
  orgId: Id<'organisation'>,
  { choices: _, confirmation: __, ending: ___, preferredDays, ...booking }: ImportedBooking,
) {
  return { orgId, ...booking, preferredDays: [...preferredDays], code: codeOf(booking.id), source: 'import' as const }
}

const alphabet = '23456789ABCDEFGHJKMNPQRSTUVWXYZ'

// Longer than the codes of new bookings and made from the id, so that an import that runs again gives the same one.
function codeOf(id: string): string {
  const bytes = createHash('sha256').update(id).digest().subarray(0, 9)
  return `B-${Array.from(bytes, (byte) => alphabet[byte % alphabet.length]).join('')}`
}
