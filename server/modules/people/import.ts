import { sql } from 'kysely'
import { inBatches } from '#platform/batches.ts'
import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { readCountry, readNumber, searchTextOf } from './contact-data.ts'

export interface ImportedPerson {
  readonly id: Id<'person'>
  readonly fullName: string
  readonly email: string | null
  readonly phone: string | null
  readonly waNumber: string | null
  readonly address: string | null
  readonly isStaff: boolean
  readonly createdAt: Temporal.Instant
  readonly student: {
    readonly experience: string
    readonly instrumentOwned: boolean | null
    readonly preferredDays: readonly number[]
  } | null
  readonly teacher: { readonly bio: string; readonly specialization: string } | null
}

export interface ImportedFamily {
  readonly id: Id<'family'>
  readonly name: string
  readonly memberIds: readonly Id<'person'>[]
  readonly createdAt: Temporal.Instant
}

/** Not confirmed: the older system took whatever was typed, so the office looks at each first. */
export interface ImportedGuardianship {
  readonly id: Id<'guardianship'>
  readonly guardianId: Id<'person'>
  readonly studentId: Id<'person'>
  readonly isPrimaryContact: boolean
  readonly createdAt: Temporal.Instant
}

/** People of an older system, with ids that stay the same when the import runs again. */
export interface ImportedPeople {
  readonly persons: readonly ImportedPerson[]
  readonly families: readonly ImportedFamily[]
  readonly guardianships: readonly ImportedGuardianship[]
}

export interface PeopleMade {
  readonly made: ReadonlySet<string>
  /** New people whose e-mail somebody who was here before has too. */
  readonly sameEmails: readonly { readonly personId: string; readonly name: string; readonly other: string }[]
}

/**
 * Writes people, families and guardianships of an older system. What is there already stays as it is: people may have worked on it since.
 */
export async function importPeople(
  ctx: Ctx,
  { persons, families, guardianships }: ImportedPeople,
): Promise<PeopleMade> {
  const sameEmails = await findSameEmails(ctx, persons)
  const made = await importPersons(ctx, persons)
  await importProfiles(ctx, persons)
  await importFamilies(ctx, families, made)
  for (const part of inBatches(guardianships)) {
    await ctx.db
      .insertInto('people.guardianship')
      .values(part.map((row) => ({ ...row, orgId: ctx.orgId })))
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  return { made, sameEmails: sameEmails.filter(({ personId }) => made.has(personId)) }
}

async function findSameEmails(ctx: Ctx, persons: readonly ImportedPerson[]): Promise<PeopleMade['sameEmails']> {
  const found: PeopleMade['sameEmails'][number][] = []
  for (const part of inBatches(persons.filter(({ email }) => email !== null))) {
    const { rows } = await sql<{ personId: string; name: string; other: string }>`
      select wanted.id as "personId", wanted.name, min(person.full_name) as other
      from unnest(${part.map(({ id }) => id)}::uuid[], ${part.map(({ fullName }) => fullName)}::text[],
        ${part.map(({ email }) => email)}::text[]) as wanted (id, name, email)
      join people.person on person.org_id = ${ctx.orgId} and person.email = wanted.email::citext
      where not person.id = any(${persons.map(({ id }) => id)}::uuid[])
      group by wanted.id, wanted.name`.execute(ctx.db)
    found.push(...rows)
  }
  return found
}

async function importPersons(ctx: Ctx, persons: readonly ImportedPerson[]): Promise<ReadonlySet<string>> {
  const country = await readCountry(ctx)
  const made = new Set<string>()
  for (const part of inBatches(persons)) {
    const rows = part.map(({ student: _student, teacher: _teacher, ...person }) => {
      const numbers = {
        phone: readNumber(person.phone, country),
        waNumber: readNumber(person.waNumber, country),
      }
      return { ...person, ...numbers, orgId: ctx.orgId, searchText: searchTextOf({ ...person, ...numbers }) }
    })
    const added = await ctx.db
      .insertInto('people.person')
      .values(rows)
      .onConflict((conflict) => conflict.columns(['orgId', 'id']).doNothing())
      .returning('id')
      .execute()
    for (const { id } of added) made.add(id)
  }
  return made
}

async function importProfiles(ctx: Ctx, persons: readonly ImportedPerson[]): Promise<void> {
  const { orgId } = ctx
  const students = persons.flatMap(({ id, student }) => (student ? [{ orgId, personId: id, ...student }] : []))
  for (const part of inBatches(students)) {
    await ctx.db
      .insertInto('people.studentProfile')
      .values(part.map((student) => ({ ...student, preferredDays: [...student.preferredDays] })))
      .onConflict((conflict) => conflict.columns(['orgId', 'personId']).doNothing())
      .execute()
  }
  const teachers = persons.flatMap(({ id, teacher }) => (teacher ? [{ orgId, personId: id, ...teacher }] : []))
  for (const part of inBatches(teachers)) {
    await ctx.db
      .insertInto('people.teacherProfile')
      .values(part)
      .onConflict((conflict) => conflict.columns(['orgId', 'personId']).doNothing())
      .execute()
  }
}

/** Into a family that was here before come only new people: the office may have taken somebody out of it. */
async function importFamilies(
  ctx: Ctx,
  families: readonly ImportedFamily[],
  newPersons: ReadonlySet<string>,
): Promise<void> {
  const { orgId } = ctx
  const newFamilies = new Set<string>()
  for (const part of inBatches(families)) {
    const added = await ctx.db
      .insertInto('people.family')
      .values(part.map(({ id, name, createdAt }) => ({ orgId, id, name, createdAt })))
      .onConflict((conflict) => conflict.columns(['orgId', 'id']).doNothing())
      .returning('id')
      .execute()
    for (const { id } of added) newFamilies.add(id)
  }
  const members = families.flatMap(({ id, memberIds }) =>
    memberIds
      .filter((personId) => newFamilies.has(id) || newPersons.has(personId))
      .map((personId) => ({ orgId, familyId: id, personId })),
  )
  for (const part of inBatches(members)) {
    await ctx.db
      .insertInto('people.familyMember')
      .values(part)
      .onConflict((conflict) => conflict.columns(['orgId', 'personId']).doNothing())
      .execute()
  }
}
