import { sql } from 'kysely'
import { createInvitation } from '#identity'
import { mayBookFor, recipientsFor } from '#people'
import { getOffering } from '#catalogue'
import { can, type Ctx } from '#platform/context.ts'
import type { Input } from '#platform/contract.ts'
import { notFound, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { type BookableTime, findBookableTime, settleLesson } from '#scheduling'
import { addStudent } from './applicant.ts'
import { describeBooking } from './bookings.ts'
import type * as contract from './contract.ts'
import type { Booking } from './contract.ts'
import { alreadyEnded, expired } from './errors.ts'
import { type BookingRecord, type ChoiceRecord, lockBooking } from './record.ts'
import { refuseChoice, refuseLost } from './refusals.ts'
import { statusAt } from './rules.ts'

const adultAge = 18

export async function confirmBooking(ctx: Ctx, input: Input<typeof contract.confirmBooking>): Promise<Booking> {
  await settleBooking(ctx, input)
  return describeBooking(ctx, input.bookingId)
}

interface Settling {
  readonly bookingId: Id<'booking'>
  readonly rank: number
  readonly studentId?: Id<'person'> | undefined
}

/**
 * Turns one choice into a lesson or a place, and frees the other. A request that ran out can still be confirmed while its time is free: what
 * decides is the time itself, not whether a job has run.
 */
export async function settleBooking(ctx: Ctx, { bookingId, rank, studentId }: Settling): Promise<void> {
  const booking = await lockBooking(ctx, bookingId)
  if (!booking) throw notFound()
  const status = statusAt(booking, ctx.now)
  if (status !== 'requested' && status !== 'expired') throw alreadyEnded()
  const choice = booking.choices.find((each) => each.rank === rank)
  if (!choice) throw wrongField('rank', 'invalid')
  if (Temporal.Instant.compare(choice.startsAt, ctx.now) <= 0) throw expired()

  const student = await chooseStudent(ctx, booking, studentId)
  const lessonId = await takeChoice(ctx, booking, choice, student)
  await ctx.db.deleteFrom('booking.ending').where('orgId', '=', ctx.orgId).where('bookingId', '=', bookingId).execute()
  await ctx.db
    .updateTable('booking.booking')
    .set({ status: 'confirmed', studentId: student })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', bookingId)
    .execute()
  await ctx.db
    .insertInto('booking.confirmation')
    .values({
      orgId: ctx.orgId,
      bookingId,
      choiceId: choice.id,
      lessonId,
      confirmedBy: ctx.actor.personId,
      confirmedAt: ctx.now,
    })
    .execute()
  await enrol(ctx, booking, student)
  await emit(ctx, 'booking.confirmed', { kind: 'booking', id: bookingId }, { rank, lessonId, studentId: student })
  await inviteFamily(ctx, booking, student)
}

async function chooseStudent(
  ctx: Ctx,
  booking: BookingRecord,
  studentId: Id<'person'> | undefined,
): Promise<Id<'person'>> {
  if (!studentId) return booking.studentId ?? addStudent(ctx, booking)
  if (!(await mayBookFor(ctx, studentId))) throw wrongField('studentId', 'unknown_student')
  return studentId
}

async function takeChoice(
  ctx: Ctx,
  booking: BookingRecord,
  choice: ChoiceRecord,
  studentId: Id<'person'>,
): Promise<Id<'lesson'>> {
  const { offeringId, studentName, holdId } = booking
  const { startsAt, teacherId } = choice
  const wanted = { offeringId, startsAt, teacherId, studentName }
  const answer = await findBookableTime(ctx, {
    offeringId,
    startsAt,
    teacherId,
    lessonId: choice.lessonId ?? undefined,
    studentIds: [studentId],
    ignored: { holdId },
    byOffice: true,
  })
  if ('reasons' in answer) throw await refuseChoice(ctx, wanted, answer.reasons)
  const { places } = await getOffering(ctx, offeringId)
  const settled = await settleLesson(ctx, {
    offeringId,
    capacity: places,
    studentIds: [studentId],
    holdId,
    time: keepingRoom(answer.time, choice.roomId),
  })
  if ('lost' in settled) throw await refuseLost(ctx, wanted, settled.lost)
  return settled.lessonId
}

// The room that was held comes first; another is taken only when that one was lost.
function keepingRoom(time: BookableTime, roomId: Id<'resource'> | null): BookableTime {
  if (!roomId || !time.roomIds?.includes(roomId)) return time
  return { ...time, roomIds: [roomId, ...time.roomIds.filter((id) => id !== roomId)] }
}

async function enrol(ctx: Ctx, { id, offeringId }: BookingRecord, studentId: Id<'person'>): Promise<void> {
  await sql`
    insert into booking.enrolment (org_id, id, offering_id, student_id, booking_id, status, enrolled_at)
    select ${ctx.orgId}::uuid, ${newId('enrolment')}::uuid, ${offeringId}::uuid, ${studentId}::uuid, ${id}::uuid, 'active', ${ctx.now}
    where not exists (
      select from booking.enrolment where org_id = ${ctx.orgId} and offering_id = ${offeringId} and student_id = ${studentId}
        and status = 'active')`.execute(ctx.db)
}

// The guardians are invited; a grown student without one is invited in person.
async function inviteFamily(ctx: Ctx, booking: BookingRecord, studentId: Id<'person'>): Promise<void> {
  const family = await recipientsFor(ctx, studentId, 'mayBook')
  const guardians = family.filter(({ id }) => id !== studentId)
  const isGrown = booking.studentAge === null || booking.studentAge >= adultAge
  const invited = guardians.length > 0 ? guardians : isGrown ? family : []
  for (const { id, name, email, locale, hasLogin } of invited) {
    if (hasLogin || email === null || !(can(ctx, 'booking.manage') || email === booking.email)) continue
    const roles = [id === studentId ? ('student' as const) : ('guardian' as const)]
    await createInvitation(ctx, { personId: id, email, roles, locale, name })
  }
}
