import { z } from 'zod'
import { startOf, type Choice } from './choices.ts'

const words = z.string().default('')

/** What the applicant has written so far, as it stands in the fields. */
export const ApplicantDraft = z.object({
  isForChild: z.boolean().default(false),
  studentName: words,
  studentAge: words,
  email: words,
  waNumber: words,
  guardianName: words,
  guardianWaNumber: words,
  experience: words,
  preferredDays: z.array(z.int().min(1).max(7)).default([]),
  preferredFrom: words,
  preferredTo: words,
  startDate: words,
  instrumentOwned: z.enum(['', 'yes', 'no']).default(''),
  referralSource: words,
  notes: words,
})
export type ApplicantDraft = z.output<typeof ApplicantDraft>

const Draft = z.object({
  offeringId: z.string().nullable().default(null),
  choices: z
    .array(z.object({ startsAt: z.iso.datetime(), teacherId: z.string().nullable(), lessonId: z.string().nullable() }))
    .max(2)
    .default([]),
  applicant: ApplicantDraft.prefault({}),
  /** The request that was sent and not yet answered: sent again with its key, it happens once. */
  sent: z.object({ key: z.string(), body: z.string() }).nullable().default(null),
})
export type Draft = z.output<typeof Draft>

export const emptyDraft: Draft = Draft.parse({})

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

/** What was left here before; times that are over are let go. */
export function readDraft(organisation: string, now: Temporal.Instant): Draft {
  const kept = Draft.safeParse(parseKept(keyOf(organisation)))
  if (!kept.success) return emptyDraft
  const choices = kept.data.choices.filter((choice) => Temporal.Instant.compare(startOf(choice), now) > 0)
  return { ...kept.data, choices }
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
