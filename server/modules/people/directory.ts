import { sql, type SqlBool } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { localDate } from '#platform/time.ts'
import { digitsOf, isInternational, likeText, plainText, readCountry, readNumber } from './contact-data.ts'
import type { Locale, Output } from '#platform/contract.ts'
import type * as contract from './contract.ts'
import { visiblePeople, visibleStudents } from './visibility.ts'

/** Whom a mail or a notification goes to; `locale` falls back to the organisation's. */
export interface Contact {
  readonly id: Id<'person'>
  readonly name: string
  readonly email: string | null
  readonly locale: Locale
  readonly hasLogin: boolean
}

export interface Student extends Contact {
  readonly waNumber: string | null
  readonly birthDate: Temporal.PlainDate | null
  readonly familyId: Id<'family'>
}

export interface Teacher {
  readonly id: Id<'person'>
  readonly name: string
  readonly specialization: string
  readonly isPublic: boolean
}

/** A right of a guardian over what is done for a student. */
export type GuardianRight = 'seesGrades' | 'mayBook' | 'receivesReports' | 'pays'

function contacts(ctx: Ctx) {
  return ctx.db
    .selectFrom('people.person as person')
    .innerJoin('organisations.organisation as organisation', 'organisation.id', 'person.orgId')
    .select((eb) => [
      'person.id',
      'person.fullName as name',
      'person.email',
      eb.fn.coalesce('person.locale', 'organisation.locale').as('locale'),
      eb('person.userId', 'is not', null).$castTo<boolean>().as('hasLogin'),
    ])
    .where('person.orgId', '=', ctx.orgId)
}

/** How to reach people, whoever asks: for mails and notifications that the system writes. */
export async function contactsOf(ctx: Ctx, ids: Iterable<Id<'person'>>): Promise<Map<Id<'person'>, Contact>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const rows = await contacts(ctx).where('person.id', 'in', wanted).execute()
  return new Map(rows.map((row) => [row.id, row]))
}

/** Names by id, whoever asks; call it only for people of rows that the reader may see. */
export async function namesOf(ctx: Ctx, ids: Iterable<Id<'person'>>): Promise<Map<Id<'person'>, string>> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return new Map()
  const rows = await ctx.db
    .selectFrom('people.person')
    .select(['id', 'fullName'])
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', wanted)
    .execute()
  return new Map(rows.map(({ id, fullName }) => [id, fullName]))
}

/** The student, or 404 when the actor may not see them. */
export async function getStudent(ctx: Ctx, studentId: Id<'person'>): Promise<Student> {
  const student = await contacts(ctx)
    .innerJoin('people.familyMember as member', (join) =>
      join.onRef('member.orgId', '=', 'person.orgId').onRef('member.personId', '=', 'person.id'),
    )
    .select(['person.waNumber', 'person.birthDate', 'member.familyId'])
    .where('person.id', '=', studentId)
    .where('person.id', 'in', visibleStudents(ctx).select('person.id'))
    .executeTakeFirst()
  if (!student) throw notFound()
  return student
}

/** Who is told about a student: the student, and the confirmed guardians who hold the right; the primary contact first. */
export async function recipientsFor(ctx: Ctx, studentId: Id<'person'>, right: GuardianRight): Promise<Contact[]> {
  return contacts(ctx)
    .leftJoin('people.guardianship as guardianship', (join) =>
      join
        .onRef('guardianship.orgId', '=', 'person.orgId')
        .onRef('guardianship.guardianId', '=', 'person.id')
        .on('guardianship.studentId', '=', studentId)
        .on('guardianship.confirmedAt', 'is not', null)
        .on('guardianship.endedAt', 'is', null)
        .on(`guardianship.${right}`, '=', true),
    )
    .where((eb) => eb.or([eb('person.id', '=', studentId), eb('guardianship.id', 'is not', null)]))
    .orderBy((eb) => eb.fn.coalesce('guardianship.isPrimaryContact', eb.lit(false)), 'desc')
    .orderBy('person.id')
    .execute()
}

