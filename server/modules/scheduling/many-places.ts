import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { emit } from '#platform/events.ts'
import { newId, type Id } from '#platform/ids.ts'
import { claim, lockClaimants, readClaims, type Claim, uniteClaims } from './claims.ts'
import { deleteHolds, lockPlaces } from './holding.ts'

/** Lessons in which a student got no place: full ones, and those during which the student is somewhere else. */
export interface LostPlaces {
  readonly full: readonly Id<'lesson'>[]
  readonly busy: readonly Id<'lesson'>[]
}

export interface ManyPlaces {
  readonly lessonIds: readonly Id<'lesson'>[]
  readonly studentId: Id<'person'>
}

/**
 * One student takes a place in each of several lessons that stand, all of them or none: null when it went well. The places of `holdId` count
 * as free for it, and the hold is gone afterwards.
 */
export async function takePlaces(
  ctx: Ctx,
  { lessonIds, studentId, holdId = null }: ManyPlaces & { readonly holdId?: Id<'hold'> | null },
): Promise<LostPlaces | null> {
  if (lessonIds.length === 0) return null
  const free = await lockPlaces(ctx, lessonIds, holdId)
  const full = lessonIds.filter((id) => (free.get(id) ?? 0) < 1)
  if (full.length > 0) return { full, busy: [] }

  const claims = await claimsOfPlaces(ctx, { lessonIds, studentId })
  const held = holdId ? await readClaims(ctx, { holdIds: [holdId] }) : []
  await lockClaimants(ctx, [...held, ...claims])
  const release = holdId ? () => deleteHolds(ctx, [holdId]) : undefined
  const lost = await claim(ctx, { holder: 'several lessons' }, claims, release)
  if (lost.length > 0) return { full: [], busy: lost.map(({ lessonId }) => lessonId!) }

  await insertPlaces(ctx, { lessonIds, studentId })
  await raiseTaken(ctx, lessonIds, 1)
  for (const id of lessonIds)
    await emit(ctx, 'scheduling.place_taken', { kind: 'lesson', id }, { studentIds: [studentId] })
  return null
}

/** Keeps a place for one student in each of several lessons until a moment, all of them or none. */
export async function holdPlaces(
  ctx: Ctx,
  { lessonIds, studentId, expiresAt }: ManyPlaces & { readonly expiresAt: Temporal.Instant },
): Promise<{ readonly holdId: Id<'hold'> } | LostPlaces> {
  const free = await lockPlaces(ctx, lessonIds)
  const full = lessonIds.filter((id) => (free.get(id) ?? 0) < 1)
  if (full.length > 0) return { full, busy: [] }

  const claims = await claimsOfPlaces(ctx, { lessonIds, studentId })
  await lockClaimants(ctx, claims)
  const holdId = newId('hold')
  await ctx.db
    .insertInto('scheduling.hold')
    .values({ orgId: ctx.orgId, id: holdId, createdAt: ctx.now, expiresAt })
    .execute()
  const united = uniteClaims(claims).map(({ lessonId: _, ...wanted }) => wanted)
  const lost = await claim(ctx, { holdId, heldUntil: expiresAt }, united)
  if (lost.length > 0) {
    await deleteHolds(ctx, [holdId])
    return {
      full: [],
      busy: claims.filter((own) => lost.some((other) => meets(own, other))).map((own) => own.lessonId!),
    }
  }
  await insertPlaces(ctx, { lessonIds, studentId, held: { holdId, expiresAt } })
  return { holdId }
}

function meets(one: Claim, other: Claim): boolean {
  return Temporal.Instant.compare(one.from, other.to) < 0 && Temporal.Instant.compare(other.from, one.to) < 0
}

async function claimsOfPlaces(ctx: Ctx, { lessonIds, studentId }: ManyPlaces): Promise<Claim[]> {
  const lessons = await ctx.db
    .selectFrom('scheduling.lesson')
    .select(['id', 'startsAt', 'endsAt'])
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', [...lessonIds])
    .orderBy('startsAt')
    .execute()
  return lessons.map(({ id, startsAt, endsAt }) => ({
    asWhat: 'student',
    claimantId: studentId,
    from: startsAt,
    to: endsAt,
    lessonId: id,
  }))
}

interface NewPlaces extends ManyPlaces {
  readonly held?: { readonly holdId: Id<'hold'>; readonly expiresAt: Temporal.Instant }
}

async function insertPlaces(ctx: Ctx, { lessonIds, studentId, held }: NewPlaces): Promise<void> {
  await ctx.db
    .insertInto('scheduling.place')
    .values(
      lessonIds.map((lessonId) => ({
        orgId: ctx.orgId,
        id: newId('place'),
        lessonId,
        studentId,
        holdId: held?.holdId ?? null,
        status: held ? ('held' as const) : ('taken' as const),
        heldUntil: held?.expiresAt ?? null,
        createdAt: ctx.now,
      })),
    )
    .execute()
}

async function raiseTaken(ctx: Ctx, lessonIds: readonly Id<'lesson'>[], by: 1 | -1): Promise<void> {
  await ctx.db
    .updateTable('scheduling.lesson')
    .set((eb) => ({ placesTaken: eb('placesTaken', '+', by), ...(by === 1 && { markedAt: null }) }))
    .where('orgId', '=', ctx.orgId)
    .where('id', 'in', [...lessonIds])
    .execute()
}

/** Gives a student's places in several lessons back, and says in which there was one. */
export async function freePlaces(ctx: Ctx, { lessonIds, studentId }: ManyPlaces): Promise<Id<'lesson'>[]> {
  if (lessonIds.length === 0) return []
  await lockPlaces(ctx, lessonIds)
  const freed = await ctx.db
    .updateTable('scheduling.place')
    .set({ status: 'cancelled' })
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', 'in', [...lessonIds])
    .where('studentId', '=', studentId)
    .where('status', '=', 'taken')
    .returning('lessonId')
    .execute()
  const ids = freed.map(({ lessonId }) => lessonId)
  if (ids.length === 0) return []
  await raiseTaken(ctx, ids, -1)
  await ctx.db
    .deleteFrom('scheduling.reservation')
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', 'in', ids)
    .where('asWhat', '=', 'student')
    .where('personId', '=', studentId)
    .execute()
  for (const id of ids) await emit(ctx, 'scheduling.place_freed', { kind: 'lesson', id }, { studentId })
  return ids
}

/** Gives lessons another number of places; those in which more are taken or held keep theirs and are named. */
export async function setPlaces(
  ctx: Ctx,
  { lessonIds, places }: { readonly lessonIds: readonly Id<'lesson'>[]; readonly places: number },
): Promise<Id<'lesson'>[]> {
  if (lessonIds.length === 0) return []
  await lockPlaces(ctx, lessonIds)
  const { rows } = await sql<{ id: Id<'lesson'> }>`
    update scheduling.lesson l set capacity = ${places}
    where l.org_id = ${ctx.orgId} and l.id = any(${[...lessonIds]}::uuid[]) and l.places_taken + (
      select count(*) from scheduling.place p
      where p.org_id = ${ctx.orgId} and p.lesson_id = l.id and p.status = 'held' and p.held_until > ${ctx.now}) <= ${places}
    returning l.id`.execute(ctx.db)
  const changed = new Set(rows.map(({ id }) => id))
  return lessonIds.filter((id) => !changed.has(id))
}
