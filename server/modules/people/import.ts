import type { Ctx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'
import { readCountry, readNumber, searchTextOf } from './contact-data.ts'

/** People of an older system, with ids that stay the same when the import runs again. */
export interface ImportedPeople {
  readonly persons: readonly {
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
  }[]
  readonly families: readonly {
    readonly id: Id<'family'>
    readonly name: string
    readonly memberIds: readonly Id<'person'>[]
    readonly createdAt: Temporal.Instant
  }[]
  /** Not confirmed: the older system took whatever was typed, so the office looks at each first. */
  readonly guardianships: readonly {
    readonly id: Id<'guardianship'>
    readonly guardianId: Id<'person'>
    readonly studentId: Id<'person'>
    readonly isPrimaryContact: boolean
    readonly createdAt: Temporal.Instant
  }[]
}

const rowsAtOnce = 1000

/**
 * Writes people, families and guardianships of an older system. What is there already stays as it is: people may have worked on it since.
 */
export async function importPeople(ctx: Ctx, { persons, families, guardianships }: ImportedPeople): Promise<void> {
  const { orgId } = ctx
  const country = await readCountry(ctx)
  for (const part of inParts(persons)) await writePersons(ctx, part, country)
  const students = persons.flatMap(({ id, student }) => (student ? [{ orgId, personId: id, ...student }] : []))
  for (const part of inParts(students)) {
    await ctx.db
      .insertInto('people.studentProfile')
      .values(part.map((student) => ({ ...student, preferredDays: [...student.preferredDays] })))
      .onConflict((conflict) => conflict.columns(['orgId', 'personId']).doNothing())
      .execute()
  }
  const teachers = persons.flatMap(({ id, teacher }) => (teacher ? [{ orgId, personId: id, ...teacher }] : []))
  for (const part of inParts(teachers)) {
    await ctx.db
      .insertInto('people.teacherProfile')
      .values(part)
      .onConflict((conflict) => conflict.columns(['orgId', 'personId']).doNothing())
      .execute()
  }
  for (const part of inParts(families)) {
    await ctx.db
      .insertInto('people.family')
      .values(part.map(({ id, name, createdAt }) => ({ orgId, id, name, createdAt })))
      .onConflict((conflict) => conflict.columns(['orgId', 'id']).doNothing())
      .execute()
  }
  const members = families.flatMap(({ id, memberIds }) =>
    memberIds.map((personId) => ({ orgId, familyId: id, personId })),
  )
  for (const part of inParts(members)) {
    await ctx.db
      .insertInto('people.familyMember')
      .values(part)
      .onConflict((conflict) => conflict.columns(['orgId', 'personId']).doNothing())
      .execute()
  }
  for (const part of inParts(guardianships)) {
    await ctx.db
      .insertInto('people.guardianship')
      .values(part.map((row) => ({ ...row, orgId })))
      .onConflict((conflict) => conflict.columns(['orgId', 'guardianId', 'studentId']).doNothing())
      .execute()
  }
}

async function writePersons(
  ctx: Ctx,
  persons: ImportedPeople['persons'],
  country: Awaited<ReturnType<typeof readCountry>>,
): Promise<void> {
  const rows = persons.map(({ student: _student, teacher: _teacher, ...person }) => {
    const numbers = {
      phone: readNumber(person.phone, country),
      waNumber: readNumber(person.waNumber, country),
    }
    return { ...person, ...numbers, orgId: ctx.orgId, searchText: searchTextOf({ ...person, ...numbers }) }
  })
  await ctx.db
    .insertInto('people.person')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['orgId', 'id']).doNothing())
    .execute()
}

function* inParts<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let start = 0; start < rows.length; start += rowsAtOnce) yield rows.slice(start, start + rowsAtOnce)
}
