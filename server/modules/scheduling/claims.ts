import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { attempt } from '#platform/db.ts'
import { newId, type Id } from '#platform/ids.ts'

/** One person or resource for one stretch of time, buffers included. */
export interface Claim {
  readonly asWhat: 'teacher' | 'student' | 'resource'
  readonly claimantId: string
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
  /** How much at the beginning and at the end is only kept clear. */
  readonly beforeMinutes?: number
  readonly afterMinutes?: number
  /** Who lets it stand beside somebody else's claim, and why; never for a teacher. */
  readonly overruled?: { readonly by: Id<'person'>; readonly why: string } | undefined
  /** The lesson that claims, where several do so at once. */
  readonly lessonId?: Id<'lesson'>
}

export type Holder =
  | { readonly lessonId: Id<'lesson'> }
  | { readonly holder: 'several lessons' }
  | { readonly holdId: Id<'hold'>; readonly heldUntil: Temporal.Instant }

class LostRace extends Error {
  readonly lost: readonly Claim[]

  constructor(lost: readonly Claim[]) {
    super('Somebody else has this time.')
    this.lost = lost
  }
}

const millisecondsPerDay = 86_400_000

/**
 * Queues up for everybody who is about to be claimed or released. Whoever releases a time and then wants another could otherwise wait for
 * somebody who waits for them. The queues are one for each claimant and day (UTC), always entered in the same order.
 */
export async function lockClaimants(ctx: Ctx, claims: readonly Omit<Claim, 'asWhat'>[]): Promise<void> {
  const keys = new Set<bigint>()
  for (const { claimantId, from, to } of claims) {
    const last = Math.floor((to.epochMilliseconds - 1) / millisecondsPerDay)
    for (let day = Math.floor(from.epochMilliseconds / millisecondsPerDay); day <= last; day++)
      keys.add(queueOf(`${ctx.orgId}/${claimantId}/${day}`))
  }
  const ordered = [...keys].toSorted((one, other) => (one < other ? -1 : 1)).map(String)
  if (ordered.length === 0) return
  await sql`select pg_advisory_xact_lock(key) from unnest(${ordered}::bigint[]) as key`.execute(ctx.db)
}

function queueOf(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigInt64BE()
}

/**
 * The one door through which all time is taken: everything or nothing. Gives the claims that somebody else has, none when all went well.
 * `release` frees what the new claims replace; it is undone with them.
 */
export async function claim(
  ctx: Ctx,
  holder: Holder,
  claims: readonly Claim[],
  release?: () => Promise<void>,
): Promise<readonly Claim[]> {
  try {
    await attempt(ctx.db, async () => {
      await release?.()
      await deleteExpiredHolds(ctx, claims)
      const lost = await insertClaims(ctx, holder, claims)
      if (lost.length > 0) throw new LostRace(lost)
    })
    return []
  } catch (error) {
    if (error instanceof LostRace) return error.lost
    throw error
  }
}

// The constraint cannot read the clock, so whoever wants a time clears away the holds that ran out.
export async function deleteExpiredHolds(ctx: Ctx, claims: readonly Claim[]): Promise<void> {
  await sql`
    delete from scheduling.reservation
    where org_id = ${ctx.orgId} and id in (
      select held.id
      from unnest(${claims.map(({ claimantId }) => claimantId)}::uuid[], ${claims.map(({ from }) => from.toString())}::timestamptz[],
        ${claims.map(({ to }) => to.toString())}::timestamptz[]) as wanted (claimant_id, starts_at, ends_at)
      join scheduling.reservation held on held.org_id = ${ctx.orgId} and held.claimant_id = wanted.claimant_id
        and held.starts_at < wanted.ends_at and held.ends_at > wanted.starts_at
      where held.held_until <= ${ctx.now})`.execute(ctx.db)
}

interface ClaimRow {
  readonly id: Id<'reservation'>
  readonly wanted: Claim
}

async function insertClaims(ctx: Ctx, holder: Holder, claims: readonly Claim[]): Promise<readonly Claim[]> {
  const rows = claims
    .toSorted((one, other) => compareText(one.claimantId, other.claimantId))
    .map((wanted): ClaimRow => ({ id: newId('reservation'), wanted }))
  const made = await insertRows(ctx, holder, rows, true)
  const lost = rows.filter(({ id }) => !made.has(id))
  const overruled = lost.filter(({ wanted }) => wanted.asWhat !== 'teacher' && wanted.overruled)
  const beside = overruled.length > 0 ? await insertRows(ctx, holder, overruled, false) : new Set()
  return lost.filter(({ id }) => !beside.has(id)).map(({ wanted }) => wanted)
}

