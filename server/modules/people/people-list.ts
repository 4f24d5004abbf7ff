import { sql, type Expression, type SqlBool } from 'kysely'
import { z } from 'zod'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import { digitsOf, likeText, plainText } from './contact-data.ts'
import type * as contract from './contract.ts'
import type { PersonKind, PersonRow } from './contract.ts'
import { visiblePeople } from './visibility.ts'

/** What a row of people shows, as one query on whom the actor may see. */
export function personRows(ctx: Ctx) {
  return visiblePeople(ctx)
    .leftJoin('people.studentProfile as student', (join) =>
      join.onRef('student.orgId', '=', 'person.orgId').onRef('student.personId', '=', 'person.id'),
    )
    .leftJoin('people.teacherProfile as teacher', (join) =>
      join.onRef('teacher.orgId', '=', 'person.orgId').onRef('teacher.personId', '=', 'person.id'),
    )
    .leftJoin('people.familyMember as member', (join) =>
      join.onRef('member.orgId', '=', 'person.orgId').onRef('member.personId', '=', 'person.id'),
    )
    .leftJoin('people.family as family', (join) =>
      join.onRef('family.orgId', '=', 'member.orgId').onRef('family.id', '=', 'member.familyId'),
    )
    .select(['person.id', 'person.fullName', 'person.email', 'person.phone', 'person.waNumber', 'person.isStaff'])
    .select('person.photoId')
    .select(['family.id as familyId', 'family.name as familyName'])
    .select((eb) => [
      eb('person.userId', 'is not', null).$castTo<boolean>().as('hasLogin'),
      eb('student.personId', 'is not', null).$castTo<boolean>().as('isStudent'),
      eb('teacher.personId', 'is not', null).$castTo<boolean>().as('isTeacher'),
      hasGuardianship(ctx, 'guardianId').as('isGuardian'),
      hasGuardianship(ctx, 'studentId').as('hasGuardian'),
    ])
}

function hasGuardianship(ctx: Ctx, side: 'guardianId' | 'studentId') {
  const column = sql.ref(`guardianship.${side}`)
  return sql<boolean>`exists (
    select from people.guardianship
    where guardianship.org_id = ${ctx.orgId} and ${column} = person.id and guardianship.ended_at is null
  )`
}

type FoundPerson = Awaited<ReturnType<ReturnType<typeof personRows>['execute']>>[number]

/** The row as the reader may see it: how to reach a child is how to reach a guardian, and for the office only. */
export function toPersonRow(ctx: Ctx, found: FoundPerson): PersonRow {
  const { id, fullName, email, phone, waNumber, familyId, familyName, hasLogin, photoId } = found
  const kinds: PersonKind[] = []
  if (found.isStudent) kinds.push('student')
  if (found.isTeacher) kinds.push('teacher')
  if (found.isGuardian) kinds.push('guardian')
  if (found.isStaff) kinds.push('staff')
  const isReachable = can(ctx, 'people.manage') || id === ctx.actor.personId || !found.hasGuardian
  const contact = isReachable ? { email, phone, waNumber } : { email: null, phone: null, waNumber: null }
  return { id, fullName, kinds, ...contact, familyId, familyName, hasLogin, photoId }
}

export function listPeople(
  ctx: Ctx,
  input: Input<typeof contract.listPeople>,
): Promise<Output<typeof contract.listPeople>> {
  return listPeopleAmong(ctx, input, null)
}

/** The same among these people only; null for everybody. */
export async function listPeopleAmong(
  ctx: Ctx,
  input: Input<typeof contract.listPeople>,
  among: Expression<{ readonly studentId: Id<'person'> }> | null,
): Promise<Output<typeof contract.listPeople>> {
  const limit = limitOf(input)
  const rows = await soughtPeople(ctx, input)
    .$if(among !== null, (query) => query.where(sql<SqlBool>`person.id in ${among}`))
    .limit(limit + 1)
    .execute()
  const page = toPage(rows, limit, (row) => [row.distance, row.fullName, row.id])
  return { ...page, rows: page.rows.map((row) => toPersonRow(ctx, row)) }
}

/** The people who are sought, nearest first, from where the cursor says. */
export function soughtPeople(ctx: Ctx, input: Input<typeof contract.listPeople>) {
  const after = readCursor(input.cursor, z.tuple([z.int(), z.string(), z.uuid()]))
  const sought = plainText(input.search ?? '')
  const distance = distanceFrom(sought)
  const wanted = conditionsOf(ctx, sought)
  return personRows(ctx)
    .select(distance.as('distance'))
    .$if(wanted.length > 0, (query) => query.where((eb) => eb.and(wanted)))
    .$if(input.kind !== undefined, (query) => query.where(isOfKind(ctx, input.kind!)))
    .$if(after !== null, (query) =>
      query.where(
        sql<SqlBool>`(${distance}, person.full_name, person.id) > (${after?.[0]}, ${after?.[1]}, ${after?.[2]})`,
      ),
    )
    .orderBy('distance')
    .orderBy('person.fullName')
    .orderBy('person.id')
}

/** Every word must be found: a number by its figures, an address letter by letter, a name with forgiveness for spelling. */
function conditionsOf(ctx: Ctx, sought: string) {
  if (sought === '') return []
  const digits = digitsOf(sought)
  const isNumber = /^[\p{Nd}\s()+./-]+$/u.test(sought) && digits.length >= 3
  // Numbers and addresses are the office's: nobody else may try them out.
  if ((isNumber || sought.includes('@')) && !can(ctx, 'people.manage')) return [sql<SqlBool>`false`]
  if (isNumber) return [isFound(null, digits)]
  return sought
    .split(' ')
    .slice(0, 6)
    .map((word) => isFound(word.includes('@') ? null : word, word))
}

function isFound(alike: string | null, within: string) {
  return sql<SqlBool>`person.id in (select people.find_people(${alike}, ${`%${likeText(within)}%`}))`
}

/** Zero for what is found letter by letter; the same for everyone where nothing is sought. */
function distanceFrom(sought: string) {
  if (sought === '') return sql<number>`0`
  return sql<number>`(case when person.search_text like ${`%${likeText(sought)}%`} then 0
    else round((1 - word_similarity(${sought}, person.search_text)) * 1000)::integer + 1 end)`
}

function isOfKind(ctx: Ctx, kind: PersonKind) {
  const conditions = {
    student: sql<SqlBool>`student.person_id is not null`,
    teacher: sql<SqlBool>`teacher.person_id is not null`,
    guardian: hasGuardianship(ctx, 'guardianId'),
    staff: sql<SqlBool>`person.is_staff`,
  }
  return conditions[kind]
}
