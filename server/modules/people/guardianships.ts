import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import type { Guardianship } from './contract.ts'
import { guardianOfOneself, guardianshipExists } from './errors.ts'
import { joinFamily } from './family-members.ts'
import { visiblePeople, visibleStudents } from './visibility.ts'

function guardianships(ctx: Ctx) {
  return ctx.db
    .selectFrom('people.guardianship as guardianship')
    .innerJoin('people.person as guardian', (join) =>
      join.onRef('guardian.orgId', '=', 'guardianship.orgId').onRef('guardian.id', '=', 'guardianship.guardianId'),
    )
    .innerJoin('people.person as student', (join) =>
      join.onRef('student.orgId', '=', 'guardianship.orgId').onRef('student.id', '=', 'guardianship.studentId'),
    )
    .select(['guardianship.id', 'guardianship.guardianId', 'guardianship.studentId'])
    .select(['guardian.fullName as guardianName', 'student.fullName as studentName'])
    .select(['guardianship.seesGrades', 'guardianship.mayBook', 'guardianship.receivesReports', 'guardianship.pays'])
    .select(['guardianship.isPrimaryContact', 'guardianship.confirmedAt'])
    .where('guardianship.orgId', '=', ctx.orgId)
    .where('guardianship.endedAt', 'is', null)
}

/** Guardianships in which one of these people is guardian or student; for those who may see a student of them. */
export async function listGuardianships(ctx: Ctx, personIds: readonly Id<'person'>[]): Promise<Guardianship[]> {
  if (personIds.length === 0) return []
  return guardianships(ctx)
    .where((eb) =>
      eb.or([eb('guardianship.guardianId', 'in', personIds), eb('guardianship.studentId', 'in', personIds)]),
    )
    .$if(!can(ctx, 'people.manage'), (query) =>
      query.where('guardianship.studentId', 'in', visibleStudents(ctx).select('person.id')),
    )
    .orderBy('student.fullName')
    .orderBy('guardianship.isPrimaryContact', 'desc')
    .orderBy('guardianship.id')
    .execute()
}

async function getGuardianship(ctx: Ctx, id: Id<'guardianship'>): Promise<Guardianship> {
  const guardianship = await guardianships(ctx).where('guardianship.id', '=', id).executeTakeFirst()
  if (!guardianship) throw notFound()
  return guardianship
}

export async function addGuardianship(
  ctx: Ctx,
  input: Input<typeof contract.addGuardianship>,
): Promise<Output<typeof contract.addGuardianship>> {
  const { guardianId, studentId, isPrimaryContact = false } = input
  if (guardianId === studentId) throw guardianOfOneself()
  const guardian = await visiblePeople(ctx).select('person.id').where('person.id', '=', guardianId).executeTakeFirst()
  const student = await visibleStudents(ctx)
    .innerJoin('people.familyMember as member', (join) =>
      join.onRef('member.orgId', '=', 'person.orgId').onRef('member.personId', '=', 'person.id'),
    )
    .select('member.familyId')
    .where('person.id', '=', studentId)
    .executeTakeFirst()
  if (!guardian || !student) throw notFound()
  const id = await insertGuardianship(ctx, { guardianId, studentId, isPrimaryContact, isConfirmed: false })
  if (id === null) throw guardianshipExists()
  await joinFamily(ctx, student.familyId, guardianId)
  await emit(
    ctx,
    'people.guardianship_added',
    { kind: 'guardianship', id },
    { guardianId, studentId, isPrimaryContact },
  )
  return getGuardianship(ctx, id)
}

interface NewGuardianship {
  readonly guardianId: Id<'person'>
  readonly studentId: Id<'person'>
  readonly isPrimaryContact: boolean
  readonly isConfirmed: boolean
}

/** Null when there is one already; one that was ended begins anew, with the usual rights and unconfirmed. */
export async function insertGuardianship(ctx: Ctx, facts: NewGuardianship): Promise<Id<'guardianship'> | null> {
  const { guardianId, studentId, isPrimaryContact, isConfirmed } = facts
  if (isPrimaryContact) await unsetPrimaryContact(ctx, studentId)
  const rights = { seesGrades: true, mayBook: true, receivesReports: true, pays: true, isPrimaryContact }
  const confirmation = isConfirmed
    ? { confirmedAt: ctx.now, confirmedBy: ctx.actor.personId }
    : { confirmedAt: null, confirmedBy: null }
  const row = await ctx.db
    .insertInto('people.guardianship')
    .values({
      orgId: ctx.orgId,
      id: newId('guardianship'),
      guardianId,
      studentId,
      createdAt: ctx.now,
      ...rights,
      ...confirmation,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['orgId', 'guardianId', 'studentId'])
        .doUpdateSet({ ...rights, ...confirmation, endedAt: null, createdAt: ctx.now })
        .where('people.guardianship.endedAt', 'is not', null),
    )
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

async function unsetPrimaryContact(ctx: Ctx, studentId: Id<'person'>): Promise<void> {
  await ctx.db
    .updateTable('people.guardianship')
    .set({ isPrimaryContact: false })
    .where('orgId', '=', ctx.orgId)
    .where('studentId', '=', studentId)
    .where('isPrimaryContact', '=', true)
    .execute()
}

export async function changeGuardianship(
  ctx: Ctx,
  { guardianshipId, confirmed, ...rights }: Input<typeof contract.changeGuardianship>,
): Promise<Output<typeof contract.changeGuardianship>> {
  await lockGuardianship(ctx, guardianshipId)
  const old = await getGuardianship(ctx, guardianshipId)
  const isConfirmedNow = confirmed === true && old.confirmedAt === null
  if (rights.isPrimaryContact && !old.isPrimaryContact) await unsetPrimaryContact(ctx, old.studentId)
  const changes = Object.fromEntries(
    Object.entries(rights).filter(
      ([right, value]) => value !== undefined && value !== old[right as keyof typeof rights],
    ),
  )
  const values = { ...changes, ...(isConfirmedNow && { confirmedAt: ctx.now, confirmedBy: ctx.actor.personId }) }
  if (Object.keys(values).length === 0) return old
  await ctx.db
    .updateTable('people.guardianship')
    .set(values)
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', guardianshipId)
    .execute()
  const subject = { kind: 'guardianship', id: guardianshipId }
  const { guardianId, studentId } = old
  if (isConfirmedNow) await emit(ctx, 'people.guardianship_confirmed', subject, { guardianId, studentId })
  if (Object.keys(changes).length > 0) {
    const before = Object.fromEntries(Object.keys(changes).map((right) => [right, old[right as keyof typeof rights]]))
    await emit(ctx, 'people.guardianship_changed', subject, { guardianId, studentId, old: before, new: changes })
  }
  return getGuardianship(ctx, guardianshipId)
}

export async function endGuardianship(
  ctx: Ctx,
  { guardianshipId }: Input<typeof contract.endGuardianship>,
): Promise<Output<typeof contract.endGuardianship>> {
  const ended = await ctx.db
    .updateTable('people.guardianship')
    .set({ endedAt: ctx.now, isPrimaryContact: false })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', guardianshipId)
    .where('endedAt', 'is', null)
    .returning(['guardianId', 'studentId'])
    .executeTakeFirst()
  if (!ended) throw notFound()
  await emit(ctx, 'people.guardianship_ended', { kind: 'guardianship', id: guardianshipId }, { ...ended })
  return {}
}

async function lockGuardianship(ctx: Ctx, id: Id<'guardianship'>): Promise<void> {
  await ctx.db
    .selectFrom('people.guardianship')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', id)
    .forUpdate()
    .execute()
}
