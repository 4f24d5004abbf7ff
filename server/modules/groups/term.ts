import { sql } from 'kysely'
import { z } from 'zod'
import { chargeInAdvance } from '#billing'
import { type BookableTime, checkDates as checkTimes, setPlaces, settleLesson, takePlaces } from '#scheduling'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound, wrongField } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Id } from '#platform/ids.ts'
import { localDate } from '#platform/time.ts'
import * as contract from './contract.ts'
import type { Group, PlannedDate } from './contract.ts'
import { datesTaken, lessonOfAnotherGroup, tooFewPlaces } from './errors.ts'
import { describeGroup } from './group-page.ts'
import { settleList } from './offers.ts'
import { readLessonsAhead } from './places.ts'
import { findGroup, type GroupRecord, lockGroup, subjectOf } from './record.ts'
import { datesOf } from './term-dates.ts'

interface MemberStay {
  readonly studentId: Id<'person'>
  readonly name: string
  readonly joinedOn: Temporal.PlainDate
  readonly leftOn: Temporal.PlainDate | null
  readonly priceCurrency: string | null
}

interface CheckedDate extends PlannedDate {
  readonly time: BookableTime | null
  /** Members of that day who are free. */
  readonly students: readonly MemberStay[]
}

export async function checkTerm(
  ctx: Ctx,
  { groupId }: Input<typeof contract.checkTerm>,
): Promise<Output<typeof contract.checkTerm>> {
  const group = await findGroup(ctx, groupId)
  return { zone: group.zone, dates: await checkDates(ctx, group) }
}

async function checkDates(ctx: Ctx, group: GroupRecord): Promise<CheckedDate[]> {
  const { offeringId, teacherId, roomId, zone } = group
  const dates = datesOf(group)
  const members = await readMembers(ctx, group.id)
  const planned = await readPlanned(ctx, group.id)
  const checked = await checkTimes(ctx, {
    offeringId,
    studentIds: [],
    dates: dates.map(({ startsAt }) => ({ startsAt, teacherId, roomId })),
  })
  const busy = await readBusy(ctx, members, checked)
  return checked.map(({ startsAt, endsAt, time, reasons }, n) => {
    const here = members.filter((member) => isIn(member, localDate(startsAt, zone)))
    const away = here.filter(({ studentId }) => busy.get(startsAt.toString())?.includes(studentId))
    const isPlanned = planned.has(startsAt.toString())
    const isPast = Temporal.Instant.compare(startsAt, ctx.now) <= 0
    return {
      startsAt,
      endsAt,
      clockChange: dates[n]!.clockChange,
      state: isPlanned ? 'planned' : isPast ? 'past' : time ? 'free' : 'clash',
      reasons: isPlanned || isPast ? [] : [...reasons],
      busyMembers: isPlanned ? [] : away.map(({ name }) => name),
      time,
      students: here.filter((member) => !away.includes(member)),
    }
  })
}

interface Stretch {
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
}

/** Which members have another lesson at each of the times, by its start. */
async function readBusy(
  ctx: Ctx,
  members: readonly MemberStay[],
  times: readonly Stretch[],
): Promise<ReadonlyMap<string, readonly Id<'person'>[]>> {
  if (members.length === 0 || times.length === 0) return new Map()
  const { rows } = await sql<{ startsAt: Temporal.Instant; studentIds: Id<'person'>[] }>`
    select wanted.starts_at, array_agg(distinct r.claimant_id::text) as student_ids
    from unnest(${times.map(({ startsAt }) => startsAt.toString())}::timestamptz[],
      ${times.map(({ endsAt }) => endsAt.toString())}::timestamptz[]) as wanted (starts_at, ends_at)
    join scheduling.reservation r on r.org_id = ${ctx.orgId}
      and r.claimant_id = any(${members.map(({ studentId }) => studentId)}::uuid[])
      and r.during && tstzrange(wanted.starts_at, wanted.ends_at) and r.exclusive
      and (r.held_until is null or r.held_until > ${ctx.now})
    group by wanted.starts_at`.execute(ctx.db)
  return new Map(rows.map(({ startsAt, studentIds }) => [startsAt.toString(), studentIds]))
}

function isIn({ joinedOn, leftOn }: MemberStay, date: Temporal.PlainDate): boolean {
  return Temporal.PlainDate.compare(joinedOn, date) <= 0 && (!leftOn || Temporal.PlainDate.compare(date, leftOn) < 0)
}

async function readMembers(ctx: Ctx, groupId: Id<'group'>): Promise<MemberStay[]> {
  return ctx.db
    .selectFrom('groups.member as member')
    .innerJoin('people.person as student', (join) =>
      join.onRef('student.orgId', '=', 'member.orgId').onRef('student.id', '=', 'member.studentId'),
    )
    .select(['member.studentId', 'student.fullName as name', 'member.joinedOn', 'member.leftOn'])
    .select('member.priceCurrency')
    .where('member.orgId', '=', ctx.orgId)
    .where('member.groupId', '=', groupId)
    .orderBy('student.fullName')
    .orderBy('member.id')
    .execute()
}

async function readPlanned(ctx: Ctx, groupId: Id<'group'>): Promise<ReadonlySet<string>> {
  const rows = await ctx.db
    .selectFrom('groups.groupLesson as own')
    .innerJoin('scheduling.lesson as lesson', (join) =>
      join.onRef('lesson.orgId', '=', 'own.orgId').onRef('lesson.id', '=', 'own.lessonId'),
    )
    .select('lesson.startsAt')
    .where('own.orgId', '=', ctx.orgId)
    .where('own.groupId', '=', groupId)
    .where('lesson.status', '=', 'planned')
    .execute()
  return new Set(rows.map(({ startsAt }) => startsAt.toString()))
}

