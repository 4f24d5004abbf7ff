import { sql } from 'kysely'
import { visitor, type Ctx, type InstallCtx } from '#platform/context.ts'
import type { Id } from '#platform/ids.ts'

/** From here on this transaction sees the memberships of the login. */
export async function enterLogin(ctx: Pick<InstallCtx, 'db'>, userId: Id<'user'>): Promise<void> {
  await sql.raw(`set local app.user_id = '${checked(userId)}'`).execute(ctx.db)
}

/** From here on this transaction sees no login's memberships. */
export async function leaveLogin(ctx: Pick<InstallCtx, 'db'>): Promise<void> {
  await sql.raw(`set local app.user_id = ''`).execute(ctx.db)
}

/** From here on this transaction is inside the organisation, in the name of a visitor: only a link's owner gets this far. */
export async function enterOrganisation(ctx: InstallCtx, orgId: Id<'organisation'>): Promise<Ctx> {
  await sql.raw(`set local app.org_id = '${checked(orgId)}'`).execute(ctx.db)
  return { db: ctx.db, orgId, actor: visitor, now: ctx.now, request: ctx.request }
}

function checked(id: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id)) throw new Error('Not an id.')
  return id
}
