import { sql, type SqlBool } from 'kysely'
import { can, type Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'

/**
 * Everyone for the office. Teachers: colleagues and all students of the organisation, because who teaches whom stands in modules above;
 * guardians are not among them, so their numbers are not either. Others: themselves and students whose confirmed guardian they are.
 */
export function visiblePeople(ctx: Ctx) {
  const people = ctx.db.selectFrom('people.person as person').where('person.orgId', '=', ctx.orgId)
  if (can(ctx, 'people.manage')) return people
  const myself = ctx.actor.personId
  if (myself === null) return people.where(sql<SqlBool>`false`)
  return people.where((eb) =>
    eb.or([
      eb('person.id', '=', myself),
      eb('person.id', 'in', studentsGuardedBy(ctx, myself).select('guardianship.studentId')),
      ...(can(ctx, 'people.read')
        ? [
            eb('person.isStaff', '=', true),
            eb('person.id', 'in', studentIds(ctx)),
            eb('person.id', 'in', teacherIds(ctx)),
          ]
        : []),
    ]),
  )
}

/** The students among the people that the actor may see. */
export function visibleStudents(ctx: Ctx) {
  return visiblePeople(ctx).where('person.id', 'in', studentIds(ctx))
}

/** The guardianships that open a student to a guardian: confirmed by the office and not ended. */
export function studentsGuardedBy(ctx: Ctx, guardianId: Id<'person'>) {
  return ctx.db
    .selectFrom('people.guardianship as guardianship')
    .where('guardianship.orgId', '=', ctx.orgId)
    .where('guardianship.guardianId', '=', guardianId)
    .where('guardianship.confirmedAt', 'is not', null)
    .where('guardianship.endedAt', 'is', null)
}

function studentIds(ctx: Ctx) {
  return ctx.db.selectFrom('people.studentProfile').select('personId').where('orgId', '=', ctx.orgId)
}

function teacherIds(ctx: Ctx) {
  return ctx.db.selectFrom('people.teacherProfile').select('personId').where('orgId', '=', ctx.orgId)
}
