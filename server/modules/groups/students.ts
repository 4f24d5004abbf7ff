import { mayBookFor } from '#people'
import type { Ctx } from '#platform/context.ts'
import { wrongField } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { ageFor, type Age, type AgeLimits } from './age.ts'
import { ageDoesNotFit } from './errors.ts'

export interface GroupStudent {
  readonly id: Id<'person'>
  readonly name: string
  readonly birthDate: Temporal.PlainDate | null
}

/** A student whom the reader may book for. */
export async function chooseStudent(ctx: Ctx, studentId: Id<'person'>): Promise<GroupStudent> {
  if (!(await mayBookFor(ctx, studentId))) throw wrongField('studentId', 'unknown_student')
  return ctx.db
    .selectFrom('people.person')
    .select(['id', 'fullName as name', 'birthDate'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', studentId)
    .executeTakeFirstOrThrow()
}

export function mustFit(group: AgeLimits, student: GroupStudent, despiteAge: boolean | undefined): Age {
  const found = ageFor(group, student.birthDate)
  if (found.age === 'fits' || despiteAge) return found
  throw ageDoesNotFit({ args: { student: student.name, age: found.age }, extra: { ...found } })
}
