import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { withoutUndefined } from '#platform/fields.ts'
import { readCountry, readNumber, searchTextOf } from './contact-data.ts'
import type * as contract from './contract.ts'
import type { Person } from './contract.ts'
import { emailTaken } from './errors.ts'
import { createFamily, familyOf, joinFamily } from './family-members.ts'
import { listGuardianships } from './guardianships.ts'
import { personRows, toPersonRow } from './people-list.ts'
import { lockPeople } from './students.ts'

/** One person, or 404 when the actor may not see them. Address, day of birth and notes are for the office and the person. */
export async function getPerson(ctx: Ctx, personId: Id<'person'>): Promise<Person> {
  const found = await personRows(ctx)
    .select(['person.address', 'person.birthDate', 'person.locale', 'person.notes', 'person.leftOn'])
    .select(['person.createdAt', 'student.experience', 'student.instrumentOwned', 'student.preferredDays'])
    .select(['student.goals', 'teacher.bio', 'teacher.specialization', 'teacher.isPublic'])
    .where('person.id', '=', personId)
    .executeTakeFirst()
  if (!found) throw notFound()
  const guardianships = await listGuardianships(ctx, [personId])
  const isOffice = can(ctx, 'people.manage')
  const isTheirs = isOffice || personId === ctx.actor.personId
  const { experience, instrumentOwned, preferredDays, goals, bio, specialization, isPublic } = found
  return {
    ...toPersonRow(ctx, found),
    address: isTheirs ? found.address : null,
    birthDate: isTheirs ? found.birthDate : null,
    locale: found.locale,
    notes: isOffice ? found.notes : '',
    leftOn: found.leftOn,
    createdAt: found.createdAt,
    student: found.isStudent
      ? { experience: experience!, instrumentOwned, preferredDays: preferredDays!, goals: goals! }
      : null,
    teacher: found.isTeacher ? { bio: bio!, specialization: specialization!, isPublic: isPublic! } : null,
    guardians: guardianships.filter(({ studentId }) => studentId === personId),
    children: guardianships.filter(({ guardianId }) => guardianId === personId),
  }
}

export function getPersonPage(ctx: Ctx, { personId }: Input<typeof contract.getPerson>): Promise<Person> {
  return getPerson(ctx, personId)
}

export async function createPerson(
  ctx: Ctx,
  { familyId, student, teacher, ...given }: Input<typeof contract.createPerson>,
): Promise<Output<typeof contract.createPerson>> {
  const id = newId('person')
  const country = await readCountry(ctx)
  await lockPeople(ctx)
  if (familyId !== undefined) await mustBeFamily(ctx, familyId)
  const person = {
    ...given,
    email: given.email ?? null,
    phone: readNumber(given.phone, country),
    waNumber: readNumber(given.waNumber, country),
  }
  if (person.email !== null) await refuseTakenEmail(ctx, person.email, id, familyId ?? null)
  await ctx.db
    .insertInto('people.person')
    .values({ orgId: ctx.orgId, id, ...person, searchText: searchTextOf(person), createdAt: ctx.now })
    .execute()
  await writeProfiles(ctx, id, { student, teacher })
  const family = familyId ?? (student ? await createFamily(ctx, given.fullName) : null)
  if (family !== null) await joinFamily(ctx, family, id)
  await emit(ctx, 'people.person_created', { kind: 'person', id }, { fullName: given.fullName, familyId: family })
  return getPerson(ctx, id)
}

