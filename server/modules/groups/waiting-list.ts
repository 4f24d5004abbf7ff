import { sql } from 'kysely'
import { mayBookFor } from '#people'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notAllowed, notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { localDate } from '#platform/time.ts'
import type * as contract from './contract.ts'
import type { Group } from './contract.ts'
import { alreadyMember, alreadyOffered, alreadyWaiting, groupFull, noLongerWaiting, nothingToOffer } from './errors.ts'
import { describeGroup } from './group-page.ts'
import { isMemberOn } from './joining.ts'
import { isMine, listMyGroups } from './my-groups.ts'
import { lockEntry, offerTo, settleList, termsOfOffer } from './offers.ts'
import { countFree } from './places.ts'
import { findGroup, lockGroup, subjectOf } from './record.ts'
import { chooseStudent, mustFit } from './students.ts'
import { endEntry, readList } from './waiting-entries.ts'

export async function addToWaitingList(
  ctx: Ctx,
  { groupId, studentId, despiteAge }: Input<typeof contract.addToWaitingList>,
): Promise<Group> {
  const { id } = await findGroup(ctx, groupId)
  const group = await lockGroup(ctx, id)
  const student = await chooseStudent(ctx, studentId)
  const from = localDate(ctx.now, group.zone)
  if (await isMemberOn(ctx, { groupId, studentId, from })) throw alreadyMember({ args: { student: student.name } })
  mustFit(group, student, despiteAge)
  await settleList(ctx, group)
  const entries = await readList(ctx, groupId)
  if (entries.some((entry) => entry.studentId === studentId)) throw alreadyWaiting({ args: { student: student.name } })
  const rank = (entries.at(-1)?.rank ?? 0) + 1
  const waitingId = newId('waiting')
  await ctx.db
    .insertInto('groups.waiting')
    .values({
      orgId: ctx.orgId,
      id: waitingId,
      groupId,
      studentId,
      rank,
      addedAt: ctx.now,
      addedBy: ctx.actor.personId,
    })
    .execute()
  const position = entries.filter(({ offer }) => offer === null).length + 1
  await emit(ctx, 'groups.waiting_added', subjectOf(group), { waitingId, studentId, position })
  await settleList(ctx, group)
  return describeGroup(ctx, groupId)
}

export async function moveInWaitingList(
  ctx: Ctx,
  { waitingId, position, reason }: Input<typeof contract.moveInWaitingList>,
): Promise<Group> {
  const locked = await lockEntry(ctx, waitingId)
  if (!locked) throw notFound()
  const { group, entry } = locked
  if (!entry) throw noLongerWaiting()
  const entries = await readList(ctx, group.id)
  const others = entries.filter(({ id }) => id !== waitingId)
  const waiting = others.filter(({ offer }) => offer === null)
  const behind = waiting[Math.min(position, waiting.length + 1) - 1]
  const at = behind ? others.indexOf(behind) : others.length
  const ordered = others.toSpliced(at, 0, entry)
  await sql`
    update groups.waiting w set rank = wanted.rank
    from unnest(${ordered.map(({ id }) => id)}::uuid[]) with ordinality as wanted (id, rank)
    where w.org_id = ${ctx.orgId} and w.id = wanted.id`.execute(ctx.db)
  await emit(ctx, 'groups.waiting_moved', subjectOf(group), {
    waitingId,
    studentId: entry.studentId,
    old: entries.filter(({ offer }) => offer === null).findIndex(({ id }) => id === waitingId) + 1,
    new: Math.min(position, waiting.length + 1),
    reason,
  })
  await settleList(ctx, group)
  return describeGroup(ctx, group.id)
}

export async function offerPlace(ctx: Ctx, { waitingId }: Input<typeof contract.offerPlace>): Promise<Group> {
  const locked = await lockEntry(ctx, waitingId)
  if (!locked) throw notFound()
  const { group, entry } = locked
  if (!entry) throw noLongerWaiting()
  if (entry.offer) throw alreadyOffered({ args: { student: entry.studentName } })
  const terms = await termsOfOffer(ctx, group)
  if ((await countFree(ctx, group, localDate(terms.expiresAt, group.zone))) < 1)
    throw groupFull({ args: { places: group.places } })
  if (!(await offerTo(ctx, group, { entry, terms, byHand: true })))
    throw nothingToOffer({ args: { student: entry.studentName } })
  return describeGroup(ctx, group.id)
}

export async function endWaiting(ctx: Ctx, { waitingId, reason }: Input<typeof contract.endWaiting>): Promise<Group> {
  const locked = await lockEntry(ctx, waitingId)
  if (!locked) throw notFound()
  const { group, entry } = locked
  if (!entry) throw noLongerWaiting()
  await endEntry(ctx, entry, 'taken_off')
  await emit(ctx, 'groups.waiting_ended', subjectOf(group), { waitingId, studentId: entry.studentId, reason })
  await settleList(ctx, group)
  return describeGroup(ctx, group.id)
}

export async function leaveWaitingList(
  ctx: Ctx,
  { waitingId }: Input<typeof contract.leaveWaitingList>,
): Promise<Output<typeof contract.leaveWaitingList>> {
  if (!(await isMine(ctx, waitingId))) throw notFound()
  const { group, entry } = (await lockEntry(ctx, waitingId))!
  if (!entry) throw noLongerWaiting()
  if (!(await mayBookFor(ctx, entry.studentId))) throw notAllowed()
  await endEntry(ctx, entry, 'left')
  await emit(ctx, 'groups.waiting_left', subjectOf(group), { waitingId, studentId: entry.studentId })
  await settleList(ctx, group)
  return listMyGroups(ctx)
}
