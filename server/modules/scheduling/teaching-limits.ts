import { sql } from 'kysely'
import { can, type Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notAllowed, notFound, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import type { TeachingLimits } from './contract.ts'

type AllLimits = Output<typeof contract.getTeachingLimits>

const unlimited: TeachingLimits = {
  noticeMinutes: null,
  furthestDays: null,
  gridMinutes: null,
  bufferBeforeMinutes: null,
  bufferAfterMinutes: null,
  longestRunMinutes: null,
  breakMinutes: null,
  mostLessons: null,
  travelMinutes: null,
}
const names = Object.keys(unlimited) as (keyof TeachingLimits)[]

export async function getTeachingLimits(
  ctx: Ctx,
  { teacherId }: Input<typeof contract.getTeachingLimits>,
): Promise<AllLimits> {
  if (teacherId) await mustBeTeacher(ctx, teacherId)
  return readLimits(ctx, teacherId)
}

async function readLimits(ctx: Ctx, teacherId: Id<'person'> | undefined): Promise<AllLimits> {
  const rows = await ctx.db
    .selectFrom('scheduling.teachingLimit')
    .select('teacherId')
    .select(names)
    .where('orgId', '=', ctx.orgId)
    .where((eb) => eb.or([eb('teacherId', 'is', null), ...(teacherId ? [eb('teacherId', '=', teacherId)] : [])]))
    .execute()
  const { teacherId: _, ...standard } = rows.find((row) => row.teacherId === null) ?? { teacherId: null, ...unlimited }
  const found = rows.find((row) => row.teacherId !== null)
  if (!found) return { standard, own: null, inForce: standard }
  const { teacherId: __, ...own } = found
  const inForce = Object.fromEntries(names.map((name) => [name, own[name] ?? standard[name]])) as TeachingLimits
  return { standard, own, inForce }
}

export async function setTeachingLimits(
  ctx: Ctx,
  { teacherId, limits }: Input<typeof contract.setTeachingLimits>,
): Promise<AllLimits> {
  if (teacherId) await mustBeTeacher(ctx, teacherId)
  const isOwn = teacherId !== undefined && teacherId === ctx.actor.personId
  if (!isOwn && !can(ctx, 'timetable.manage')) throw notAllowed()
  if (limits.longestRunMinutes !== null && limits.breakMinutes === null)
    throw wrongField('limits.breakMinutes', 'required')
  if (limits.breakMinutes !== null && limits.longestRunMinutes === null)
    throw wrongField('limits.longestRunMinutes', 'required')
  const before = await readLimits(ctx, teacherId)
  await writeLimits(ctx, teacherId ?? null, limits)
  const subject = teacherId ? { kind: 'person', id: teacherId } : { kind: 'organisation', id: ctx.orgId }
  const old = teacherId ? before.own : before.standard
  await emit(ctx, 'scheduling.limits_changed', subject, { old, new: limits })
  return readLimits(ctx, teacherId)
}

async function writeLimits(ctx: Ctx, teacherId: Id<'person'> | null, limits: TeachingLimits): Promise<void> {
  const isEmpty = names.every((name) => limits[name] === null)
  if (isEmpty) {
    await ctx.db
      .deleteFrom('scheduling.teachingLimit')
      .where('orgId', '=', ctx.orgId)
      .where(sql<boolean>`teacher_id is not distinct from ${teacherId}`)
      .execute()
    return
  }
  await ctx.db
    .insertInto('scheduling.teachingLimit')
    .values({ orgId: ctx.orgId, id: newId('teaching_limit'), teacherId, ...limits })
    .onConflict((conflict) => conflict.constraint('teaching_limit_once').doUpdateSet(limits))
    .execute()
}

async function mustBeTeacher(ctx: Ctx, teacherId: Id<'person'>): Promise<void> {
  const found = await ctx.db
    .selectFrom('people.teacherProfile')
    .select('personId')
    .where('orgId', '=', ctx.orgId)
    .where('personId', '=', teacherId)
    .executeTakeFirst()
  if (!found) throw notFound()
}