export async function changePerson(
  ctx: Ctx,
  { personId, student, teacher, ...given }: Input<typeof contract.changePerson>,
): Promise<Output<typeof contract.changePerson>> {
  const country = await readCountry(ctx)
  await lockPeople(ctx)
  const old = await lockPerson(ctx, personId)
  const family = await familyOf(ctx, personId)
  const wanted = {
    ...given,
    ...(given.phone !== undefined && { phone: readNumber(given.phone, country) }),
    ...(given.waNumber !== undefined && { waNumber: readNumber(given.waNumber, country) }),
  }
  const changes = differences(old, wanted)
  if (typeof changes.new.email === 'string')
    await refuseTakenEmail(ctx, changes.new.email, personId, family?.id ?? null)
  if (Object.keys(changes.new).length > 0) {
    await ctx.db
      .updateTable('people.person')
      .set({ ...changes.new, searchText: searchTextOf({ ...old, ...changes.new }) })
      .where('orgId', '=', ctx.orgId)
      .where('id', '=', personId)
      .execute()
  }
  const profiles = await writeProfiles(ctx, personId, { student, teacher })
  if (student && family === null)
    await joinFamily(ctx, await createFamily(ctx, wanted.fullName ?? old.fullName), personId)
  if (Object.keys(changes.new).length > 0 || profiles.length > 0)
    await emit(ctx, 'people.person_changed', { kind: 'person', id: personId }, { ...changes, profiles })
  return getPerson(ctx, personId)
}

async function lockPerson(ctx: Ctx, personId: Id<'person'>) {
  const person = await ctx.db
    .selectFrom('people.person')
    .select(['fullName', 'email', 'phone', 'waNumber', 'address', 'birthDate', 'locale', 'notes', 'isStaff', 'leftOn'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', personId)
    .forUpdate()
    .executeTakeFirst()
  if (!person) throw notFound()
  return person
}

type PersonColumns = Awaited<ReturnType<typeof lockPerson>>

/** Only what really changes, as it was and as it will be. */
function differences(
  old: PersonColumns,
  wanted: { [Column in keyof PersonColumns]?: PersonColumns[Column] | undefined },
) {
  const columns = (Object.keys(wanted) as (keyof PersonColumns)[]).filter(
    (column) => wanted[column] !== undefined && String(wanted[column]) !== String(old[column]),
  )
  return {
    old: Object.fromEntries(columns.map((column) => [column, old[column]])),
    new: Object.fromEntries(columns.map((column) => [column, wanted[column]])) as Partial<PersonColumns>,
  }
}

type Profiles = Pick<Input<typeof contract.changePerson>, 'student' | 'teacher'>

async function writeProfiles(ctx: Ctx, personId: Id<'person'>, { student, teacher }: Profiles): Promise<string[]> {
  const key = { orgId: ctx.orgId, personId }
  if (student) {
    const values = withoutUndefined(student)
    await ctx.db
      .insertInto('people.studentProfile')
      .values({ ...values, ...key })
      .onConflict((conflict) => conflict.columns(['orgId', 'personId']).doUpdateSet({ ...values, personId }))
      .execute()
  }
  if (teacher) {
    const values = withoutUndefined(teacher)
    await ctx.db
      .insertInto('people.teacherProfile')
      .values({ ...values, ...key })
      .onConflict((conflict) => conflict.columns(['orgId', 'personId']).doUpdateSet({ ...values, personId }))
      .execute()
  }
  return [...(student ? ['student'] : []), ...(teacher ? ['teacher'] : [])]
}

/** One family may share an address; two strangers may not, because an address is who signs in. */
async function refuseTakenEmail(
  ctx: Ctx,
  email: string,
  personId: Id<'person'>,
  familyId: Id<'family'> | null,
): Promise<void> {
  const owner = await ctx.db
    .selectFrom('people.person as person')
    .leftJoin('people.familyMember as member', (join) =>
      join.onRef('member.orgId', '=', 'person.orgId').onRef('member.personId', '=', 'person.id'),
    )
    .select(['person.id as personId', 'person.fullName as name'])
    .where('person.orgId', '=', ctx.orgId)
    .where('person.email', '=', email)
    .where('person.id', '<>', personId)
    .where((eb) => eb.or([eb('member.familyId', 'is', null), eb('member.familyId', 'is distinct from', familyId)]))
    .orderBy('person.id')
    .executeTakeFirst()
  if (owner) throw emailTaken({ extra: owner, args: { name: owner.name } })
}

async function mustBeFamily(ctx: Ctx, familyId: Id<'family'>): Promise<void> {
  const family = await ctx.db
    .selectFrom('people.family')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', familyId)
    .executeTakeFirst()
  if (!family) throw notFound()
}
