import { getOffering, priceAt } from '#catalogue'
import { createLink } from '#identity'
import { getPolicy } from '#organisations'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { type BookableTime, findBookableTime, holdTimes, reasonOf, type TakenTime } from '#scheduling'
import { addStudent, type Applicant, readApplicant } from './applicant.ts'
import { settleBooking } from './confirmation.ts'
import type * as contract from './contract.ts'
import { choicesAlike } from './errors.ts'
import { mailRequest } from './mails.ts'
import { findBooking } from './record.ts'
import { type RefusedChoice, refuseChoice, refuseLost } from './refusals.ts'
import { expiryOf, newCode } from './rules.ts'
import { statusView } from './views.ts'

type Request = Input<typeof contract.requestBooking>

const linkDays = 180

export async function requestBooking(ctx: Ctx, input: Request): Promise<Output<typeof contract.requestBooking>> {
  const offering = await getOffering(ctx, input.offeringId)
  if (!offering.isActive && !can(ctx, 'booking.manage')) throw notFound()
  const asking = await readApplicant(ctx, input)
  refuseAlike(input.choices)
  const isInstant = offering.confirmation === 'instant' && input.choices.length === 1
  // Before any time is claimed: whoever confirms a request makes the student first as well.
  const studentId = asking.studentId ?? (isInstant ? await addStudent(ctx, asking) : null)
  const applicant = { ...asking, studentId }
  const price = await priceAt(ctx, offering.id, ctx.now)
  const refused = (n: number): RefusedChoice => ({
    offeringId: offering.id,
    startsAt: input.choices[n]!.startsAt,
    teacherId: input.choices[n]!.teacherId,
    studentName: applicant.studentName,
  })
  if (!price) throw await refuseChoice(ctx, refused(0), [reasonOf('offering_inactive')])

  const times: BookableTime[] = []
  for (const [n, choice] of input.choices.entries()) {
    const studentIds = studentId ? [studentId] : []
    const answer = await findBookableTime(ctx, { offeringId: offering.id, ...choice, studentIds })
    if ('reasons' in answer) throw await refuseChoice(ctx, refused(n), answer.reasons)
    times.push(answer.time)
  }
  const policy = await getPolicy(ctx, 'booking')
  const expiresAt = expiryOf(ctx.now, policy.terms.holdHours, earliestOf(times))
  const held = await holdTimes(ctx, { times: setApart(times), studentId, expiresAt })
  if ('lost' in held) throw await refuseLost(ctx, refused(held.index), held.lost)

  const bookingId = newId('booking')
  const facts = { bookingId, offeringId: offering.id, holdId: held.holdId, expiresAt, price, policyId: policy.id }
  await insertBooking(ctx, facts, applicant)
  await insertChoices(ctx, bookingId, held.times)
  await emit(
    ctx,
    'booking.requested',
    { kind: 'booking', id: bookingId },
    { offeringId: offering.id, studentId, choices: held.times, expiresAt },
  )
  if (isInstant) await settleBooking(ctx, { bookingId, rank: 1 })
  const token = await createLink(ctx, {
    purpose: 'booking',
    subjectId: bookingId,
    expiresAt: ctx.now.add({ hours: linkDays * 24 }),
  })
  const booking = (await findBooking(ctx, bookingId))!
  if (!isInstant) await mailRequest(ctx, booking, token)
  return { ...statusView(ctx, booking), token }
}

function refuseAlike(choices: Request['choices']): void {
  const [first, second] = choices
  if (!first || !second) return
  const isSameLesson = first.lessonId !== undefined && first.lessonId === second.lessonId
  const isSameTime = first.startsAt.equals(second.startsAt) && first.teacherId === second.teacherId
  if (isSameLesson || (isSameTime && first.lessonId === second.lessonId))
    throw choicesAlike({ errors: [{ path: 'choices.1', code: 'twice' }] })
}

/** Two choices at one moment are with two teachers: whoever is named stays, "any" becomes another. */
function setApart(times: readonly BookableTime[]): BookableTime[] {
  const [first, second] = times
  if (!first || !second || !first.startsAt.equals(second.startsAt)) return [...times]
  const apart = [without(first, second), without(second, first)]
  const choices = apart.map((time, n) => time ?? times[n]!)
  if (choices[0]!.teacherIds[0] === choices[1]!.teacherIds[0])
    throw choicesAlike({ errors: [{ path: 'choices.1', code: 'twice' }] })
  return choices
}

function without(time: BookableTime, other: BookableTime): BookableTime | null {
  if (time.teacherIds.length === 1 || other.teacherIds.length > 1) return null
  const teacherIds = time.teacherIds.filter((id) => id !== other.teacherIds[0])
  return { ...time, teacherIds }
}

function earliestOf(times: readonly BookableTime[]): Temporal.Instant {
  return times.map(({ startsAt }) => startsAt).toSorted((one, other) => Temporal.Instant.compare(one, other))[0]!
}

interface NewBooking {
  readonly bookingId: Id<'booking'>
  readonly offeringId: Id<'offering'>
  readonly holdId: Id<'hold'>
  readonly expiresAt: Temporal.Instant
  readonly price: { readonly amount: bigint; readonly currency: string }
  readonly policyId: Id<'policy'>
}

async function insertBooking(ctx: Ctx, facts: NewBooking, applicant: Applicant): Promise<void> {
  const { bookingId, price, ...columns } = facts
  for (let tries = 0; tries < 8; tries++) {
    const inserted = await ctx.db
      .insertInto('booking.booking')
      .values({
        orgId: ctx.orgId,
        id: bookingId,
        code: newCode(),
        status: 'requested',
        createdAt: ctx.now,
        ...columns,
        priceAmount: price.amount,
        priceCurrency: price.currency,
        ...applicant,
      })
      .onConflict((conflict) => conflict.constraint('booking_code_taken').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (inserted) return
  }
  throw new Error('No free booking code was found.')
}

async function insertChoices(ctx: Ctx, bookingId: Id<'booking'>, times: readonly TakenTime[]): Promise<void> {
  await ctx.db
    .insertInto('booking.choice')
    .values(times.map((time, n) => ({ ...time, orgId: ctx.orgId, id: newId('choice'), bookingId, rank: n + 1 })))
    .execute()
}
