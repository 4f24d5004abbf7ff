import { sql } from 'kysely'
import { keepChange, openChange } from '#platform/changes.ts'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { Problem, wrongField } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import { type Claim, lockClaimants } from './claims.ts'
import type * as contract from './contract.ts'
import type { Lesson } from './contract.ts'
import { cancelLesson, moveLesson } from './lesson-changes.ts'
import { rememberLessons } from './undo.ts'

type Move = Input<typeof contract.moveLessons>['moves'][number]

interface Standing {
  readonly id: Id<'lesson'>
  readonly startsAt: Temporal.Instant
  readonly endsAt: Temporal.Instant
  readonly teacherId: Id<'person'>
  readonly roomId: Id<'resource'> | null
  readonly studentIds: readonly Id<'person'>[]
}

/**
 * Moves lessons one by one after all of them have let go of their times, so that each may take what another leaves. Whatever is refused
 * refuses the request, and with it everything. The number of queries is bounded by the number of lessons, which is.
 */
export async function moveLessons(
  ctx: Ctx,
  { moves }: Input<typeof contract.moveLessons>,
): Promise<Output<typeof contract.moveLessons>> {
  refuseTwice(
    moves.map(({ lessonId }) => lessonId),
    (i) => `moves.${i}.lessonId`,
  )
  const standing = await lockStanding(ctx, moves)
  const ids = moves.map(({ lessonId }) => lessonId)
  return asOneChange(ctx, 'scheduling.move', ids, async (change) => {
    await releaseTimes(change, [...standing.keys()])
    const lessons: Lesson[] = []
    for (const move of moves) {
      const roomId = move.roomId ?? standing.get(move.lessonId)?.roomId ?? undefined
      lessons.push(await naming(move.lessonId, () => moveLesson(change, { ...move, ...(roomId && { roomId }) })))
    }
    return lessons
  })
}

export async function cancelLessons(
  ctx: Ctx,
  { lessonIds, reason }: Input<typeof contract.cancelLessons>,
): Promise<Output<typeof contract.cancelLessons>> {
  refuseTwice(lessonIds, (i) => `lessonIds.${i}`)
  return asOneChange(ctx, 'scheduling.cancellation', lessonIds, async (change) => {
    const lessons: Lesson[] = []
    for (const lessonId of lessonIds.toSorted())
      lessons.push(await naming(lessonId, () => cancelLesson(change, { lessonId, reason })))
    return lessons
  })
}

/** Everything can be taken back at once, as long as nobody is told. */
async function asOneChange(
  ctx: Ctx,
  name: string,
  lessonIds: readonly Id<'lesson'>[],
  act: (change: Ctx) => Promise<Lesson[]>,
): Promise<{ lessons: Lesson[] }> {
  const change = openChange(ctx)
  const before = await rememberLessons(change, lessonIds)
  const lessons = await act(change)
  await keepChange(change, name, { before, after: await rememberLessons(change, lessonIds) })
  return { lessons }
}

function refuseTwice(lessonIds: readonly Id<'lesson'>[], pathOf: (position: number) => string): void {
  const twice = lessonIds.findIndex((id, i) => lessonIds.indexOf(id) !== i)
  if (twice >= 0) throw wrongField(pathOf(twice), 'twice')
}

// Everybody's queues are entered in one go and in one order; two such requests would otherwise wait for each other.
async function lockStanding(ctx: Ctx, moves: readonly Move[]): Promise<ReadonlyMap<string, Standing>> {
  const ids = moves.map(({ lessonId }) => lessonId).toSorted()
  const { rows } = await sql<Standing>`
    select id, starts_at, ends_at, teacher_id, room_id, array(
      select p.student_id from scheduling.place p
      where p.org_id = ${ctx.orgId} and p.lesson_id = l.id and p.status = 'taken') as student_ids
    from scheduling.lesson l
    where org_id = ${ctx.orgId} and id = any(${ids}::uuid[]) and status = 'planned' and starts_at > ${ctx.now}
    order by id for no key update`.execute(ctx.db)
  const standing = new Map<string, Standing>(rows.map((row) => [row.id, row]))
  await lockClaimants(
    ctx,
    moves.flatMap((move) => {
      const lesson = standing.get(move.lessonId)
      return lesson ? queuesOf(move, lesson) : []
    }),
  )
  return standing
}

// A buffer is at most four hours.
function queuesOf(move: Move, lesson: Standing): Omit<Claim, 'asWhat'>[] {
  const { startsAt, endsAt, teacherId, roomId, studentIds } = lesson
  const claimants = [teacherId, move.teacherId, roomId, move.roomId, ...(move.resourceIds ?? []), ...studentIds]
  const known = claimants.filter((id): id is NonNullable<typeof id> => id != null)
  return [startsAt, move.startsAt].flatMap((start) =>
    known.map((claimantId) => ({
      claimantId,
      from: start.subtract({ hours: 4 }),
      to: start.add(startsAt.until(endsAt)).add({ hours: 4 }),
    })),
  )
}

async function releaseTimes(ctx: Ctx, lessonIds: readonly string[]): Promise<void> {
  await sql`delete from scheduling.reservation where org_id = ${ctx.orgId} and lesson_id = any(${[...lessonIds]}::uuid[])`.execute(
    ctx.db,
  )
}

/** A refusal says which of the lessons it is about. */
async function naming<T>(lessonId: Id<'lesson'>, act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 409) throw error
    throw new Problem(error.code, error.status, {
      ...error.details,
      extra: { ...error.details.extra, lessonId },
      cause: error,
    })
  }
}
