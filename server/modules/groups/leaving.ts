import { withdrawAdvance } from '#billing'
import { freePlaces } from '#scheduling'
import type { Ctx } from '#platform/context.ts'
import type { Input } from '#platform/contract.ts'
import { notFound, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { localDate, toInstant } from '#platform/time.ts'
import type * as contract from './contract.ts'
import type { Group } from './contract.ts'
import { alreadyLeft } from './errors.ts'
import { describeGroup } from './group-page.ts'
import { settleList } from './offers.ts'
import { listLessonsFrom } from './places.ts'
import { findGroup, lockGroup, subjectOf } from './record.ts'

export async function leaveGroup(
  ctx: Ctx,
  { groupId, memberId, from, reason }: Input<typeof contract.leaveGroup>,
): Promise<Group> {
  await findGroup(ctx, groupId)
  const group = await lockGroup(ctx, groupId)
  const member = await ctx.db
    .selectFrom('groups.member')
    .select(['studentId', 'joinedOn', 'leftOn'])
    .where('orgId', '=', ctx.orgId)
    .where('groupId', '=', groupId)
    .where('id', '=', memberId)
    .executeTakeFirst()
  if (!member) throw notFound()
  if (member.leftOn !== null) throw alreadyLeft()
  if (Temporal.PlainDate.compare(from, localDate(ctx.now, group.zone)) < 0) throw wrongField('from', 'in_the_past')

  const { studentId } = member
  const lessonIds = await freePlaces(ctx, {
    lessonIds: await listLessonsFrom(ctx, groupId, toInstant(from, 0, group.zone)),
    studentId,
  })
  const stillCharged = await withdrawAdvance(ctx, { lessonIds, studentId })
  // Who leaves before the first day was never in it.
  const leftOn = Temporal.PlainDate.compare(from, member.joinedOn) < 0 ? member.joinedOn : from
  await ctx.db
    .updateTable('groups.member')
    .set({ leftOn, leavingReason: reason })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', memberId)
    .execute()
  await emit(ctx, 'groups.member_left', subjectOf(group), {
    memberId,
    studentId,
    from: leftOn,
    reason,
    lessonIds,
    stillCharged,
  })
  await settleList(ctx, group)
  return describeGroup(ctx, groupId)
}
