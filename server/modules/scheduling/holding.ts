import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { newId, type Id } from '#platform/ids.ts'
import { chooseDistinct } from '#slots'
import type { LessonFormat } from './bookable-offering.ts'
import type { BookableTime, Buffers } from './bookable-time.ts'
import type { Ignored } from './busy-times.ts'
import { claim, type Claim, type Holder, lockClaimants, readClaims, uniteClaims } from './claims.ts'
import { limitQueues, withoutLimited } from './limit-check.ts'

/** What was taken of a bookable time: one teacher and one room out of those that could have been. */
export interface TakenTime {
  readonly lessonId: Id<'lesson'> | null
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
  readonly roomId: Id<'resource'> | null
}

/** The same with everything that a lesson keeps. */
export interface TakenLesson extends TakenTime {
  readonly furtherIds: readonly Id<'resource'>[]
  readonly format: LessonFormat
  readonly locationId: Id<'location'> | null
}

/** Who was faster, or how else a time was lost. */
export interface Lost {
  readonly lost: 'time' | 'student' | 'place'
  /** The number of the wanted time. */
  readonly index: number
}

const mostTries = 6

/** The claims of one time with its first teacher and resources; a place in a lesson that stands claims the student only. */
export function claimsOf(time: BookableTime, studentIds: readonly Id<'person'>[]): Claim[] {
  const students = studentIds.map((claimantId): Claim => ({
    asWhat: 'student',
    claimantId,
    from: time.startsAt,
    to: time.endsAt,
  }))
  if (time.lessonId) return students
  const teacherId = time.teacherIds[0]!
  const buffers = { before: time.bufferBeforeMinutes, after: time.bufferAfterMinutes }
  const resources = chooseDistinct(resourceLists(time)) ?? []
  return [
    { asWhat: 'teacher', claimantId: teacherId, ...stretchOf(time, time.ownBuffers?.get(teacherId) ?? buffers) },
    ...resources.map((id): Claim => ({ asWhat: 'resource', claimantId: id, ...stretchOf(time, buffers) })),
    ...students,
  ]
}

function stretchOf({ startsAt, endsAt }: BookableTime, { before, after }: Buffers) {
  return {
    from: startsAt.subtract({ minutes: before }),
    to: endsAt.add({ minutes: after }),
    beforeMinutes: before,
    afterMinutes: after,
  }
}

function resourceLists({ roomIds, furtherIds = [] }: BookableTime): (readonly Id<'resource'>[])[] {
  return [...(roomIds ? [roomIds] : []), ...furtherIds]
}

/** The time with one teacher and one resource for each need: where many are taken at once, a choice of each would be too much. */
export function firstChoice(time: BookableTime): BookableTime {
  const { elsewhere: _elsewhere, ...here } = time
  const { teacherId, roomId, furtherIds } = takenOf(time)
  return { ...here, teacherIds: [teacherId], roomIds: roomId && [roomId], furtherIds: furtherIds.map((id) => [id]) }
}

export interface Taking {
  readonly times: readonly BookableTime[]
  readonly studentIds: readonly Id<'person'>[]
  /** Where each time is a lesson of its own: which one, and who is in it beside `studentIds`. */
  readonly lessons?: readonly { readonly id: Id<'lesson'>; readonly studentIds: readonly Id<'person'>[] }[]
  /** What is freed for it, and how. */
  readonly released?: { readonly claims: readonly Claim[]; readonly release: () => Promise<void> }
  /** Whose own claims do not count where limits are looked at. */
  readonly ignored?: Ignored | undefined
  /** Which clashes are let pass, by whom and why. */
  readonly overruled?: Overruled | undefined
}

export interface Overruled {
  readonly students: boolean
  readonly resourceIds: ReadonlySet<string>
  readonly by: Id<'person'>
  readonly why: string
}

/**
 * Claims all the times or none. Where somebody is faster for a resource or a teacher and the time has another, that one is tried, so a lost race
 * costs a time only when nobody is left.
 */
