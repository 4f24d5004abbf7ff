import type { getLogo, Organisation } from '#contract/organisations'
import type { getTeacherPhoto, PublicTeacher } from '#contract/people'

// Written out, because the public page takes no contract with it: with one come all schemas, a fifth of its weight.
const logoRoute: (typeof getLogo)['route'] = 'GET /organisation/logo/:fileId'
const photoRoute: (typeof getTeacherPhoto)['route'] = 'GET /teachers/:personId/photo/:fileId'

/** The address of the photo of a teacher who stands on the public page; undefined where there is none. */
export function publicPhoto(slug: string, { id, photoId }: Pick<PublicTeacher, 'id' | 'photoId'>): string | undefined {
  return photoId === null ? undefined : addressOf(slug, photoRoute.replace(':personId', id), photoId)
}

export function logoAddress({ slug, logoId }: Pick<Organisation, 'slug' | 'logoId'>): string | undefined {
  return logoId === null ? undefined : addressOf(slug, logoRoute, logoId)
}

function addressOf(slug: string, route: string, fileId: string): string {
  return `/api/o/${slug}${route.slice('GET '.length).replace(':fileId', fileId)}`
}
