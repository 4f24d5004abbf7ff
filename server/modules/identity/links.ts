import type { Ctx, InstallCtx } from '#platform/context.ts'
import { notFound } from '#platform/errors.ts'
import type { Id } from '#platform/ids.ts'
import type { Role } from './contract.ts'
import { linkUsed } from './errors.ts'
import { hashToken, newToken } from './tokens.ts'

export type LinkPurpose = 'invitation' | 'password-reset' | 'email-verification' | 'booking' | 'place-offer'

export interface NewLink {
  readonly purpose: LinkPurpose
  readonly subjectId: string
  readonly expiresAt: Temporal.Instant
}

export interface Link {
  readonly orgId: Id<'organisation'> | null
  readonly subjectId: string
  readonly email: string | null
  readonly roles: readonly Role[]
  readonly expiresAt: Temporal.Instant
}

/** Makes a link of this organisation and gives its token, which is stored nowhere. */
export function createLink(ctx: Pick<Ctx, 'db' | 'orgId' | 'now'>, link: NewLink): Promise<string> {
  return storeLink(ctx, { ...link, orgId: ctx.orgId })
}

export async function storeLink(
  ctx: Pick<InstallCtx, 'db' | 'now'>,
  { roles, ...link }: NewLink & { orgId: Id<'organisation'> | null; email?: string; roles?: readonly Role[] },
): Promise<string> {
  const token = newToken()
  await ctx.db
    .insertInto('identity.link')
    .values({ ...link, roles: [...(roles ?? [])], tokenHash: hashToken(token), createdAt: ctx.now })
    .execute()
  return token
}

/** What a link of this organisation is about, as often as asked; null when it is not one, is used or too old. */
export async function findLink(
  ctx: Pick<Ctx, 'db' | 'orgId' | 'now'>,
  purpose: LinkPurpose,
  token: string,
): Promise<Link | null> {
  const link = await readLink(ctx, purpose, token)
  if (!link || link.orgId !== ctx.orgId || !link.isOpen) return null
  return link
}

/** What a link is about, without using it; a used or old one is refused. */
export async function openLink(
  ctx: Pick<InstallCtx, 'db' | 'now'>,
  purpose: LinkPurpose,
  token: string,
): Promise<Link> {
  const link = await readLink(ctx, purpose, token)
  if (!link) throw notFound()
  if (!link.isOpen) throw linkUsed()
  return link
}

/** Uses a link up: of any number who come at once, one gets through. */
export async function consumeLink(
  ctx: Pick<InstallCtx, 'db' | 'now'>,
  purpose: LinkPurpose,
  token: string,
): Promise<Link> {
  await openLink(ctx, purpose, token)
  const used = await ctx.db
    .updateTable('identity.link')
    .set({ usedAt: ctx.now })
    .where('tokenHash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .returning(['orgId', 'subjectId', 'email', 'roles', 'expiresAt'])
    .executeTakeFirst()
  if (!used) throw linkUsed()
  return { ...used, roles: used.roles as Role[] } // a check constraint
}

/** Ends every open link of this purpose about the subject. */
export async function expireLinks(
  ctx: Pick<InstallCtx, 'db' | 'now'>,
  { purpose, subjectId, orgId }: Pick<NewLink, 'purpose' | 'subjectId'> & { orgId: Id<'organisation'> | null },
): Promise<void> {
  await ctx.db
    .updateTable('identity.link')
    .set({ expiresAt: ctx.now })
    .where('orgId', 'is not distinct from', orgId)
    .where('purpose', '=', purpose)
    .where('subjectId', '=', subjectId)
    .where('usedAt', 'is', null)
    .where('expiresAt', '>', ctx.now)
    .execute()
}

async function readLink(ctx: Pick<InstallCtx, 'db' | 'now'>, purpose: LinkPurpose, token: string) {
  const row = await ctx.db
    .selectFrom('identity.link')
    .select(['orgId', 'subjectId', 'email', 'roles', 'expiresAt', 'usedAt'])
    .where('tokenHash', '=', hashToken(token))
    .where('purpose', '=', purpose)
    .executeTakeFirst()
  if (!row) return null
  const isOpen = row.usedAt === null && Temporal.Instant.compare(row.expiresAt, ctx.now) > 0
  return { ...row, roles: row.roles as Role[], isOpen } // a check constraint
}
