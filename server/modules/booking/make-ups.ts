import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { emit, emitAll } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { localDate } from '#platform/time.ts'
import { getOrganisation } from '#organisations'
import type * as contract from './contract.ts'
import { makeUpSettled } from './errors.ts'

/** How long a student has to take a lesson that the school owes. */
export const makeUpDays = 90

export interface MissedLesson {
  readonly lessonId: Id<'lesson'>
  readonly offeringId: Id<'offering'>
  readonly studentIds: readonly Id<'person'>[]
}

/** The school owes each student of these lessons one more. */
export async function oweLessons(ctx: Ctx, lessons: readonly MissedLesson[]): Promise<void> {
  const { zone } = await getOrganisation(ctx)
  const expiresOn = localDate(ctx.now, zone).add({ days: makeUpDays })
  const rows = lessons.flatMap(({ lessonId, offeringId, studentIds }) =>
    studentIds.map((studentId) => ({ id: newId('make_up'), missedLessonId: lessonId, offeringId, studentId })),
  )
  if (rows.length === 0) return
  await ctx.db
    .insertInto('booking.makeUp')
    .values(rows.map((row) => ({ ...row, orgId: ctx.orgId, expiresOn, createdAt: ctx.now })))
    .execute()
  await emitAll(
    ctx,
    rows.map(({ id, ...payload }) => ({ name: 'booking.lesson_owed', subject: { kind: 'make_up', id }, payload })),
  )
}

/** Takes back what is owed for lessons, because they are held after all. */
export async function forgetMakeUps(ctx: Ctx, lessonIds: readonly Id<'lesson'>[]): Promise<void> {
  if (lessonIds.length === 0) return
  await ctx.db
    .deleteFrom('booking.makeUp')
    .where('orgId', '=', ctx.orgId)
    .where('missedLessonId', 'in', [...lessonIds])
    .where('settledAt', 'is', null)
    .execute()
}

const most = 200

export async function listMakeUps(
  ctx: Ctx,
  { studentId }: Input<typeof contract.listMakeUps>,
): Promise<Output<typeof contract.listMakeUps>> {
  const all = openMakeUps(ctx)
  return { makeUps: await (studentId ? all.where('owed.studentId', '=', studentId) : all).execute() }
}

/** What the school owes the reader, and the students whose confirmed guardian the reader is. */
export async function listMyMakeUps(ctx: Ctx): Promise<Output<typeof contract.listMyMakeUps>> {
  const me = ctx.actor.personId
  const mine = sql<boolean>`(owed.student_id = ${me} or owed.student_id in (
    select student_id from people.guardianship
    where org_id = ${ctx.orgId} and guardian_id = ${me} and confirmed_at is not null and ended_at is null))`
  return { makeUps: await openMakeUps(ctx).where(mine).execute() }
}

function openMakeUps(ctx: Ctx) {
  return ctx.db
    .selectFrom('booking.makeUp as owed')
    .innerJoin('catalogue.offering as offering', (join) =>
      join.onRef('offering.orgId', '=', 'owed.orgId').onRef('offering.id', '=', 'owed.offeringId'),
    )
    .innerJoin('people.person as student', (join) =>
      join.onRef('student.orgId', '=', 'owed.orgId').onRef('student.id', '=', 'owed.studentId'),
    )
    .innerJoin('scheduling.lesson as missed', (join) =>
      join.onRef('missed.orgId', '=', 'owed.orgId').onRef('missed.id', '=', 'owed.missedLessonId'),
    )
    .innerJoin('organisations.organisation as organisation', 'organisation.id', 'owed.orgId')
    .select(['owed.id', 'owed.studentId', 'student.fullName as studentName', 'owed.offeringId', 'offering.title'])
    .select(['missed.startsAt as missedAt', 'owed.missedLessonId', 'owed.expiresOn'])
    .where('owed.orgId', '=', ctx.orgId)
    .where('owed.settledAt', 'is', null)
    .where(sql<boolean>`owed.expires_on >= (${ctx.now}::timestamptz at time zone organisation.zone)::date`)
    .orderBy('owed.expiresOn')
    .orderBy('owed.id')
    .limit(most)
}

export async function settleMakeUp(
  ctx: Ctx,
  { makeUpId, lessonId }: Input<typeof contract.settleMakeUp>,
): Promise<Output<typeof contract.settleMakeUp>> {
  const owed = await ctx.db
    .selectFrom('booking.makeUp')
    .select(['studentId', 'settledAt'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', makeUpId)
    .forUpdate()
    .executeTakeFirst()
  const place = await ctx.db
    .selectFrom('scheduling.place')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', '=', lessonId)
    .where('studentId', '=', owed?.studentId ?? null)
    .where('status', '=', 'taken')
    .executeTakeFirst()
  if (!owed || !place) throw notFound()
  if (owed.settledAt !== null) throw makeUpSettled()
  await ctx.db
    .updateTable('booking.makeUp')
    .set({ settledLessonId: lessonId, settledAt: ctx.now })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', makeUpId)
    .execute()
  await emit(ctx, 'booking.lesson_made_up', { kind: 'make_up', id: makeUpId }, { lessonId })
  return {}
}
