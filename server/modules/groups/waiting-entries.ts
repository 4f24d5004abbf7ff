import { sql } from 'kysely'
import { releaseHolds } from '#scheduling'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'

/** Somebody who waits, in the order of the list. */
export interface WaitingEntry {
  readonly id: Id<'waiting'>
  readonly groupId: Id<'group'>
  readonly studentId: Id<'person'>
  readonly studentName: string
  readonly rank: number
  readonly addedAt: Temporal.Instant
  /** The offer that waits for an answer, or that ran out and nobody wrote it down yet. */
  readonly offer: OpenOffer | null
}

export interface OpenOffer {
  readonly id: Id<'offer'>
  readonly holdId: Id<'hold'> | null
  readonly expiresAt: Temporal.Instant
  readonly fromOn: Temporal.PlainDate
  readonly lessonsLeft: number
  readonly lessonsInAll: number
  readonly priceAmount: bigint | null
  readonly priceCurrency: string | null
}

interface Row extends Omit<WaitingEntry, 'offer'>, Omit<OpenOffer, 'id'> {
  readonly offerId: Id<'offer'> | null
}

export async function readList(ctx: Ctx, groupId: Id<'group'>): Promise<WaitingEntry[]> {
  const { rows } = await sql<Row>`
    select w.id, w.group_id, w.student_id, student.full_name as student_name, w.rank, w.added_at, offer.id as offer_id, offer.hold_id,
      offer.expires_at, offer.from_on, offer.lessons_left, offer.lessons_in_all, offer.price_amount, offer.price_currency
    from groups.waiting w
    join people.person student on student.org_id = w.org_id and student.id = w.student_id
    left join groups.offer on offer.org_id = w.org_id and offer.waiting_id = w.id and offer.answer is null
    where w.org_id = ${ctx.orgId} and w.group_id = ${groupId} and w.ended_at is null
    order by w.rank, w.id`.execute(ctx.db)
  return rows.map(({ id, studentId, studentName, rank, addedAt, offerId, ...offer }) => ({
    id,
    groupId,
    studentId,
    studentName,
    rank,
    addedAt,
    offer: offerId === null ? null : { ...offer, id: offerId },
  }))
}

export function isOver(offer: { readonly expiresAt: Temporal.Instant }, now: Temporal.Instant): boolean {
  return Temporal.Instant.compare(offer.expiresAt, now) <= 0
}

type Ending = 'joined' | 'left' | 'taken_off' | 'declined' | 'expired'
type Answer = 'accepted' | 'declined' | 'expired' | 'withdrawn'

/** Ends an entry of the list and the offer that waits in it; what was kept is free at once. */
export async function endEntry(
  ctx: Ctx,
  { id, offer }: Pick<WaitingEntry, 'id' | 'offer'>,
  because: Ending,
): Promise<void> {
  await ctx.db
    .updateTable('groups.waiting')
    .set({ endedAt: ctx.now, endedBecause: because })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .execute()
  if (!offer) return
  const answer: Answer =
    because === 'joined' ? 'accepted' : because === 'declined' || because === 'expired' ? because : 'withdrawn'
  await ctx.db
    .updateTable('groups.offer')
    .set({ answer, answeredAt: ctx.now, answeredBy: ctx.actor.personId })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', offer.id)
    .execute()
  if (offer.holdId) await releaseHolds(ctx, [offer.holdId])
}

/** Whoever joins no longer waits. */
export async function endEntryOf(
  ctx: Ctx,
  { groupId, studentId }: { readonly groupId: Id<'group'>; readonly studentId: Id<'person'> },
): Promise<void> {
  const entry = (await readList(ctx, groupId)).find((each) => each.studentId === studentId)
  if (entry) await endEntry(ctx, entry, 'joined')
}