/** Who pays for a family: confirmed guardians with that right over a student in it; without any, its members who have no guardian. */
export async function payersOf(ctx: Ctx, familyId: Id<'family'>): Promise<Contact[]> {
  const guardianships = ctx.db
    .selectFrom('people.guardianship as guardianship')
    .innerJoin('people.familyMember as child', (join) =>
      join.onRef('child.orgId', '=', 'guardianship.orgId').onRef('child.personId', '=', 'guardianship.studentId'),
    )
    .where('guardianship.orgId', '=', ctx.orgId)
    .where('guardianship.confirmedAt', 'is not', null)
    .where('guardianship.endedAt', 'is', null)
    .where('child.familyId', '=', familyId)
  const paying = guardianships.where('guardianship.pays', '=', true).select('guardianship.guardianId')
  const members = ctx.db
    .selectFrom('people.familyMember as member')
    .select('member.personId')
    .where('member.orgId', '=', ctx.orgId)
    .where('member.familyId', '=', familyId)
  return contacts(ctx)
    .where((eb) =>
      eb.or([
        eb('person.id', 'in', paying),
        eb.and([
          eb.not(eb.exists(paying)),
          eb('person.id', 'in', members),
          eb('person.id', 'not in', guardianships.select('guardianship.studentId')),
        ]),
      ]),
    )
    .orderBy('person.id')
    .execute()
}

/** The people of the office who can sign in: they are told what waits for them. */
export async function listOffice(ctx: Ctx): Promise<Contact[]> {
  return contacts(ctx)
    .innerJoin('identity.membership as membership', (join) =>
      join.onRef('membership.orgId', '=', 'person.orgId').onRef('membership.userId', '=', 'person.userId'),
    )
    .where('membership.status', '=', 'active')
    .where(sql<SqlBool>`membership.roles && array['owner', 'office']`)
    .orderBy('person.id')
    .execute()
}

/** Everyone who teaches and has not left, by name; whoever asks. */
export async function listTeachers(ctx: Ctx): Promise<Teacher[]> {
  return (await teachersHere(ctx)).map(({ id, fullName, specialization, isPublic }) => ({
    id,
    name: fullName,
    specialization,
    isPublic,
  }))
}

export async function listPublicTeachers(ctx: Ctx): Promise<Output<typeof contract.listPublicTeachers>> {
  return { teachers: (await teachersHere(ctx)).filter(({ isPublic }) => isPublic) }
}

async function teachersHere(ctx: Ctx) {
  const teachers = await ctx.db
    .selectFrom('people.person as person')
    .innerJoin('people.teacherProfile as profile', (join) =>
      join.onRef('profile.orgId', '=', 'person.orgId').onRef('profile.personId', '=', 'person.id'),
    )
    .innerJoin('organisations.organisation as organisation', 'organisation.id', 'person.orgId')
    .select(['person.id', 'person.fullName', 'person.photoId', 'person.leftOn', 'organisation.zone'])
    .select(['profile.bio', 'profile.specialization', 'profile.isPublic'])
    .where('person.orgId', '=', ctx.orgId)
    .orderBy('person.fullName')
    .orderBy('person.id')
    .execute()
  return teachers.filter(
    ({ leftOn, zone }) => leftOn === null || Temporal.PlainDate.compare(localDate(ctx.now, zone), leftOn) <= 0,
  )
}

export interface SamePerson {
  readonly id: Id<'person'>
  readonly name: string
  readonly because: 'email' | 'number' | 'name'
}

/** People whom the actor may see and who may be the same: by e-mail, then by number in any writing, then by name. At most ten. */
export async function findSamePeople(
  ctx: Ctx,
  facts: { readonly email: string | null; readonly numbers: readonly (string | null)[]; readonly name: string },
): Promise<SamePerson[]> {
  const country = await readCountry(ctx)
  const numbers = facts.numbers.map((number) => readNumber(number, country)).filter(isInternational)
  const email = facts.email?.trim().toLowerCase() ?? ''
  const name = plainText(facts.name)
  const rows = await visiblePeople(ctx)
    .select(['person.id', 'person.fullName', 'person.email', 'person.phone', 'person.waNumber'])
    .where((eb) =>
      eb.or([
        eb('person.email', '=', email),
        eb('person.searchText', 'like', `%${likeText(name)}%`),
        ...numbers.map((number) => eb('person.searchText', 'like', `%${digitsOf(number)}%`)),
      ]),
    )
    .orderBy('person.id')
    .limit(100)
    .execute()
  return rows
    .flatMap(({ id, fullName, ...row }): SamePerson[] => {
      if (email !== '' && row.email?.toLowerCase() === email) return [{ id, name: fullName, because: 'email' }]
      if (numbers.some((number) => number === row.phone || number === row.waNumber))
        return [{ id, name: fullName, because: 'number' }]
      return plainText(fullName) === name ? [{ id, name: fullName, because: 'name' }] : []
    })
    .toSorted((one, other) => strengths.indexOf(one.because) - strengths.indexOf(other.because))
    .slice(0, 10)
}

const strengths: readonly SamePerson['because'][] = ['email', 'number', 'name']
