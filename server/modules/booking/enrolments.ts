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
