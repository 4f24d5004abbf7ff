import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { keepPicture, type StoredPicture } from '#platform/files.ts'
import { KeptFileAnswer } from '#platform/serve.ts'
import type * as contract from './contract.ts'
import { findLogo, lockOrganisation } from './organisation.ts'
import { describeOrganisation } from './profile.ts'

type Profile = Output<typeof contract.setLogo>

export async function setLogo(
  ctx: Ctx,
  _input: Input<typeof contract.setLogo>,
  picture: StoredPicture,
): Promise<Profile> {
  const organisation = await lockOrganisation(ctx)
  const old = await findLogo(ctx)
  const fileId = await keepPicture(ctx, picture, 'logo')
  await ctx.db
    .insertInto('organisations.logo')
    .values({ orgId: ctx.orgId, fileId })
    .onConflict((conflict) => conflict.column('orgId').doUpdateSet({ fileId }))
    .execute()
  await emit(ctx, 'organisations.logo_changed', { kind: 'organisation', id: ctx.orgId }, { old, new: fileId })
  return describeOrganisation(ctx, organisation)
}

export async function removeLogo(ctx: Ctx): Promise<Profile> {
  const organisation = await lockOrganisation(ctx)
  const removed = await ctx.db
    .deleteFrom('organisations.logo')
    .where('orgId', '=', ctx.orgId)
    .returning('fileId')
    .executeTakeFirst()
  if (removed)
    await emit(ctx, 'organisations.logo_removed', { kind: 'organisation', id: ctx.orgId }, { old: removed.fileId })
  return describeOrganisation(ctx, organisation)
}

export async function showLogo(ctx: Ctx, { fileId }: Input<typeof contract.getLogo>): Promise<KeptFileAnswer> {
  const file = await ctx.db
    .selectFrom('organisations.logo as logo')
    .innerJoin('platform.file as file', (join) =>
      join.onRef('file.orgId', '=', 'logo.orgId').onRef('file.id', '=', 'logo.fileId'),
    )
    .select(['file.sha256', 'file.mediaType', 'file.name'])
    .where('logo.orgId', '=', ctx.orgId)
    .where('logo.fileId', '=', fileId)
    .executeTakeFirst()
  if (!file) throw notFound()
  return new KeptFileAnswer({ orgId: ctx.orgId, sha256: file.sha256 }, file.mediaType, file.name)
}
