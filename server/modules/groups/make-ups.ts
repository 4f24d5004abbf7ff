import { sql, type RawBuilder } from 'kysely'
import { chargeInAdvance, findCharge } from '#billing'
import { freePlaces, takePlaces } from '#scheduling'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import type * as contract from './contract.ts'
import type { Group } from './contract.ts'
import { groupFull, lessonsTaken, madeUpAlready, notInLesson } from './errors.ts'
import { describeGroup } from './group-page.ts'
import { findGroup, type GroupRecord, subjectOf } from './record.ts'
import { chooseStudent } from './students.ts'

type Candidate = Output<typeof contract.listMakeUps>['lessons'][number]

const mostCandidates = 60
const lookAheadHours = 24 * 90

export async function listMakeUps(
  ctx: Ctx,
  { groupId, studentId, missedLessonId }: Input<typeof contract.listMakeUps>,
): Promise<Output<typeof contract.listMakeUps>> {
  const group = await findGroup(ctx, groupId)
  await chooseStudent(ctx, studentId)
  await mustHaveMissed(ctx, group, { studentId, missedLessonId })
  return { lessons: await findCandidates(ctx, group, studentId, sql`true`) }
}

interface Missed {
  readonly studentId: Id<'person'>
  readonly missedLessonId: Id<'lesson'>
}

/** The student has a place in that lesson of the group, and did not make it up yet. */
async function mustHaveMissed(ctx: Ctx, group: GroupRecord, { studentId, missedLessonId }: Missed): Promise<void> {
  const { rows } = await sql<{ isMadeUp: boolean; hasPlace: boolean }>`
    select exists (select from groups.make_up m where m.org_id = ${ctx.orgId} and m.student_id = ${studentId}
        and m.missed_lesson_id = l.id) as is_made_up,
      exists (select from scheduling.place p where p.org_id = ${ctx.orgId} and p.lesson_id = l.id and p.student_id = ${studentId}
        and p.status = 'taken') as has_place
    from groups.group_lesson gl join scheduling.lesson l on l.org_id = gl.org_id and l.id = gl.lesson_id
    where gl.org_id = ${ctx.orgId} and gl.group_id = ${group.id} and l.id = ${missedLessonId}`.execute(ctx.db)
  const found = rows[0]
  if (!found) throw notFound()
  if (found.isMadeUp) throw madeUpAlready()
  if (!found.hasPlace) throw notInLesson()
}

/** Lessons of other groups of the same subject and level, with a place that is neither taken nor kept, while the student is free. */
async function findCandidates(
  ctx: Ctx,
  group: GroupRecord,
  studentId: Id<'person'>,
  which: RawBuilder<unknown>,
): Promise<Candidate[]> {
  const { rows } = await sql<Candidate>`
    select l.id as lesson_id, g.id as group_id, g.name as group_name, l.starts_at, l.ends_at, teacher.full_name as teacher_name,
      room.name as room_name, (l.capacity - l.places_taken - held.count)::int as places_left
    from groups."group" g
    join catalogue.offering o on o.org_id = g.org_id and o.id = g.offering_id
    join groups.group_lesson gl on gl.org_id = g.org_id and gl.group_id = g.id
    join scheduling.lesson l on l.org_id = gl.org_id and l.id = gl.lesson_id
    join people.person teacher on teacher.org_id = l.org_id and teacher.id = l.teacher_id
    left join resources.resource room on room.org_id = l.org_id and room.id = l.room_id
    cross join lateral (
      select count(*) from scheduling.place p where p.org_id = ${ctx.orgId} and p.lesson_id = l.id and p.status = 'held'
        and p.held_until > ${ctx.now}
    ) held
    where g.org_id = ${ctx.orgId} and g.id <> ${group.id} and o.subject = ${group.subject}
      and g.level_from = ${group.levelFrom} and g.level_to = ${group.levelTo}
      and l.status = 'planned' and l.starts_at > ${ctx.now} and l.starts_at < ${ctx.now.add({ hours: lookAheadHours })}
      and l.capacity > l.places_taken + held.count
      and not exists (
        select from scheduling.reservation r where r.org_id = ${ctx.orgId} and r.claimant_id = ${studentId} and r.exclusive
          and r.during && tstzrange(l.starts_at, l.ends_at) and (r.held_until is null or r.held_until > ${ctx.now}))
      and ${which}
    order by l.starts_at, l.id limit ${mostCandidates}`.execute(ctx.db)
  return rows
}

