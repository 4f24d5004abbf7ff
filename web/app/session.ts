import { getMe } from '#contract/identity'
import { getOrganisation } from '#contract/organisations'
import type { Output } from '#platform/contract.ts'
import { useOrganisationSlug, useRead } from './queries.ts'

export interface Member extends Output<typeof getMe> {
  readonly organisation: Output<typeof getOrganisation>
  readonly slug: string
  readonly can: (permission: string) => boolean
}

/** The reader as a member of the organisation of the address; only below the member route. */
export function useMember(): Member {
  const slug = useOrganisationSlug()
  const me = useRead(getMe, {})
  const organisation = useRead(getOrganisation, {})
  if (slug === null) throw new Error('useMember needs an organisation in the address')
  return { ...me, organisation, slug, can: (permission) => me.permissions.includes(permission) }
}

export type Frame = 'office' | 'teacher' | 'family'

/** Which frame fits: the office's, a teacher's, or the family's. */
export function frameFor(roles: readonly string[]): Frame {
  if (roles.includes('owner') || roles.includes('office')) return 'office'
  return roles.includes('teacher') ? 'teacher' : 'family'
}
