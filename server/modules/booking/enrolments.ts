import { sql } from 'kysely'
import { z } from 'zod'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import type * as contract from './contract.ts'

export async function listEnrolments(
  ctx: Ctx,
  input: Input<typeof contract.listEnrolments>,
): Promise<Output<typeof contract.listEnrolments>> {
  const limit = limitOf(input)
  const after = readCursor(input.cursor, z.tuple([z.iso.datetime(), z.uuid()]))
  const rows = await ctx.db
    .selectFrom('booking.enrolment as enrolment')
    .innerJoin('catalogue.offering as offering', (join) =>
      join.onRef('offering.orgId', '=', 'enrolment.orgId').onRef('offering.id', '=', 'enrolment.offeringId'),
    )
    .leftJoin('people.person as student', (join) =>
      join.onRef('student.orgId', '=', 'enrolment.orgId').onRef('student.id', '=', 'enrolment.studentId'),
    )
    .select(['enrolment.id', 'enrolment.offeringId', 'offering.title as offeringTitle', 'offering.hue'])
    .select(['enrolment.studentId', 'student.fullName as studentName', 'enrolment.bookingId'])
    .select(['enrolment.status', 'enrolment.enrolledAt'])
    .where('enrolment.orgId', '=', ctx.orgId)
    .$if(input.status !== undefined, (query) => query.where('enrolment.status', '=', input.status!))
    .$if(after !== null, (query) =>
      query.where((eb) =>
        eb(
          eb.refTuple('enrolment.enrolledAt', 'enrolment.id'),
          '<',
          eb.tuple(Temporal.Instant.from(after![0]), after![1] as Id<'enrolment'>), // a cursor is checked by its id
        ),
      ),
    )
    .orderBy('enrolment.enrolledAt', 'desc')
    .orderBy('enrolment.id', 'desc')
    .limit(limit + 1)
    .execute()
  return toPage(rows, limit, ({ enrolledAt, id }) => [String(enrolledAt), id])
}

/**
 * Ends the enrolments of students whose last booking of an offering has just ended. Whoever has another booking or a place in a lesson of it,
 * or is owed one, stays enrolled. Gives the enrolments that ended.
 */
export async function endEnrolments(ctx: Ctx, bookingIds: readonly Id<'booking'>[]): Promise<Id<'enrolment'>[]> {
  const { rows } = await sql<{ id: Id<'enrolment'> }>`
    update booking.enrolment enrolment set status = 'cancelled'
    from booking.booking ended
    where ended.org_id = ${ctx.orgId} and ended.id = any(${[...bookingIds]}::uuid[])
      and enrolment.org_id = ${ctx.orgId} and enrolment.status = 'active'
      and enrolment.offering_id = ended.offering_id and enrolment.student_id = ended.student_id
      and not exists (
        select from booking.booking other where other.org_id = ${ctx.orgId} and other.student_id = ended.student_id
          and other.offering_id = ended.offering_id and other.status = 'confirmed')
      and not exists (
        select from scheduling.place place join scheduling.lesson lesson on lesson.org_id = place.org_id and lesson.id = place.lesson_id
        where place.org_id = ${ctx.orgId} and place.student_id = ended.student_id and place.status = 'taken'
          and lesson.offering_id = ended.offering_id and lesson.status = 'planned')
      and not exists (
        select from booking.make_up owed where owed.org_id = ${ctx.orgId} and owed.student_id = ended.student_id
          and owed.offering_id = ended.offering_id and owed.settled_at is null)
    returning enrolment.id`.execute(ctx.db)
  return rows.map(({ id }) => id)
}
