import { z } from 'zod'
import { AttendanceStatus } from '#contract/teaching'
import { idOf } from '#platform/ids.ts'

const Problem = z.object({ code: z.string(), title: z.string() })

/** What a teacher has entered about one student at one lesson and the server does not have yet. */
export const Draft = z.object({
  lessonId: idOf('lesson'),
  studentId: idOf('person'),
  attendance: z.object({ status: AttendanceStatus, minutesLate: z.int() }).nullable(),
  note: z
    .object({
      sharedText: z.string(),
      privateText: z.string(),
      homework: z.string(),
      /** When the note that the teacher saw was written; a newer one is not overwritten. */
      basedOn: z.string().nullable(),
    })
    .nullable(),
  /** The lesson was closed, so the note may leave this device. */
  isClosed: z.boolean(),
  attendanceProblem: Problem.nullable(),
  noteProblem: Problem.nullable(),
})
export type Draft = z.output<typeof Draft>
export type DraftNote = NonNullable<Draft['note']>

export function draftKey({ lessonId, studentId }: Pick<Draft, 'lessonId' | 'studentId'>): string {
  return `${lessonId}/${studentId}`
}

export function emptyDraft(subject: Pick<Draft, 'lessonId' | 'studentId'>): Draft {
  return { ...subject, attendance: null, note: null, isClosed: false, attendanceProblem: null, noteProblem: null }
}

/** Whether there is something in it that can be sent now. */
export function isDue(draft: Draft): boolean {
  return draft.attendance !== null || (draft.note !== null && draft.isClosed && draft.noteProblem === null)
}

export function readDraft(text: string): Draft | null {
  try {
    return Draft.safeParse(JSON.parse(text)).data ?? null
  } catch (error) {
    if (error instanceof SyntaxError) return null // not written by us
    throw error
  }
}
