import { sql, type RawBuilder } from 'kysely'
import { findLink } from '#identity'
import { mayBookFor } from '#people'
import { takePlaces } from '#scheduling'
import { priceAt } from '#catalogue'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notAllowed, notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { money } from '#platform/money.ts'
import type * as contract from './contract.ts'
import type { OfferByLink } from './contract.ts'
import { linkUnknown, offerAnswered, offerOver } from './errors.ts'
import { priceOf } from './group-page.ts'
import { addMember, markLost, refuseLessons } from './joining.ts'
import { isMine, listMyGroups } from './my-groups.ts'
import { settleList } from './offers.ts'
import { readLessonsAhead } from './places.ts'
import { agreementFor } from './price-for-rest.ts'
import { lockGroup, subjectOf } from './record.ts'
import { endEntry, isOver } from './waiting-entries.ts'

interface Offer {
  readonly id: Id<'offer'>
  readonly waitingId: Id<'waiting'>
  readonly groupId: Id<'group'>
  readonly studentId: Id<'person'>
  readonly holdId: Id<'hold'> | null
  readonly expiresAt: Temporal.Instant
  readonly fromOn: Temporal.PlainDate
  readonly lessonsLeft: number
  readonly lessonsInAll: number
  readonly priceAmount: bigint | null
  readonly priceCurrency: string | null
  readonly answer: 'accepted' | 'declined' | 'expired' | 'withdrawn' | null
}

async function findOffer(ctx: Ctx, which: RawBuilder<unknown>): Promise<Offer | undefined> {
  const { rows } = await sql<Offer>`
    select offer.id, offer.waiting_id, w.group_id, w.student_id, offer.hold_id, offer.expires_at, offer.from_on, offer.lessons_left,
      offer.lessons_in_all, offer.price_amount, offer.price_currency, offer.answer
    from groups.offer join groups.waiting w on w.org_id = offer.org_id and w.id = offer.waiting_id
    where offer.org_id = ${ctx.orgId} and ${which}`.execute(ctx.db)
  return rows[0]
}

export async function answerOffer(
  ctx: Ctx,
  { offerId, accept }: Input<typeof contract.answerOffer>,
): Promise<Output<typeof contract.answerOffer>> {
  const offer = await findOffer(ctx, sql`offer.id = ${offerId}`)
  if (!offer || !(await isMine(ctx, offer.waitingId))) throw notFound()
  if (!(await mayBookFor(ctx, offer.studentId))) throw notAllowed()
  await answer(ctx, offer, accept)
  return listMyGroups(ctx)
}

export async function getOfferByLink(ctx: Ctx, { token }: Input<typeof contract.getOfferByLink>): Promise<OfferByLink> {
  return describeOffer(ctx, await offerOf(ctx, token))
}

export async function answerOfferByLink(
  ctx: Ctx,
  { token, accept }: Input<typeof contract.answerOfferByLink>,
): Promise<OfferByLink> {
  await answer(ctx, await offerOf(ctx, token), accept)
  return describeOffer(ctx, await offerOf(ctx, token))
}

async function offerOf(ctx: Ctx, token: string): Promise<Offer> {
  const link = await findLink(ctx, 'place-offer', token)
  const offer = link && (await findOffer(ctx, sql`offer.id = ${link.subjectId}::uuid`))
  if (!offer) throw linkUnknown()
  return offer
}

/** Of any number of answers one counts: the group is locked, and the offer is looked at again behind the lock. */
async function answer(ctx: Ctx, { id, groupId }: Offer, accept: boolean): Promise<void> {
  const group = await lockGroup(ctx, groupId)
  const offer = (await findOffer(ctx, sql`offer.id = ${id}`))!
  if (offer.answer !== null && offer.answer !== 'expired') throw offerAnswered()
  if (offer.answer === 'expired' || isOver(offer, ctx.now)) throw offerOver()

  const { studentId, waitingId, holdId } = offer
  const entry = { id: waitingId, offer: { ...offer } }
  if (!accept) {
    await endEntry(ctx, entry, 'declined')
    await emit(ctx, 'groups.offer_declined', subjectOf(group), { offerId: id, waitingId, studentId })
    await settleList(ctx, group)
    return
  }
  const lessonIds = await listHeld(ctx, holdId)
  const lost = await takePlaces(ctx, { lessonIds, studentId, holdId })
  if (lost) throw refuseLessons(markLost(await readLessonsAhead(ctx, { groupId, studentId, after: ctx.now }), lost))
  if (lessonIds.length === 0) throw offerOver()
  await endEntry(ctx, entry, 'joined')
  await emit(ctx, 'groups.offer_accepted', subjectOf(group), { offerId: id, waitingId, studentId })
  // Lessons that were cancelled since are not paid for.
  const isWhole = lessonIds.length === offer.lessonsLeft
  const agreed = isWhole ? agreementOf(offer) : agreementFor(group.termPrice, lessonIds.length, group.lessonsInAll)
  await addMember(ctx, group, { studentId, from: offer.fromOn, lessonIds, agreed, despiteAge: false })
}

