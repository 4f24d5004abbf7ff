import { sql } from 'kysely'
import type { Ctx } from '#platform/context.ts'
import { newId, type Id } from '#platform/ids.ts'

export interface OutsideBusy {
  readonly personId: Id<'person'>
  /** The calendar it comes from: its stretches are replaced together. */
  readonly sourceId: string
  /** Half-open epoch minutes, in order, apart from each other. */
  readonly stretches: readonly (readonly [from: number, to: number])[]
}

/**
 * Says when a teacher is busy by a calendar outside, and whether that is something new. New lessons are not put there any more; a lesson
 * that stands is never touched.
 */
export async function replaceOutsideBusy(ctx: Ctx, { personId, sourceId, stretches }: OutsideBusy): Promise<boolean> {
  const [from, to] = [0, 1].map((end) => stretches.map((stretch) => stretch[end]! * 60))
  const { rows: gone } = await sql`
    delete from scheduling.outside_busy
    where org_id = ${ctx.orgId} and source_id = ${sourceId} and (starts_at, ends_at) not in (
      select to_timestamp(f), to_timestamp(t) from unnest(${from}::float8[], ${to}::float8[]) as kept (f, t))
    returning id`.execute(ctx.db)
  const { rows: added } = await sql`
    insert into scheduling.outside_busy (org_id, id, person_id, source_id, starts_at, ends_at)
    select ${ctx.orgId}::uuid, fresh.id, ${personId}::uuid, ${sourceId}::uuid, to_timestamp(f), to_timestamp(t)
    from unnest(${stretches.map(() => newId('outside_busy'))}::uuid[], ${from}::float8[], ${to}::float8[]) as fresh (id, f, t)
    where not exists (
      select from scheduling.outside_busy old
      where old.org_id = ${ctx.orgId} and old.source_id = ${sourceId}::uuid
        and old.starts_at = to_timestamp(f) and old.ends_at = to_timestamp(t))
    returning id`.execute(ctx.db)
  return gone.length + added.length > 0
}
