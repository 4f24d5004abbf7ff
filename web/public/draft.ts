import { startOf, type Choice } from './choices.ts'

/** What the applicant has written so far, as it stands in the fields. */
export interface ApplicantDraft {
  readonly isForChild: boolean
  readonly studentName: string
  readonly studentAge: string
  readonly email: string
  readonly waNumber: string
  readonly guardianName: string
  readonly guardianWaNumber: string
  readonly experience: string
  readonly preferredDays: readonly number[]
  readonly preferredFrom: string
  readonly preferredTo: string
  readonly startDate: string
  readonly instrumentOwned: string
  readonly referralSource: string
  readonly notes: string
}

export interface Draft {
  readonly offeringId: string | null
  readonly choices: readonly Choice[]
  readonly applicant: ApplicantDraft
  /** The request that was sent and not yet answered: sent again with its key, it happens once. */
  readonly sent: { readonly key: string; readonly body: string } | null
}

export const emptyDraft: Draft = {
  offeringId: null,
  choices: [],
  applicant: {
    isForChild: false,
    studentName: '',
    studentAge: '',
    email: '',
    waNumber: '',
    guardianName: '',
    guardianWaNumber: '',
    experience: '',
    preferredDays: [],
    preferredFrom: '',
    preferredTo: '',
    startDate: '',
    instrumentOwned: '',
    referralSource: '',
    notes: '',
  },
  sent: null,
}

export type DraftAction =
  | { do: 'restore'; draft: Draft }
  | { do: 'write'; field: Partial<ApplicantDraft> }
  | { do: 'choose'; offeringId: string; choices: readonly Choice[] }
  | { do: 'send'; sent: Draft['sent'] }

export function changeDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.do) {
    case 'restore':
      return action.draft
    case 'write':
      return { ...draft, applicant: { ...draft.applicant, ...action.field } }
    case 'choose':
      return { ...draft, offeringId: action.offeringId, choices: [...action.choices] }
    case 'send':
      return { ...draft, sent: action.sent }
  }
}

const keyOf = (organisation: string) => `lessonry-request-${organisation}`

/** What was left here before; times that are over are let go, and so is all that an older release wrote otherwise. */
export function readDraft(organisation: string, now: Temporal.Instant): Draft {
  const kept = parseKept(keyOf(organisation))
  if (!hasShapeOf(kept, emptyDraft) || !hasShapeOf(kept.applicant, emptyDraft.applicant)) return emptyDraft
  try {
    const choices = kept.choices.filter((choice) => Temporal.Instant.compare(startOf(choice), now) > 0)
    return { ...kept, choices: choices.slice(0, 2) }
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return emptyDraft
    throw error
  }
}

function hasShapeOf<T extends object>(value: unknown, sample: T): value is T {
  if (value === null || typeof value !== 'object') return false
  return Object.entries(sample).every(([name, wanted]) => {
    const found = (value as Record<string, unknown>)[name]
    return wanted === null
      ? found !== undefined
      : typeof found === typeof wanted && Array.isArray(found) === Array.isArray(wanted)
  })
}

export function keepDraft(organisation: string, draft: Draft): void {
  try {
    localStorage.setItem(keyOf(organisation), JSON.stringify(draft))
  } catch (error) {
    console.warn('This device keeps nothing; the request stays on this page only.', error)
  }
}

export function dropDraft(organisation: string): void {
  localStorage.removeItem(keyOf(organisation))
}

function parseKept(key: string): unknown {
  try {
    return JSON.parse(localStorage.getItem(key) ?? 'null')
  } catch (error) {
    console.warn('What was kept on this device cannot be read.', error)
    return null
  }
}
