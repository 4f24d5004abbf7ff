import { getLogo, type Organisation } from '#contract/organisations'
import { getTeacherPhoto, type PublicTeacher } from '#contract/people'
import { fileAddress } from './api.ts'

/** The address of the photo of a teacher who stands on the public page; undefined where there is none. */
export function publicPhoto(slug: string, { id, photoId }: Pick<PublicTeacher, 'id' | 'photoId'>): string | undefined {
  return photoId === null ? undefined : fileAddress(getTeacherPhoto, { personId: id, fileId: photoId }, slug)
}

export function logoAddress({ slug, logoId }: Pick<Organisation, 'slug' | 'logoId'>): string | undefined {
  return logoId === null ? undefined : fileAddress(getLogo, { fileId: logoId }, slug)
}
