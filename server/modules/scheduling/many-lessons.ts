import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { attempt } from '#platform/db.ts'
import { emitAll } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import type { BookableTime } from './bookable-time.ts'
import { type Claim, lockClaimants } from './claims.ts'
import { followHeldPlaces } from './held-places.ts'
import { claimsOf, firstChoice, type Lost, takenOf, type TakenTime, takeTimes } from './holding.ts'
import { type LessonRow, withNames, visibleLessons } from './lesson.ts'
import { writeTaken } from './taken-lessons.ts'

/** What belongs together is told together: whoever reacts to a single lesson leaves the telling to the series, or to the absence of a teacher. */
interface Together {
  readonly seriesId?: Id<'series'>
  readonly absenceId?: Id<'absence'>
}

function together({ seriesId, absenceId }: Together) {
  return { seriesId, absenceId }
}

export interface NewLessons extends Together {
  readonly offeringId: Id<'offering'>
  readonly capacity: number
  readonly times: readonly BookableTime[]
  readonly studentIds: readonly Id<'person'>[]
}

/** Plans a lesson at each of the times, all of them or none, with a fixed number of statements; ids in the order of the times. */
export async function planLessons(ctx: Ctx, wanted: NewLessons): Promise<readonly Id<'lesson'>[] | Lost> {
  const { offeringId, capacity, times, studentIds } = wanted
  if (times.length === 0) return []
  const ids = times.map(() => newId('lesson'))
  await ctx.db
    .insertInto('scheduling.lesson')
    .values(
      times.map(takenOf).map(({ startsAt, endsAt, teacherId, roomId, format, locationId }, i) => ({
        orgId: ctx.orgId,
        id: ids[i]!,
        offeringId,
        teacherId,
        roomId,
        format,
        locationId,
        capacity,
        startsAt,
        endsAt,
        placesTaken: studentIds.length,
        createdAt: ctx.now,
      })),
    )
    .execute()
  const lessons = ids.map((id) => ({ id, studentIds }))
  const taken = await takeTimes(
    ctx,
    { holder: 'several lessons' },
    { times: times.map(firstChoice), studentIds: [], lessons },
  )
  if ('lost' in taken) {
    await ctx.db.deleteFrom('scheduling.lesson').where('orgId', '=', ctx.orgId).where('id', 'in', ids).execute()
    return taken
  }
  await writeTaken(
    ctx,
    taken.map((time, i) => ({ ...time, id: ids[i]! })),
  )
  await insertPlaces(ctx, ids, studentIds)
  await emitAll(
    ctx,
    taken.map(({ teacherId, roomId, startsAt, endsAt }, i) => ({
      name: 'scheduling.lesson_planned',
      subject: { kind: 'lesson', id: ids[i]! },
      payload: { offeringId, teacherId, roomId, startsAt, endsAt, studentIds, ...together(wanted) },
    })),
  )
  return ids
}

async function insertPlaces(
  ctx: Ctx,
  lessonIds: readonly Id<'lesson'>[],
  studentIds: readonly Id<'person'>[],
): Promise<void> {
  if (studentIds.length === 0) return
  const rows = lessonIds.flatMap((lessonId) =>
    studentIds.map((studentId) => ({ id: newId('place'), lessonId, studentId })),
  )
  await sql`
    insert into scheduling.place (org_id, id, lesson_id, student_id, status, created_at)
    select ${ctx.orgId}::uuid, id, lesson_id, student_id, 'taken', ${ctx.now}
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${rows.map(({ lessonId }) => lessonId)}::uuid[],
      ${rows.map(({ studentId }) => studentId)}::uuid[]) as place (id, lesson_id, student_id)`.execute(ctx.db)
}

/** Locks lessons that are still to come and not cancelled, in one order; with the students who are in each. */
export async function lockLessons(
  ctx: Ctx,
  lessonIds: readonly Id<'lesson'>[],
): Promise<ReadonlyMap<Id<'lesson'>, LessonRow & { readonly studentIds: readonly Id<'person'>[] }>> {
  if (lessonIds.length === 0) return new Map()
  const rows = await withNames(visibleLessons(ctx))
    .where('lesson.id', 'in', [...lessonIds])
    .where('lesson.status', '=', 'planned')
    .where('lesson.startsAt', '>', ctx.now)
    .orderBy('lesson.id')
    .forNoKeyUpdate('lesson')
    .execute()
  const { rows: places } = await sql<{ lessonId: Id<'lesson'>; studentIds: Id<'person'>[] }>`
    select lesson_id, array_agg(student_id::text order by student_id) as student_ids from scheduling.place
    where org_id = ${ctx.orgId} and lesson_id = any(${[...lessonIds]}::uuid[]) and status = 'taken'
    group by lesson_id`.execute(ctx.db)
  const students = new Map(places.map(({ lessonId, studentIds }) => [lessonId, studentIds]))
  return new Map(rows.map((row) => [row.id, { ...row, studentIds: students.get(row.id) ?? [] }]))
}

class Undone<T> extends Error {
  readonly result: T

  constructor(result: T) {
    super('Looked at, and undone.')
    this.result = result
  }
}