export async function takeTimes(ctx: Ctx, holder: Holder, taking: Taking): Promise<TakenLesson[] | Lost> {
  const claimsAt = (time: BookableTime, index: number) => {
    const lesson = taking.lessons?.[index]
    const claims = claimsOf(time, [...taking.studentIds, ...(lesson?.studentIds ?? [])])
    return claims.map((each) => ({ ...each, ...(lesson && { lessonId: lesson.id }), ...overruling(taking, each) }))
  }
  const wishes = taking.times.map(fewest)
  await lockClaimants(ctx, [
    ...(taking.released?.claims ?? []),
    ...wishes.flatMap((time, i) => everyChoice(time).flatMap((each) => claimsAt(each, i))),
    ...wishes.flatMap((time) => [time, ...(time.elsewhere ?? [])].flatMap(limitQueues)),
  ])
  let times = await withoutLimited(ctx, wishes, taking.ignored)
  for (let tries = 0; tries < mostTries * 6; tries++) {
    times = times.map((time) => (isPossible(time) ? time : (time.elsewhere?.find(isPossible) ?? time)))
    const index = times.findIndex((time) => !isPossible(time))
    if (index >= 0) return { lost: 'time', index }
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
    if (student) return { lost: 'student', index: wanted.findIndex((each) => each.some(isLost)) }
    times = times.map((time, i) => (wanted[i]!.some(isLost) ? withoutLost(time, wanted[i]!.filter(isLost)) : time))
  }
  return { lost: 'time', index: 0 }
}

function overruling({ overruled }: Taking, { asWhat, claimantId }: Claim): Pick<Claim, 'overruled'> {
  if (!overruled || asWhat === 'teacher') return {}
  const isMeant = asWhat === 'student' ? overruled.students : overruled.resourceIds.has(claimantId)
  return isMeant ? { overruled: { by: overruled.by, why: overruled.why } } : {}
}

/** No more choices than are tried. */
function fewest(time: BookableTime): BookableTime {
  return {
    ...time,
    teacherIds: time.teacherIds.slice(0, mostTries),
    roomIds: time.roomIds?.slice(0, mostTries) ?? null,
    furtherIds: (time.furtherIds ?? []).map((ids) => ids.slice(0, mostTries)),
    ...(time.elsewhere && { elsewhere: time.elsewhere.map(fewest) }),
  }
}

function isPossible(time: BookableTime): boolean {
  if (time.lessonId) return true
  return time.teacherIds.length > 0 && chooseDistinct(resourceLists(time)) !== null
}

/** The time once for each teacher and each resource that could be taken, so that every claim that may be tried is among theirs. */
function everyChoice(time: BookableTime): BookableTime[] {
  const alone = { ...time, roomIds: null, furtherIds: [] }
  return [
    ...time.teacherIds.map((id) => ({ ...alone, teacherIds: [id] })),
    ...resourceLists(time).flatMap((ids) => ids.map((id) => ({ ...alone, furtherIds: [[id]] }))),
    ...(time.elsewhere ?? []).flatMap(everyChoice),
  ]
}

function withoutLost(time: BookableTime, lost: readonly Claim[]): BookableTime {
  const gone = new Set(lost.map(({ claimantId }) => claimantId))
  const isLeft = (id: string) => !gone.has(id)
  return {
    ...time,
    teacherIds: time.teacherIds.filter(isLeft),
    roomIds: time.roomIds?.filter(isLeft) ?? null,
    furtherIds: (time.furtherIds ?? []).map((ids) => ids.filter(isLeft)),
    ...(time.elsewhere && { elsewhere: time.elsewhere.map((other) => withoutLost(other, lost)) }),
  }
}

/** What a time takes when nobody is faster. */
export function takenOf(time: BookableTime): TakenLesson {
  const { lessonId, startsAt, endsAt, teacherIds, roomIds, format = 'in_person', locationId = null } = time
  const taken = time.lessonId ? (roomIds?.slice(0, 1) ?? []) : (chooseDistinct(resourceLists(time)) ?? [])
  const hasRoom = roomIds !== null && taken.length > 0
  return {
    lessonId,
    startsAt,
    endsAt,
    teacherId: teacherIds[0]!,
    roomId: hasRoom ? taken[0]! : null,
    furtherIds: hasRoom ? taken.slice(1) : taken,
    format,
    locationId,
  }
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
  if (!('lost' in taken)) return { holdId, times: taken.map(timeOnly) }
  await releaseHolds(ctx, [holdId])
  return taken
}

function timeOnly({ lessonId, startsAt, endsAt, teacherId, roomId }: TakenTime): TakenTime {
  return { lessonId, startsAt, endsAt, teacherId, roomId }
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
