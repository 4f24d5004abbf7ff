import { sql } from 'kysely'
import { can, type Ctx } from '#platform/context.ts'
import type { Locale, Output } from '#platform/contract.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { isInternational, readCountry, readNumber, searchTextOf } from './contact-data.ts'
import type * as contract from './contract.ts'
import { createFamily, joinFamily } from './family-members.ts'
import { insertGuardianship } from './guardianships.ts'
import { studentsGuardedBy } from './visibility.ts'

export async function listMyStudents(ctx: Ctx): Promise<Output<typeof contract.listMyStudents>> {
  const myself = ctx.actor.personId
  if (myself === null) return { students: [] }
  const rows = await ctx.db
    .selectFrom('people.person as person')
    .innerJoin('people.studentProfile as student', (join) =>
      join.onRef('student.orgId', '=', 'person.orgId').onRef('student.personId', '=', 'person.id'),
    )
    .leftJoin(
      studentsGuardedBy(ctx, myself).select(['guardianship.studentId', 'guardianship.mayBook']).as('guarded'),
      (join) => join.onRef('guarded.studentId', '=', 'person.id'),
    )
    .select(['person.id', 'person.fullName', 'person.photoId', 'guarded.mayBook'])
    .where('person.orgId', '=', ctx.orgId)
    .where((eb) => eb.or([eb('person.id', '=', myself), eb('guarded.studentId', 'is not', null)]))
    .orderBy('person.fullName')
    .orderBy('person.id')
    .execute()
  return {
    students: rows.map(({ id, fullName, photoId, mayBook }) => ({
      id,
      fullName,
      photoId,
      isMe: id === myself,
      mayBook: id === myself || mayBook === true,
    })),
  }
}

/** Whether the actor may book for a student: the office for all, students for themselves, guardians with that right. */
export async function mayBookFor(ctx: Ctx, studentId: Id<'person'>): Promise<boolean> {
  const isOffice = can(ctx, 'people.manage')
  const myself = ctx.actor.personId
  if (!isOffice && myself === null) return false
  const found = await ctx.db
    .selectFrom('people.studentProfile as student')
    .select('student.personId')
    .where('student.orgId', '=', ctx.orgId)
    .where('student.personId', '=', studentId)
    .$if(!isOffice && studentId !== myself, (query) =>
      query.where(
        'student.personId',
        'in',
        studentsGuardedBy(ctx, myself!).where('guardianship.mayBook', '=', true).select('guardianship.studentId'),
      ),
    )
    .executeTakeFirst()
  return found !== undefined
}

export interface NewStudent {
  readonly fullName: string
  readonly email?: string | null
  readonly waNumber?: string | null
  readonly birthDate?: Temporal.PlainDate | null
  readonly locale?: Locale | null
  readonly experience?: string
  readonly instrumentOwned?: boolean | null
  readonly preferredDays?: readonly number[]
  readonly guardian?: {
    readonly name: string
    readonly email?: string | null
    readonly waNumber?: string | null
  } | null
}

export interface StudentWithFamily {
  readonly studentId: Id<'person'>
  readonly guardianId: Id<'person'> | null
  readonly familyId: Id<'family'>
}

/**
 * Makes a student, and a guardian whose link the actor thereby confirms. A guardian who is known by e-mail or international number stays
 * one person: the student joins that family, and nothing of the known person is overwritten.
 */
export async function createStudentWithFamily(ctx: Ctx, facts: NewStudent): Promise<StudentWithFamily> {
  const country = await readCountry(ctx)
  await lockPeople(ctx)
  const { guardian } = facts
  const student = {
    fullName: facts.fullName,
    email: facts.email ?? null,
    waNumber: readNumber(facts.waNumber, country),
    birthDate: facts.birthDate ?? null,
    locale: facts.locale ?? null,
  }
  const studentId = await insertPerson(ctx, student)
  await ctx.db
    .insertInto('people.studentProfile')
    .values({
      orgId: ctx.orgId,
      personId: studentId,
      experience: facts.experience ?? '',
      instrumentOwned: facts.instrumentOwned ?? null,
      preferredDays: [...(facts.preferredDays ?? [])],
    })
    .execute()
  const contact = guardian && {
    fullName: guardian.name,
    email: guardian.email ?? null,
    waNumber: readNumber(guardian.waNumber, country),
    locale: facts.locale ?? null,
  }
  const known = contact ? await findGuardian(ctx, contact) : null
  const guardianId = contact ? (known?.id ?? (await insertPerson(ctx, contact))) : null
  const familyId = known?.familyId ?? (await createFamily(ctx, contact?.fullName ?? facts.fullName))
  await joinFamily(ctx, familyId, studentId)
  if (guardianId !== null) {
    await joinFamily(ctx, familyId, guardianId)
    await insertGuardianship(ctx, { guardianId, studentId, isPrimaryContact: true, isConfirmed: true })
  }
  await emit(ctx, 'people.student_created', { kind: 'person', id: studentId }, { familyId, guardianId })
  return { studentId, guardianId, familyId }
}

/** Two writers who look for the same person wait for each other, so one human does not become two. */
export async function lockPeople(ctx: Ctx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`people ${ctx.orgId}`}, 0))`.execute(ctx.db)
}

interface NewPerson {
  readonly fullName: string
  readonly email: string | null
  readonly waNumber: string | null
  readonly birthDate?: Temporal.PlainDate | null
  readonly locale: Locale | null
}

async function insertPerson(ctx: Ctx, person: NewPerson): Promise<Id<'person'>> {
  const id = newId('person')
  await ctx.db
    .insertInto('people.person')
    .values({
      orgId: ctx.orgId,
      id,
      ...person,
      searchText: searchTextOf({ phone: null, ...person }),
      createdAt: ctx.now,
    })
    .execute()
  return id
}

// A student's own record is never taken for a guardian: families often give one address for everybody.
async function findGuardian(ctx: Ctx, { email, waNumber }: { email: string | null; waNumber: string | null }) {
  const number = isInternational(waNumber) ? waNumber : null
  if (email === null && number === null) return null
  const found = await ctx.db
    .selectFrom('people.person as person')
    .leftJoin('people.familyMember as member', (join) =>
      join.onRef('member.orgId', '=', 'person.orgId').onRef('member.personId', '=', 'person.id'),
    )
    .leftJoin('people.studentProfile as student', (join) =>
      join.onRef('student.orgId', '=', 'person.orgId').onRef('student.personId', '=', 'person.id'),
    )
    .select(['person.id', 'member.familyId'])
    .where('person.orgId', '=', ctx.orgId)
    .where('student.personId', 'is', null)
    .where((eb) =>
      eb.or([eb('person.email', '=', email), eb('person.waNumber', '=', number), eb('person.phone', '=', number)]),
    )
    .orderBy((eb) => eb.fn.coalesce(eb('person.email', '=', email), eb.lit(false)), 'desc')
    .orderBy('person.id')
    .executeTakeFirst()
  return found ?? null
}