/** Looks at the time as it would be without these lessons; nothing that `look` writes remains. */
export async function withoutLessons<T>(
  ctx: Ctx,
  lessonIds: readonly Id<'lesson'>[],
  look: () => Promise<T>,
): Promise<T> {
  if (lessonIds.length === 0) return look()
  try {
    await attempt(ctx.db, async () => {
      await deleteClaims(ctx, lessonIds)
      throw new Undone(await look())
    })
  } catch (error) {
    if (error instanceof Undone) return (error as Undone<T>).result // thrown three lines above
    throw error
  }
  throw new Error('What was looked at is always undone.')
}

async function readClaimsOf(ctx: Ctx, lessonIds: readonly Id<'lesson'>[]): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    select as_what, claimant_id, lower(during) as "from", upper(during) as "to" from scheduling.reservation
    where org_id = ${ctx.orgId} and lesson_id = any(${[...lessonIds]}::uuid[])`.execute(ctx.db)
  return rows
}

async function deleteClaims(ctx: Ctx, lessonIds: readonly Id<'lesson'>[]): Promise<void> {
  await ctx.db
    .deleteFrom('scheduling.reservation')
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', 'in', [...lessonIds])
    .execute()
}

export interface LessonMove {
  readonly lesson: LessonRow & { readonly studentIds: readonly Id<'person'>[] }
  readonly time: BookableTime
}

export interface Changes extends NewLessons {
  readonly moves: readonly LessonMove[]
  readonly ends: readonly LessonMove['lesson'][]
  readonly reason: string
}

/** What was planned, or what somebody else has: `moves` and `times` are counted apart. */
export type Changed =
  | { readonly planned: readonly Id<'lesson'>[] }
  | { readonly lost: Lost; readonly of: 'moves' | 'times' }

/** Cancels, moves and plans lessons in one act. Whoever gets `lost` must undo everything, which refusing the request does. */
export async function changeLessons(ctx: Ctx, changes: Changes): Promise<Changed> {
  const { moves, ends, times, studentIds } = changes
  const claims = await readClaimsOf(
    ctx,
    [...ends, ...moves.map(({ lesson }) => lesson)].map(({ id }) => id),
  )
  const wanted = [
    ...times.flatMap((time) => claimsOf(time, studentIds)),
    ...moves.flatMap(({ time, lesson }) => claimsOf(time, lesson.studentIds)),
  ]
  // In one go, because queues are entered in one order.
  await lockClaimants(ctx, [...claims, ...wanted])
  await endLessons(ctx, ends, changes)
  const lost = await moveLessons(ctx, moves, changes)
  if (lost) return { lost, of: 'moves' }
  const planned = await planLessons(ctx, changes)
  return 'lost' in planned ? { lost: planned, of: 'times' } : { planned }
}

async function moveLessons(ctx: Ctx, moves: readonly LessonMove[], act: Together): Promise<Lost | null> {
  if (moves.length === 0) return null
  const lessons = moves.map(({ lesson: { id, studentIds } }) => ({ id, studentIds }))
  // Each queue of a claimant and day is a lock; hundreds of dates with a choice of rooms each would be thousands.
  const times = moves.map(({ time }) => firstChoice(time))
  const released = {
    claims: [],
    release: () =>
      deleteClaims(
        ctx,
        lessons.map(({ id }) => id),
      ),
  }
  const taken = await takeTimes(ctx, { holder: 'several lessons' }, { times, studentIds: [], lessons, released })
  if ('lost' in taken) return taken
  const placed = taken.map((time, i) => ({ ...time, id: moves[i]!.lesson.id }))
  await followHeldPlaces(ctx, placed)
  await writeTaken(ctx, placed)
  await emitAll(
    ctx,
    moves.map(({ lesson: { id, startsAt, endsAt, teacherId, roomId, studentIds } }, i) => ({
      name: 'scheduling.lesson_moved',
      subject: { kind: 'lesson', id },
      payload: { from: { startsAt, endsAt, teacherId, roomId }, to: timeOf(placed[i]!), studentIds, ...together(act) },
    })),
  )
  return null
}

function timeOf({ startsAt, endsAt, teacherId, roomId }: TakenTime) {
  return { startsAt, endsAt, teacherId, roomId }
}

async function endLessons(
  ctx: Ctx,
  lessons: readonly LessonMove['lesson'][],
  { reason, ...act }: Together & { readonly reason: string },
): Promise<void> {
  if (lessons.length === 0) return
  const ids = lessons.map(({ id }) => id)
  await deleteClaims(ctx, ids)
  await ctx.db
    .updateTable('scheduling.place')
    .set({ status: 'cancelled', heldUntil: null })
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', 'in', ids)
    .where('status', '=', 'taken')
    .execute()
  await ctx.db
    .updateTable('scheduling.lesson')
    .set({ status: 'cancelled', placesTaken: 0 })
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', ids)
    .execute()
  await emitAll(
    ctx,
    lessons.map(({ id, startsAt, endsAt, teacherId, roomId, studentIds }) => ({
      name: 'scheduling.lesson_cancelled',
      subject: { kind: 'lesson', id },
      payload: { startsAt, endsAt, teacherId, roomId, studentIds, reason, ...together(act) },
    })),
  )
}