/** Those of which a row was made. */
async function insertRows(
  ctx: Ctx,
  holder: Holder,
  rows: readonly ClaimRow[],
  exclusive: boolean,
): Promise<ReadonlySet<Id<'reservation'>>> {
  const lessonId = 'lessonId' in holder ? holder.lessonId : null
  const holdId = 'holdId' in holder ? holder.holdId : null
  const heldUntil = 'holdId' in holder ? holder.heldUntil : null
  const column = (of: (wanted: Claim) => string | number | null) => rows.map(({ wanted }) => of(wanted))
  const overruled = (of: (by: NonNullable<Claim['overruled']>) => string) =>
    column((wanted) => (exclusive || !wanted.overruled ? null : of(wanted.overruled)))
  const { rows: made } = await sql<{ id: Id<'reservation'> }>`
    insert into scheduling.reservation (org_id, id, person_id, resource_id, as_what, during, before_minutes, after_minutes, exclusive,
      override_by, override_why, held_until, lesson_id, hold_id)
    select ${ctx.orgId}::uuid, id, case when as_what <> 'resource' then claimant_id end,
      case when as_what = 'resource' then claimant_id end, as_what, tstzrange(starts_at, ends_at), before_minutes, after_minutes,
      ${exclusive}::boolean, override_by, override_why, ${heldUntil}::timestamptz, lesson_id, ${holdId}::uuid
    from unnest(${rows.map(({ id }) => id)}::uuid[], ${column(({ claimantId }) => claimantId)}::uuid[],
      ${column(({ asWhat }) => asWhat)}::text[], ${column(({ from }) => from.toString())}::timestamptz[],
      ${column(({ to }) => to.toString())}::timestamptz[], ${column(({ beforeMinutes = 0 }) => beforeMinutes)}::smallint[],
      ${column(({ afterMinutes = 0 }) => afterMinutes)}::smallint[], ${overruled(({ by }) => by)}::uuid[],
      ${overruled(({ why }) => why)}::text[], ${column((wanted) => wanted.lessonId ?? lessonId)}::uuid[])
      with ordinality as wanted (id, claimant_id, as_what, starts_at, ends_at, before_minutes, after_minutes, override_by, override_why,
        lesson_id, position)
    order by position
    on conflict do nothing
    returning id`.execute(ctx.db)
  return new Set(made.map(({ id }) => id))
}

/** Claims of one person or resource that overlap each other become one, so that they do not stand in their own way. */
export function uniteClaims(claims: readonly Claim[]): Claim[] {
  const united: Claim[] = []
  const sorted = claims.toSorted(
    (one, other) => compareText(one.claimantId, other.claimantId) || Temporal.Instant.compare(one.from, other.from),
  )
  for (const next of sorted) {
    const last = united.at(-1)
    const overlaps = last?.claimantId === next.claimantId && Temporal.Instant.compare(next.from, last.to) < 0
    if (!last || !overlaps) united.push(next)
    else if (Temporal.Instant.compare(next.to, last.to) > 0) united[united.length - 1] = uniteTwo(last, next)
  }
  return united
}

function uniteTwo(first: Claim, last: Claim): Claim {
  const { afterMinutes } = last
  return { ...first, to: last.to, ...(afterMinutes !== undefined && { afterMinutes }) }
}

/** What a lesson or a hold has claimed. */
export async function readClaims(
  ctx: Ctx,
  holder: { lessonId: Id<'lesson'> } | { holdIds: readonly Id<'hold'>[] },
): Promise<Claim[]> {
  const { rows } = await sql<Claim>`
    select as_what, claimant_id, lower(during) as "from", upper(during) as "to"
    from scheduling.reservation
    where org_id = ${ctx.orgId}
      and ${'lessonId' in holder ? sql`lesson_id = ${holder.lessonId}` : sql`hold_id = any(${[...holder.holdIds]}::uuid[])`}`.execute(
    ctx.db,
  )
  return rows
}

/** Frees everything that a lesson claims, or only what some of its students do. */
export async function releaseClaims(
  ctx: Ctx,
  lessonId: Id<'lesson'>,
  studentIds?: readonly Id<'person'>[],
): Promise<void> {
  let query = ctx.db
    .deleteFrom('scheduling.reservation')
    .where('orgId', '=', ctx.orgId)
    .where('lessonId', '=', lessonId)
  if (studentIds) query = query.where('asWhat', '=', 'student').where('personId', 'in', studentIds)
  await query.execute()
}

function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