export async function takeMakeUp(ctx: Ctx, input: Input<typeof contract.takeMakeUp>): Promise<Group> {
  const { groupId, studentId, missedLessonId, lessonId } = input
  const group = await findGroup(ctx, groupId)
  await chooseStudent(ctx, studentId)
  await mustHaveMissed(ctx, group, input)
  await mustBeCandidate(ctx, group, input)
  const inserted = await ctx.db
    .insertInto('groups.makeUp')
    .values({
      orgId: ctx.orgId,
      id: newId('make_up'),
      studentId,
      missedLessonId,
      lessonId,
      createdBy: ctx.actor.personId,
      createdAt: ctx.now,
    })
    .onConflict((conflict) => conflict.constraint('make_up_once').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!inserted) throw madeUpAlready()

  const lost = await takePlaces(ctx, { lessonIds: [lessonId], studentId })
  if (lost?.full.length) throw groupFull({ args: { places: 0 } })
  if (lost) throw lessonsTaken({ args: { count: 1 }, extra: { lessons: [] } })
  await freeMissed(ctx, input)
  await chargeOnce(ctx, input)
  await emit(ctx, 'groups.made_up', subjectOf(group), { studentId, missedLessonId, lessonId })
  return describeGroup(ctx, groupId)
}

async function mustBeCandidate(
  ctx: Ctx,
  group: GroupRecord,
  { studentId, lessonId }: { studentId: Id<'person'>; lessonId: Id<'lesson'> },
): Promise<void> {
  const [candidate] = await findCandidates(ctx, group, studentId, sql`l.id = ${lessonId}`)
  if (candidate) return
  const known = await ctx.db
    .selectFrom('groups.groupLesson')
    .select('lessonId')
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', '=', lessonId)
    .executeTakeFirst()
  throw known ? lessonsTaken({ args: { count: 1 }, extra: { lessons: [] } }) : notFound()
}

// A lesson that is still to come is given up; in one that is over the student was missing.
async function freeMissed(ctx: Ctx, { studentId, missedLessonId }: Missed): Promise<void> {
  const isAhead = await ctx.db
    .selectFrom('scheduling.lesson')
    .select('id')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', missedLessonId)
    .where('startsAt', '>', ctx.now)
    .executeTakeFirst()
  if (isAhead) await freePlaces(ctx, { lessonIds: [missedLessonId], studentId })
}

// Where the missed lesson is paid for, the other costs nothing more; else it is charged as it is held.
async function chargeOnce(
  ctx: Ctx,
  { studentId, missedLessonId, lessonId }: Missed & { readonly lessonId: Id<'lesson'> },
): Promise<void> {
  const paid = await findCharge(ctx, { lessonId: missedLessonId, studentId })
  if (!paid) return
  await chargeInAdvance(ctx, {
    studentId,
    currency: paid.currency,
    lessons: [{ lessonId, amount: 0n }],
    why: { rule: 'made-up', version: 1, inputs: { missedLessonId } },
  })
}

/** A lesson that was cancelled makes nothing up: the student may choose again. */
export async function forgetMakeUps(ctx: Ctx, { subjectId }: { readonly subjectId: string }): Promise<void> {
  await ctx.db
    .deleteFrom('groups.makeUp')
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', '=', subjectId as Id<'lesson'>) // events of this name are about lessons
    .execute()
}