function agreementOf({ lessonsLeft, lessonsInAll, priceAmount, priceCurrency }: Offer) {
  const price = priceAmount === null || priceCurrency === null ? null : money(priceAmount, priceCurrency)
  return { lessonsLeft, lessonsInAll, price }
}

/** Lessons in which a hold keeps a place, and which still take place. */
async function listHeld(ctx: Ctx, holdId: Id<'hold'> | null): Promise<Id<'lesson'>[]> {
  const rows = await ctx.db
    .selectFrom('scheduling.place as place')
    .innerJoin('scheduling.lesson as lesson', (join) =>
      join.onRef('lesson.orgId', '=', 'place.orgId').onRef('lesson.id', '=', 'place.lessonId'),
    )
    .select('lesson.id')
    .where('place.orgId', '=', ctx.orgId)
    .where('place.holdId', '=', holdId)
    .where('place.status', '=', 'held')
    .where('lesson.status', '=', 'planned')
    .where('lesson.startsAt', '>', ctx.now)
    .orderBy('lesson.startsAt')
    .execute()
  return rows.map(({ id }) => id)
}

async function describeOffer(ctx: Ctx, offer: Offer): Promise<OfferByLink> {
  const { rows } = await sql<GroupFacts>`
    select g.name as group_name, g.offering_id, o.title as offering_title, teacher.full_name as teacher_name, room.name as room_name, g.zone,
      g.term_to, g.term_price_amount, g.term_price_currency, student.full_name as student_name,
      (select json_agg(json_build_object('weekday', weekday, 'fromMinute', from_minute) order by weekday, from_minute)
        from groups.weekly_time where org_id = ${ctx.orgId} and group_id = g.id) as times
    from groups."group" g
    join catalogue.offering o on o.org_id = g.org_id and o.id = g.offering_id
    join people.person teacher on teacher.org_id = g.org_id and teacher.id = g.teacher_id
    join people.person student on student.org_id = g.org_id and student.id = ${offer.studentId}
    left join resources.resource room on room.org_id = g.org_id and room.id = g.room_id
    where g.org_id = ${ctx.orgId} and g.id = ${offer.groupId}`.execute(ctx.db)
  const { offeringId, termPriceAmount, termPriceCurrency, times, ...facts } = rows[0]!
  const status = offer.answer ?? (isOver(offer, ctx.now) ? 'expired' : 'open')
  const listed = termPriceAmount === null ? await priceAt(ctx, offeringId, ctx.now) : null
  return {
    ...facts,
    status,
    times: times ?? [],
    fromOn: offer.fromOn,
    expiresAt: offer.expiresAt,
    lessons: await listOffered(ctx, offer, status),
    termPrice: priceOf(termPriceAmount, termPriceCurrency),
    lessonPrice: listed && { amount: listed.amount, currency: listed.currency },
    lessonsLeft: offer.lessonsLeft,
    lessonsInAll: offer.lessonsInAll,
    price: priceOf(offer.priceAmount, offer.priceCurrency),
  }
}

interface GroupFacts {
  readonly groupName: string
  readonly offeringId: Id<'offering'>
  readonly offeringTitle: string
  readonly teacherName: string
  readonly roomName: string | null
  readonly zone: string
  readonly termTo: Temporal.PlainDate
  readonly termPriceAmount: bigint | null
  readonly termPriceCurrency: string | null
  readonly studentName: string
  readonly times: { weekday: number; fromMinute: number }[] | null
}

async function listOffered(
  ctx: Ctx,
  { groupId, studentId, holdId }: Offer,
  status: OfferByLink['status'],
): Promise<OfferByLink['lessons']> {
  if (status !== 'open' && status !== 'accepted') return []
  const kept =
    status === 'open' ? sql`p.hold_id = ${holdId}::uuid` : sql`p.status = 'taken' and p.student_id = ${studentId}`
  const { rows } = await sql<OfferByLink['lessons'][number]>`
    select l.starts_at, l.ends_at
    from groups.group_lesson gl join scheduling.lesson l on l.org_id = gl.org_id and l.id = gl.lesson_id
    join scheduling.place p on p.org_id = l.org_id and p.lesson_id = l.id
    where gl.org_id = ${ctx.orgId} and gl.group_id = ${groupId} and l.status = 'planned' and l.starts_at > ${ctx.now} and ${kept}
    order by l.starts_at`.execute(ctx.db)
  return rows
}
