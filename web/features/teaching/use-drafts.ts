import { useSyncExternalStore } from 'react'
import { useMember } from '#web/app/session.ts'
import { draftKey, emptyDraft, isDue, type Draft } from './draft.ts'
import { openDraftBox, type DraftBox } from './draft-box.ts'

export interface Drafts {
  readonly box: DraftBox
  readonly isOffline: boolean
  readonly isKept: boolean
  /** How many wait to be sent. */
  readonly waiting: number
  draftOf(subject: Pick<Draft, 'lessonId' | 'studentId'>): Draft
}

export function useDrafts(): Drafts {
  const { slug, personId, email } = useMember()
  const box = openDraftBox(slug, personId ?? email)
  const { drafts, isOffline, isKept } = useSyncExternalStore(box.subscribe, box.read)
  return {
    box,
    isOffline,
    isKept,
    waiting: drafts.values().filter(isDue).toArray().length,
    draftOf: (subject) => drafts.get(draftKey(subject)) ?? emptyDraft(subject),
  }
}
