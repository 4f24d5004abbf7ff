import { holdPlaces } from '#scheduling'
import { getPolicy } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { localDate } from '#platform/time.ts'
import { deadlineAfter } from './deadline.ts'
import { countFree, readLessonsAhead } from './places.ts'
import { agreementFor } from './price-for-rest.ts'
import { type GroupRecord, lockGroup, subjectOf } from './record.ts'
import { endEntry, isOver, readList, type WaitingEntry } from './waiting-entries.ts'

const usualOfferHours = 24

/**
 * Brings a locked group's list up to now: what ran out is over, and each free place is offered to the next who waits. Everything that changes
 * a group does this, so that no job is needed for the truth.
 */
export async function settleList(ctx: Ctx, group: GroupRecord): Promise<void> {
  const entries = await readList(ctx, group.id)
  if (entries.length === 0) return
  const over = entries.filter(({ offer }) => offer && isOver(offer, ctx.now))
  for (const entry of over) {
    await endEntry(ctx, entry, 'expired')
    await emit(ctx, 'groups.offer_expired', subjectOf(group), {
      offerId: entry.offer!.id,
      waitingId: entry.id,
      studentId: entry.studentId,
    })
  }
  await offerFreePlaces(
    ctx,
    group,
    entries.filter(({ offer }) => offer === null),
  )
}

async function offerFreePlaces(ctx: Ctx, group: GroupRecord, waiting: readonly WaitingEntry[]): Promise<void> {
  if (waiting.length === 0) return
  const terms = await termsOfOffer(ctx, group)
  for (const entry of waiting) {
    const fromOn = await firstDay(ctx, entry, terms)
    if (fromOn === null) return
    if ((await countFree(ctx, group, fromOn)) < 1) return
    await offerTo(ctx, group, { entry, terms, byHand: false })
  }
}

export interface OfferTerms {
  readonly expiresAt: Temporal.Instant
  readonly zone: string
}

/** A place is offered from the first lesson after the deadline on, so that a family always has the whole time to answer. */
export async function termsOfOffer(ctx: Ctx, group: GroupRecord): Promise<OfferTerms> {
  const { terms } = await getPolicy(ctx, 'booking')
  const hours = terms.offerHours ?? usualOfferHours
  return { expiresAt: deadlineAfter(ctx.now, hours, group.zone), zone: group.zone }
}

async function firstDay(ctx: Ctx, entry: WaitingEntry, terms: OfferTerms): Promise<Temporal.PlainDate | null> {
  const [first] = await readLessonsAhead(ctx, { ...entry, after: terms.expiresAt })
  return first ? localDate(first.startsAt, terms.zone) : null
}

interface Offering {
  readonly entry: WaitingEntry
  readonly terms: OfferTerms
  readonly byHand: boolean
}

/** Keeps a place in every lesson that this student can come to, and says so; false when there is none. */
export async function offerTo(ctx: Ctx, group: GroupRecord, { entry, terms, byHand }: Offering): Promise<boolean> {
  const { expiresAt, zone } = terms
  const ahead = await readLessonsAhead(ctx, { ...entry, after: expiresAt })
  const possible = ahead.filter(({ obstacle }) => obstacle === null)
  const [first] = possible
  if (!first) return false
  const { studentId } = entry
  const held = await holdPlaces(ctx, { lessonIds: possible.map(({ lessonId }) => lessonId), studentId, expiresAt })
  if (!('holdId' in held)) return false

  const { lessonsLeft, lessonsInAll, price } = agreementFor(group.termPrice, possible.length, group.lessonsInAll)
  const id = newId('offer')
  const fromOn = localDate(first.startsAt, zone)
  await ctx.db
    .insertInto('groups.offer')
    .values({
      orgId: ctx.orgId,
      id,
      waitingId: entry.id,
      holdId: held.holdId,
      fromOn,
      lessonsLeft,
      lessonsInAll,
      priceAmount: price?.amount ?? null,
      priceCurrency: price?.currency ?? null,
      offeredAt: ctx.now,
      offeredBy: ctx.actor.personId,
      expiresAt,
    })
    .execute()
  await emit(ctx, 'groups.place_offered', subjectOf(group), {
    offerId: id,
    waitingId: entry.id,
    studentId,
    fromOn,
    lessonsLeft,
    expiresAt,
    price: price && { amount: String(price.amount), currency: price.currency },
    byHand,
  })
  return true
}

const groupsAtOnce = 200

/** Writes down which offers ran out, and offers their places to the next. The places were free from that second on already. */
export async function expireOffers(ctx: Ctx): Promise<void> {
  const groups = await ctx.db
    .selectFrom('groups.offer as offer')
    .innerJoin('groups.waiting as waiting', (join) =>
      join.onRef('waiting.orgId', '=', 'offer.orgId').onRef('waiting.id', '=', 'offer.waitingId'),
    )
    .select('waiting.groupId')
    .distinct()
    .where('offer.orgId', '=', ctx.orgId)
    .where('offer.answer', 'is', null)
    .where('offer.expiresAt', '<=', ctx.now)
    .orderBy('waiting.groupId')
    .limit(groupsAtOnce)
    .execute()
  for (const { groupId } of groups) await settleList(ctx, await lockGroup(ctx, groupId))
}

/** The group of somebody who waits, locked, with the entry as it stands then; no entry when the wait is over. */
export async function lockEntry(
  ctx: Ctx,
  waitingId: Id<'waiting'>,
): Promise<{ readonly group: GroupRecord; readonly entry: WaitingEntry | undefined } | null> {
  const found = await ctx.db
    .selectFrom('groups.waiting')
    .select('groupId')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', waitingId)
    .executeTakeFirst()
  if (!found) return null
  const group = await lockGroup(ctx, found.groupId)
  const entry = (await readList(ctx, group.id)).find(({ id }) => id === waitingId)
  return { group, entry: entry?.offer && isOver(entry.offer, ctx.now) ? undefined : entry }
}
