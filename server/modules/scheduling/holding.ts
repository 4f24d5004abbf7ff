import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { newId, type Id } from '#platform/ids.ts'
import type { BookableTime } from './bookable-time.ts'
import { claim, type Claim, type Holder, lockClaimants, readClaims, uniteClaims } from './claims.ts'

/** What was taken of a bookable time: one teacher and one room out of those that could have been. */
export interface TakenTime {
  readonly lessonId: Id<'lesson'> | null
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
  readonly roomId: Id<'resource'> | null
}

/** Who was faster, or how else a time was lost. */
export interface Lost {
  readonly lost: 'time' | 'student' | 'place'
  /** The number of the wanted time. */
  readonly index: number
}

const mostTries = 6

/** The claims of one time with its first teacher and room; a place in a lesson that stands claims the student only. */
export function claimsOf(time: BookableTime, studentIds: readonly Id<'person'>[]): Claim[] {
  const students = studentIds.map((claimantId): Claim => ({
    asWhat: 'student',
    claimantId,
    from: time.startsAt,
    to: time.endsAt,
  }))
  if (time.lessonId) return students
  const from = time.startsAt.subtract({ minutes: time.bufferBeforeMinutes })
  const to = time.endsAt.add({ minutes: time.bufferAfterMinutes })
  const room = time.roomIds?.[0]
  return [
    { asWhat: 'teacher', claimantId: time.teacherIds[0]!, from, to },
    ...(room ? [{ asWhat: 'resource', claimantId: room, from, to } as const] : []),
    ...students,
  ]
}

export interface Taking {
  readonly times: readonly BookableTime[]
  readonly studentIds: readonly Id<'person'>[]
  /** Where each time is a lesson of its own: which one, and who is in it beside `studentIds`. */
  readonly lessons?: readonly { readonly id: Id<'lesson'>; readonly studentIds: readonly Id<'person'>[] }[]
  /** What is freed for it, and how. */
  readonly released?: { readonly claims: readonly Claim[]; readonly release: () => Promise<void> }
}

/**
 * Claims all the times or none. Where somebody is faster for a room or a teacher and the time has another, that one is tried, so a lost race
 * costs a time only when nobody is left.
 */
export async function takeTimes(ctx: Ctx, holder: Holder, taking: Taking): Promise<TakenTime[] | Lost> {
  let times = taking.times.map((time) => ({
    ...time,
    teacherIds: time.teacherIds.slice(0, mostTries),
    roomIds: time.roomIds?.slice(0, mostTries) ?? null,
  }))
  const claimsAt = (time: BookableTime, index: number) => {
    const lesson = taking.lessons?.[index]
    const claims = claimsOf(time, [...taking.studentIds, ...(lesson?.studentIds ?? [])])
    return lesson ? claims.map((each) => ({ ...each, lessonId: lesson.id })) : claims
  }
  await lockClaimants(ctx, [
    ...(taking.released?.claims ?? []),
    ...times.flatMap((time, i) => everyClaim(time, (each) => claimsAt(each, i))),
  ])
  for (let tries = 0; tries < mostTries * 4; tries++) {
    const wanted = times.map(claimsAt)
    // Lessons apart stand in each other's way; choices of one request do not.
    const claims = taking.lessons ? wanted.flat() : uniteClaims(wanted.flat())
    const lost = await claim(ctx, holder, claims, taking.released?.release)
    if (lost.length === 0) return times.map(takenOf)
    const student = lost.find(({ asWhat }) => asWhat === 'student')
    const isLost = (mine: Claim) =>
      lost.some(
        ({ claimantId, from, to }) =>
          claimantId === mine.claimantId &&
          Temporal.Instant.compare(from, mine.to) < 0 &&
          Temporal.Instant.compare(mine.from, to) < 0,
      )
    if (student) return { lost: 'student', index: wanted.findIndex((claims) => claims.some(isLost)) }
    times = times.map((time, i) => (wanted[i]!.some(isLost) ? withoutLost(time, wanted[i]!.filter(isLost)) : time))
    const index = times.findIndex((time) => time.teacherIds.length === 0 || time.roomIds?.length === 0)
    if (index >= 0) return { lost: 'time', index }
  }
  return { lost: 'time', index: 0 }
}

function everyClaim(time: BookableTime, claimsAt: (time: BookableTime) => Claim[]): Claim[] {
  const teachers = time.teacherIds.flatMap((id) => claimsAt({ ...time, teacherIds: [id] }))
  const rooms = (time.roomIds ?? []).flatMap((id) => claimsAt({ ...time, roomIds: [id] }))
  return [...teachers, ...rooms]
}

