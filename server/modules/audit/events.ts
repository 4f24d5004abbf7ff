import { z } from 'zod'
import { getOrganisation } from '#organisations'
import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { limitOf, readCursor, toPage } from '#platform/pagination.ts'
import { dayBounds } from '#platform/time.ts'
import { EventRow } from './contract.ts'
import type * as contract from './contract.ts'

/** Who did what, newest first; names are those the actors had at that moment. */
export async function listEvents(
  ctx: Ctx,
  input: Input<typeof contract.listEvents>,
): Promise<Output<typeof contract.listEvents>> {
  const limit = limitOf(input)
  const after = readCursor(input.cursor, z.tuple([z.uuid()]))
  const { zone } = await getOrganisation(ctx)
  const from = input.from && dayBounds(input.from, zone).start
  const until = input.to && dayBounds(input.to, zone).end
  const rows = await ctx.db
    .selectFrom('platform.event')
    .select(['id', 'name', 'subjectKind', 'subjectId', 'actorKind', 'actorId', 'actorName', 'happenedAt'])
    .select(['address', 'requestId', 'payload'])
    .where('orgId', '=', ctx.orgId)
    .$if(input.subjectKind !== undefined, (query) => query.where('subjectKind', '=', input.subjectKind!))
    .$if(input.subjectId !== undefined, (query) => query.where('subjectId', '=', input.subjectId!))
    .$if(input.actorId !== undefined, (query) => query.where('actorId', '=', input.actorId!))
    .$if(input.name !== undefined, (query) => query.where((eb) => eb.fn('starts_with', ['name', eb.val(input.name)])))
    .$if(from !== undefined, (query) => query.where('happenedAt', '>=', from!))
    .$if(until !== undefined, (query) => query.where('happenedAt', '<', until!))
    .$if(after !== null, (query) => query.where('id', '<', after![0]))
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const page = toPage(rows, limit, ({ id }) => [id])
  const events = page.rows.map((row) => ({ ...row, payload: EventRow.shape.payload.parse(row.payload) }))
  return { rows: events, next: page.next }
}
