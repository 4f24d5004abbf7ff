import type { Ctx } from '#platform/context.ts'
import type { Locale } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { localDate } from '#platform/time.ts'

const yearsOfAge = 18

export interface Payer {
  readonly id: Id<'person'>
  readonly name: string
  readonly email: string | null
  readonly address: string | null
  readonly locale: Locale | null
}

/**
 * Who pays for which family: guardians of its students who pay and are confirmed, and grown-up students without a
 * guardian. They see the family's account; nobody else of the family does.
 */
export function payers(ctx: Ctx) {
  const bornBefore = localDate(ctx.now, 'UTC').subtract({ years: yearsOfAge })
  return ctx.db
    .selectFrom('people.familyMember as member')
    .innerJoin('people.guardianship as guardianship', (join) =>
      join.onRef('guardianship.orgId', '=', 'member.orgId').onRef('guardianship.studentId', '=', 'member.personId'),
    )
    .select(['member.familyId', 'guardianship.guardianId as personId'])
    .where('member.orgId', '=', ctx.orgId)
    .where('guardianship.pays', '=', true)
    .where('guardianship.confirmedAt', 'is not', null)
    .where('guardianship.endedAt', 'is', null)
    .union(
      ctx.db
        .selectFrom('people.familyMember as member')
        .innerJoin('people.studentProfile as profile', (join) =>
          join.onRef('profile.orgId', '=', 'member.orgId').onRef('profile.personId', '=', 'member.personId'),
        )
        .innerJoin('people.person as student', (join) =>
          join.onRef('student.orgId', '=', 'member.orgId').onRef('student.id', '=', 'member.personId'),
        )
        .select(['member.familyId', 'member.personId'])
        .where('member.orgId', '=', ctx.orgId)
        .where((eb) => eb.or([eb('student.birthDate', 'is', null), eb('student.birthDate', '<=', bornBefore)]))
        .where((eb) =>
          eb.not(
            eb.exists(
              eb
                .selectFrom('people.guardianship as guardian')
                .select('guardian.id')
                .whereRef('guardian.orgId', '=', 'member.orgId')
                .whereRef('guardian.studentId', '=', 'member.personId')
                .where('guardian.endedAt', 'is', null),
            ),
          ),
        ),
    )
}

/** The families whose account the actor may see as a payer. */
export function familiesPaidFor(ctx: Ctx) {
  return ctx.db
    .selectFrom(payers(ctx).as('payer'))
    .select('payer.familyId')
    .where('payer.personId', '=', ctx.actor.personId)
}

export function listPayers(ctx: Ctx, familyId: Id<'family'>): Promise<Payer[]> {
  return ctx.db
    .selectFrom(payers(ctx).as('payer'))
    .innerJoin('people.person as person', 'person.id', 'payer.personId')
    .select(['person.id', 'person.fullName as name', 'person.email', 'person.address', 'person.locale'])
    .where('person.orgId', '=', ctx.orgId)
    .where('payer.familyId', '=', familyId)
    .orderBy('person.id')
    .execute()
}