export async function planTerm(ctx: Ctx, { groupId, starts }: Input<typeof contract.planTerm>): Promise<Group> {
  await findGroup(ctx, groupId)
  const group = await lockGroup(ctx, groupId)
  const checked = new Map((await checkDates(ctx, group)).map((date) => [date.startsAt.toString(), date]))
  const wanted = [...new Set(starts.map(String))].map((start) => checked.get(start))
  const unknown = wanted.findIndex((date) => !date)
  if (unknown >= 0) throw wrongField(`starts.${unknown}`, 'not_in_term')
  const dates = wanted as CheckedDate[] // each of them is there: the line above looked
  const clashes = dates.filter(({ state }) => state !== 'free')
  if (clashes.length > 0) throw refuseDates(clashes)

  const lessonIds: Id<'lesson'>[] = []
  for (const date of dates.toSorted((one, other) => Temporal.Instant.compare(one.startsAt, other.startsAt))) {
    const studentIds = date.students.map(({ studentId }) => studentId)
    const settled = await settleLesson(ctx, {
      offeringId: group.offeringId,
      capacity: group.places,
      time: date.time!,
      studentIds,
    })
    if ('lost' in settled) throw refuseDates([{ ...date, state: 'clash' }])
    lessonIds.push(settled.lessonId)
    await includeInTerm(ctx, settled.lessonId, date.students)
  }
  await insertLessons(ctx, groupId, lessonIds)
  await emit(ctx, 'groups.lessons_planned', subjectOf(group), { lessonIds })
  await settleList(ctx, await lockGroup(ctx, groupId))
  return describeGroup(ctx, groupId)
}

function refuseDates(dates: readonly CheckedDate[]) {
  const wire = z.encode(z.array(contract.PlannedDate), [...dates])
  return datesTaken({ args: { count: dates.length }, extra: { dates: wire } })
}

// A term has one price, so whoever agreed to it pays nothing more for a lesson that is planned later.
async function includeInTerm(ctx: Ctx, lessonId: Id<'lesson'>, students: readonly MemberStay[]): Promise<void> {
  for (const { studentId, priceCurrency } of students) {
    if (priceCurrency === null) continue
    await chargeInAdvance(ctx, {
      studentId,
      currency: priceCurrency,
      lessons: [{ lessonId, amount: 0n }],
      why: { rule: 'share-of-term', version: 1, inputs: { plannedLater: 'yes' } },
    })
  }
}

async function insertLessons(ctx: Ctx, groupId: Id<'group'>, lessonIds: readonly Id<'lesson'>[]): Promise<number> {
  const inserted = await ctx.db
    .insertInto('groups.groupLesson')
    .values(lessonIds.map((lessonId) => ({ orgId: ctx.orgId, lessonId, groupId })))
    .onConflict((conflict) => conflict.doNothing())
    .returning('lessonId')
    .execute()
  return inserted.length
}

export async function attachLessons(
  ctx: Ctx,
  { groupId, lessonIds }: Input<typeof contract.attachLessons>,
): Promise<Group> {
  await findGroup(ctx, groupId)
  const group = await lockGroup(ctx, groupId)
  const wanted = [...new Set(lessonIds)].toSorted()
  const { rows: found } = await sql<{ id: Id<'lesson'> }>`
    select id from scheduling.lesson
    where org_id = ${ctx.orgId} and id = any(${wanted}::uuid[]) and offering_id = ${group.offeringId} and status = 'planned'`.execute(
    ctx.db,
  )
  if (found.length !== wanted.length) throw notFound()
  if ((await insertLessons(ctx, groupId, wanted)) !== wanted.length) throw lessonOfAnotherGroup()

  const ahead = await listAhead(ctx, wanted)
  const full = await setPlaces(ctx, { lessonIds: ahead.map(({ id }) => id), places: group.places })
  if (full.length > 0) throw tooFewPlaces({ args: { taken: group.places + 1 }, extra: { lessonIds: full } })
  await placeMembers(ctx, group, ahead)
  await emit(ctx, 'groups.lessons_attached', subjectOf(group), { lessonIds: wanted })
  await settleList(ctx, await lockGroup(ctx, groupId))
  return describeGroup(ctx, groupId)
}

interface Ahead {
  readonly id: Id<'lesson'>
  readonly startsAt: Temporal.Instant
}

async function listAhead(ctx: Ctx, lessonIds: readonly Id<'lesson'>[]): Promise<Ahead[]> {
  return ctx.db
    .selectFrom('scheduling.lesson')
    .select(['id', 'startsAt'])
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', lessonIds)
    .where('startsAt', '>', ctx.now)
    .orderBy('startsAt')
    .execute()
}

// Whoever is somewhere else at that time, or has a place in it already, is left as they are.
async function placeMembers(ctx: Ctx, group: GroupRecord, lessons: readonly Ahead[]): Promise<void> {
  const days = new Map(lessons.map(({ id, startsAt }) => [id, localDate(startsAt, group.zone)]))
  for (const member of await readMembers(ctx, group.id)) {
    const { studentId } = member
    const seen = await readLessonsAhead(ctx, { groupId: group.id, studentId, after: ctx.now })
    const possible = seen
      .filter(({ lessonId, obstacle }) => obstacle === null && days.has(lessonId) && isIn(member, days.get(lessonId)!))
      .map(({ lessonId }) => lessonId)
    const lost = await takePlaces(ctx, { lessonIds: possible, studentId })
    if (lost) continue
    for (const lessonId of possible) await includeInTerm(ctx, lessonId, [member])
  }
}
