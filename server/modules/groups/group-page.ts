import { sql } from 'kysely'
import { can, type Ctx } from '#platform/context.ts'
import type { Input } from '#platform/contract.ts'
import type { Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import type { Group } from './contract.ts'
import { findGroup } from './record.ts'
import { isOver, type OpenOffer, readList } from './waiting-entries.ts'

export function getGroup(ctx: Ctx, { groupId }: Input<typeof contract.getGroup>): Promise<Group> {
  return describeGroup(ctx, groupId)
}

export async function describeGroup(ctx: Ctx, groupId: Id<'group'>): Promise<Group> {
  const group = await findGroup(ctx, groupId)
  return {
    ...group,
    lessons: await listLessons(ctx, groupId),
    members: await listMembers(ctx, groupId),
    waitingList: await listWaiting(ctx, groupId),
    can: { change: can(ctx, 'timetable.manage') },
  }
}

async function listLessons(ctx: Ctx, groupId: Id<'group'>): Promise<Group['lessons']> {
  const { rows } = await sql<
    Omit<Group['lessons'][number], 'guests'> & { guests: Group['lessons'][number]['guests'] | null }
  >`
    select l.id, l.starts_at, l.ends_at, teacher.full_name as teacher_name, room.name as room_name, l.capacity, l.places_taken,
      (select json_agg(json_build_object('studentId', guest.id, 'name', guest.full_name) order by guest.full_name, guest.id)
        from groups.make_up m join people.person guest on guest.org_id = m.org_id and guest.id = m.student_id
        where m.org_id = ${ctx.orgId} and m.lesson_id = l.id) as guests
    from groups.group_lesson gl join scheduling.lesson l on l.org_id = gl.org_id and l.id = gl.lesson_id
    join people.person teacher on teacher.org_id = l.org_id and teacher.id = l.teacher_id
    left join resources.resource room on room.org_id = l.org_id and room.id = l.room_id
    where gl.org_id = ${ctx.orgId} and gl.group_id = ${groupId} and l.status = 'planned'
    order by l.starts_at, l.id`.execute(ctx.db)
  return rows.map((row) => ({ ...row, guests: row.guests ?? [] }))
}

async function listMembers(ctx: Ctx, groupId: Id<'group'>): Promise<Group['members']> {
  const rows = await ctx.db
    .selectFrom('groups.member as member')
    .innerJoin('people.person as student', (join) =>
      join.onRef('student.orgId', '=', 'member.orgId').onRef('student.id', '=', 'member.studentId'),
    )
    .select(['member.id', 'member.studentId', 'student.fullName as name', 'member.joinedOn', 'member.leftOn'])
    .select(['member.lessonsLeft', 'member.lessonsInAll', 'member.priceAmount', 'member.priceCurrency'])
    .where('member.orgId', '=', ctx.orgId)
    .where('member.groupId', '=', groupId)
    .orderBy((eb) => eb('member.leftOn', 'is not', null))
    .orderBy('student.fullName')
    .orderBy('member.id')
    .execute()
  return rows.map(({ priceAmount, priceCurrency, ...row }) => ({ ...row, price: priceOf(priceAmount, priceCurrency) }))
}

async function listWaiting(ctx: Ctx, groupId: Id<'group'>): Promise<Group['waitingList']> {
  const entries = await readList(ctx, groupId)
  const here = entries.filter(({ offer }) => !offer || !isOver(offer, ctx.now))
  const inLine = here.filter(({ offer }) => offer === null)
  return here.map((entry) => ({
    id: entry.id,
    studentId: entry.studentId,
    name: entry.studentName,
    position: entry.offer ? null : inLine.indexOf(entry) + 1,
    addedAt: entry.addedAt,
    offer: entry.offer && shownOffer(entry.offer),
  }))
}

export function shownOffer({ id, expiresAt, fromOn, lessonsLeft, lessonsInAll, ...price }: OpenOffer) {
  return {
    id,
    expiresAt,
    fromOn,
    lessonsLeft,
    lessonsInAll,
    price: priceOf(price.priceAmount, price.priceCurrency),
  }
}

export function priceOf(amount: bigint | null, currency: string | null) {
  return amount === null || currency === null ? null : { amount, currency }
}