function withoutLost(time: BookableTime, lost: readonly Claim[]) {
  const gone = new Set(lost.map(({ claimantId }) => claimantId))
  return {
    ...time,
    teacherIds: time.teacherIds.filter((id) => !gone.has(id)),
    roomIds: time.roomIds?.filter((id) => !gone.has(id)) ?? null,
  }
}

function takenOf({ lessonId, startsAt, endsAt, teacherIds, roomIds }: BookableTime): TakenTime {
  return { lessonId, startsAt, endsAt, teacherId: teacherIds[0]!, roomId: roomIds?.[0] ?? null }
}

export interface HoldRequest {
  readonly times: readonly BookableTime[]
  readonly studentId: Id<'person'> | null
  readonly expiresAt: Temporal.Instant
}

export interface Held {
  readonly holdId: Id<'hold'>
  readonly times: readonly TakenTime[]
}

/** Keeps all the times of a request until it is decided; all of them or none. */
export async function holdTimes(ctx: Ctx, { times, studentId, expiresAt }: HoldRequest): Promise<Held | Lost> {
  const holdId = newId('hold')
  await ctx.db
    .insertInto('scheduling.hold')
    .values({ orgId: ctx.orgId, id: holdId, createdAt: ctx.now, expiresAt })
    .execute()
  const full = await holdPlaces(ctx, holdId, { times, studentId, expiresAt })
  const taken =
    full ??
    (await takeTimes(ctx, { holdId, heldUntil: expiresAt }, { times, studentIds: studentId ? [studentId] : [] }))
  if (!('lost' in taken)) return { holdId, times: taken }
  await releaseHolds(ctx, [holdId])
  return taken
}

async function holdPlaces(ctx: Ctx, holdId: Id<'hold'>, request: HoldRequest): Promise<Lost | null> {
  const lessonIds = request.times.flatMap(({ lessonId }) => (lessonId ? [lessonId] : []))
  if (lessonIds.length === 0) return null
  const free = await lockPlaces(ctx, lessonIds)
  const index = request.times.findIndex(({ lessonId }) => lessonId !== null && (free.get(lessonId) ?? 0) < 1)
  if (index >= 0) return { lost: 'place', index }
  await ctx.db
    .insertInto('scheduling.place')
    .values(
      lessonIds.map((lessonId) => ({
        orgId: ctx.orgId,
        id: newId('place'),
        lessonId,
        holdId,
        studentId: request.studentId,
        status: 'held' as const,
        heldUntil: request.expiresAt,
        createdAt: ctx.now,
      })),
    )
    .execute()
  return null
}

/** Locks lessons and says how many places of each are neither taken nor held; a lesson that is over or cancelled has none. */
export async function lockPlaces(
  ctx: Ctx,
  lessonIds: readonly Id<'lesson'>[],
  ignoredHold: Id<'hold'> | null = null,
): Promise<ReadonlyMap<Id<'lesson'>, number>> {
  const ids = sql`any(${[...lessonIds].toSorted()}::uuid[])`
  await sql`select from scheduling.lesson where org_id = ${ctx.orgId} and id = ${ids} order by id for no key update`.execute(
    ctx.db,
  )
  const { rows } = await sql<{ id: Id<'lesson'>; free: number }>`
    select l.id, (case when o.places = 1 and l.places_taken + held.count > 0 then 0
      else l.capacity - l.places_taken - held.count end)::int as free
    from scheduling.lesson l join catalogue.offering o on o.org_id = l.org_id and o.id = l.offering_id
    cross join lateral (
      select count(*) from scheduling.place p where p.org_id = ${ctx.orgId} and p.lesson_id = l.id
        and p.status = 'held' and p.held_until > ${ctx.now} and p.hold_id is distinct from ${ignoredHold}::uuid
    ) held
    where l.org_id = ${ctx.orgId} and l.id = ${ids} and l.status = 'planned' and l.starts_at > ${ctx.now}`.execute(
    ctx.db,
  )
  return new Map(rows.map(({ id, free }) => [id, free]))
}

/** Frees what requests hold; for requests that were declined, cancelled, or expired. */
export async function releaseHolds(ctx: Ctx, holdIds: readonly Id<'hold'>[]): Promise<void> {
  if (holdIds.length === 0) return
  await lockClaimants(ctx, await readClaims(ctx, { holdIds }))
  await deleteHolds(ctx, holdIds)
}

export async function deleteHolds(ctx: Ctx, holdIds: readonly Id<'hold'>[]): Promise<void> {
  await ctx.db
    .deleteFrom('scheduling.hold')
    .where('orgId', '=', ctx.orgId)
    .where(sql<boolean>`id = any(${[...holdIds]}::uuid[])`)
    .execute()
}
