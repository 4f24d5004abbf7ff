import { useCallback } from 'react'
import { getPhoto, type PersonRow } from '#contract/people'
import { fileAddress } from './api.ts'
import { useOrganisationSlug } from './queries.ts'

type Pictured = Pick<PersonRow, 'id' | 'photoId'>

/** Gives the address of a person's photo; undefined where there is none. */
export function usePhotos(): (person: Pictured) => string | undefined {
  const slug = useOrganisationSlug()
  return useCallback(
    ({ id, photoId }) =>
      photoId === null ? undefined : fileAddress(getPhoto, { personId: id, fileId: photoId }, slug),
    [slug],
  )
}
