import type { Ctx } from '#platform/context.ts'
import type { Input, Output } from '#platform/contract.ts'
import { notFound } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { keepPicture, type StoredPicture } from '#platform/files.ts'
import type { Id } from '#platform/ids.ts'
import { KeptFileAnswer } from '#platform/serve.ts'
import type * as contract from './contract.ts'
import type { Person } from './contract.ts'
import { listPublicTeachers } from './directory.ts'
import { getPerson } from './people.ts'
import { visiblePeople } from './visibility.ts'

type Photo = Input<typeof contract.getPhoto>

export async function setPhoto(
  ctx: Ctx,
  { personId }: Input<typeof contract.setPhoto>,
  picture: StoredPicture,
): Promise<Output<typeof contract.setPhoto>> {
  const old = await lockPhoto(ctx, personId)
  const fileId = await keepPicture(ctx, picture, 'photo')
  await writePhoto(ctx, personId, fileId)
  await emit(ctx, 'people.photo_changed', { kind: 'person', id: personId }, { old, new: fileId })
  return getPerson(ctx, personId)
}

export async function removePhoto(
  ctx: Ctx,
  { personId }: Input<typeof contract.removePhoto>,
): Promise<Output<typeof contract.removePhoto>> {
  const old = await lockPhoto(ctx, personId)
  if (old !== null) {
    await writePhoto(ctx, personId, null)
    await emit(ctx, 'people.photo_removed', { kind: 'person', id: personId }, { old })
  }
  return getPerson(ctx, personId)
}

async function lockPhoto(ctx: Ctx, personId: Id<'person'>): Promise<Id<'file'> | null> {
  const person = await ctx.db
    .selectFrom('people.person')
    .select('photoId')
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', personId)
    .forUpdate()
    .executeTakeFirst()
  if (!person) throw notFound()
  return person.photoId
}

async function writePhoto(ctx: Ctx, personId: Id<'person'>, photoId: Person['photoId']): Promise<void> {
  await ctx.db
    .updateTable('people.person')
    .set({ photoId })
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', personId)
    .execute()
}

/** Whoever may see the person may see the photo. */
export async function showPhoto(ctx: Ctx, { personId, fileId }: Photo): Promise<KeptFileAnswer> {
  const photo = await visiblePeople(ctx)
    .innerJoin('platform.file as file', (join) =>
      join.onRef('file.orgId', '=', 'person.orgId').onRef('file.id', '=', 'person.photoId'),
    )
    .select(['file.sha256', 'file.mediaType', 'file.name'])
    .where('person.id', '=', personId)
    .where('person.photoId', '=', fileId)
    .executeTakeFirst()
  if (!photo) throw notFound()
  return new KeptFileAnswer({ orgId: ctx.orgId, sha256: photo.sha256 }, photo.mediaType, photo.name)
}

/** The photo of a teacher who stands on the public page. */
export async function showTeacherPhoto(ctx: Ctx, { personId, fileId }: Photo): Promise<KeptFileAnswer> {
  const { teachers } = await listPublicTeachers(ctx)
  if (!teachers.some(({ id, photoId }) => id === personId && photoId === fileId)) throw notFound()
  const photo = await ctx.db
    .selectFrom('platform.file')
    .select(['sha256', 'mediaType', 'name'])
    .where('orgId', '=', ctx.orgId)
    .where('id', '=', fileId)
    .executeTakeFirstOrThrow()
  return new KeptFileAnswer({ orgId: ctx.orgId, sha256: photo.sha256 }, photo.mediaType, photo.name)
}
