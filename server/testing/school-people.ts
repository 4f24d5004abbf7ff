import { randomBytes } from 'node:crypto'
import type { Kysely } from 'kysely'
import { newId, type Id } from '#platform/ids.ts'
import type { Database } from '#platform/schema.ts'

export interface Person {
  readonly id: Id<'person'>
  readonly userId: Id<'user'> | null
  readonly name: string
  readonly email: string | null
}

export type Db = Kysely<Database>
export interface Made {
  readonly orgId: Id<'organisation'>
  readonly now: Temporal.Instant
}

export async function addPerson(
  db: Db,
  { orgId, now, name, role, isStaff }: Made & { name: string; role: string | null; isStaff: boolean },
): Promise<Person> {
  const email = `${name.split(' ')[0]!.toLowerCase()}.${randomBytes(4).toString('hex')}@mail.example`
  const userId = role === null ? null : newId('user')
  if (userId !== null) {
    await db.insertInto('identity.user').values({ id: userId, email, emailVerifiedAt: now, createdAt: now }).execute()
    await db
      .insertInto('identity.membership')
      .values({ orgId, id: newId('membership'), userId, roles: [role!], createdAt: now })
      .execute()
  }
  const id = newId('person')
  const searchText = `${name} ${email}`.toLowerCase()
  await db
    .insertInto('people.person')
    .values({ orgId, id, userId, fullName: name, email, isStaff, searchText, createdAt: now })
    .execute()
  return { id, userId, name, email }
}

export async function addFamily(
  db: Db,
  { orgId, now, guardian, child, name }: Made & { guardian: Person; child: Person; name: string },
): Promise<Id<'family'>> {
  const id = newId('family')
  await db.insertInto('people.family').values({ orgId, id, name, createdAt: now }).execute()
  await db
    .insertInto('people.familyMember')
    .values([guardian, child].map((person) => ({ orgId, familyId: id, personId: person.id })))
    .execute()
  await db
    .insertInto('people.guardianship')
    .values({
      orgId,
      id: newId('guardianship'),
      guardianId: guardian.id,
      studentId: child.id,
      isPrimaryContact: true,
      confirmedAt: now,
      createdAt: now,
    })
    .execute()
  return id
}
