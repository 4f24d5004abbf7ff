import { getTeachingDay, markAttendance, writeNote, type DayStudent } from '#contract/teaching'
import type { z } from 'zod'
import type { Output } from '#platform/contract.ts'
import { ApiProblem, call, Offline } from '#web/app/api.ts'
import { readLocale } from '#web/app/locale.ts'
import { queryClient } from '#web/app/queries.ts'
import { draftKey, emptyDraft, isDue, readDraft, type Draft, type DraftNote } from './draft.ts'

type Subject = Pick<Draft, 'lessonId' | 'studentId'>
type Day = Output<typeof getTeachingDay>
type Student = z.output<typeof DayStudent>

export interface BoxState {
  readonly drafts: ReadonlyMap<string, Draft>
  /** The last try did not reach the school. */
  readonly isOffline: boolean
  /** False when this browser refuses to keep anything. */
  readonly isKept: boolean
}

const secondsBetweenTries = 10

/** Keeps what a teacher enters on this device until the server has it, and sends it as soon as it can be reached. */
export class DraftBox {
  readonly #slug: string
  readonly #prefix: string
  readonly #listeners = new Set<() => void>()
  #state: BoxState
  #isSending = false
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(slug: string, owner: string) {
    this.#slug = slug
    this.#prefix = `lessonry-draft:${slug}:${owner}:`
    this.#state = { drafts: this.#load(), isOffline: false, isKept: true }
    addEventListener('online', () => void this.send())
    addEventListener('storage', ({ key }) => {
      if (key === null || key.startsWith(this.#prefix)) this.#update({ drafts: this.#load() })
    })
    void this.send()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  readonly read = (): BoxState => this.#state

  mark(subject: Subject, attendance: NonNullable<Draft['attendance']>): void {
    this.#change(subject, { attendance, attendanceProblem: null })
    void this.send()
  }

  write(subject: Subject, note: DraftNote): void {
    this.#change(subject, { note, isClosed: false, noteProblem: null })
  }

  close(subjects: readonly Subject[]): void {
    for (const subject of subjects) {
      if (this.#state.drafts.get(draftKey(subject))?.note) this.#change(subject, { isClosed: true, noteProblem: null })
    }
    void this.send()
  }

  /** Forgets the note of this device; what the server has stands. */
  dropNote(subject: Subject): void {
    this.#change(subject, { note: null, isClosed: false, noteProblem: null })
  }

  async send(): Promise<void> {
    if (this.#isSending) return
    this.#isSending = true
    clearTimeout(this.#retry)
    try {
      for (let draft = this.#nextDue(); draft; draft = this.#nextDue()) {
        if (draft.attendance) await this.#sendAttendance(draft, draft.attendance)
        else if (draft.note) await this.#sendNote(draft, draft.note)
      }
      this.#update({ isOffline: false })
    } catch (error) {
      this.#update({ isOffline: true })
      this.#retry = setTimeout(() => void this.send(), secondsBetweenTries * 1000)
      if (!isPassing(error)) throw error
    } finally {
      this.#isSending = false
    }
  }

  async #sendAttendance({ lessonId, studentId }: Draft, sent: NonNullable<Draft['attendance']>): Promise<void> {
    const subject = { lessonId, studentId }
    try {
      const answer = await call(markAttendance, { ...subject, ...sent }, this.#options())
      this.#patchDays(subject, { attendance: answer.attendance }, answer.isMarked)
      if (this.#get(subject).attendance === sent) this.#change(subject, { attendance: null })
    } catch (error) {
      if (!isRefusal(error)) throw error
      this.#change(subject, { attendance: null, attendanceProblem: { code: error.code, title: error.title } })
    }
  }

  async #sendNote({ lessonId, studentId }: Draft, sent: DraftNote): Promise<void> {
    const subject = { lessonId, studentId }
    const basedOn = sent.basedOn === null ? null : Temporal.Instant.from(sent.basedOn)
    try {
      const note = await call(writeNote, { ...subject, ...sent, basedOn }, this.#options())
      this.#patchDays(subject, { note })
      const { note: current } = this.#get(subject)
      if (current === sent) this.dropNote(subject)
      else if (current) this.#change(subject, { note: { ...current, basedOn: note.writtenAt.toString() } })
    } catch (error) {
      if (!isRefusal(error)) throw error
      this.#change(subject, { isClosed: false, noteProblem: { code: error.code, title: error.title } })
      await this.#readDaysAnew()
    }
  }

  #options() {
    return { organisation: this.#slug, locale: readLocale(), idempotencyKey: crypto.randomUUID() }
  }

  #nextDue(): Draft | undefined {
    return this.#state.drafts.values().find(isDue)
  }

  #get(subject: Subject): Draft {
    return this.#state.drafts.get(draftKey(subject)) ?? emptyDraft(subject)
  }

  #change(subject: Subject, change: Partial<Draft>): void {
    const draft = { ...this.#get(subject), ...change }
    const isEmpty = !draft.attendance && !draft.note && !draft.attendanceProblem && !draft.noteProblem
    const drafts = new Map(this.#state.drafts)
    if (isEmpty) drafts.delete(draftKey(draft))
    else drafts.set(draftKey(draft), draft)
    this.#update({ drafts, isKept: this.#keep(draft, isEmpty) })
  }

  #keep(draft: Draft, isEmpty: boolean): boolean {
    const key = this.#prefix + draftKey(draft)
    try {
      if (isEmpty) localStorage.removeItem(key)
      else localStorage.setItem(key, JSON.stringify(draft))
      return true
    } catch (error) {
      if (error instanceof DOMException) return false // full, or forbidden by the reader: the screen says so
      throw error
    }
  }

  #load(): Map<string, Draft> {
    const drafts = new Map<string, Draft>()
    for (const [key, text] of Object.entries(localStorage)) {
      const draft = key.startsWith(this.#prefix) ? readDraft(String(text)) : null
      if (draft) drafts.set(draftKey(draft), draft)
    }
    return drafts
  }

  #update(change: Partial<BoxState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of this.#listeners) listener()
  }

  #patchDays({ lessonId, studentId }: Subject, change: Partial<Student>, isMarked?: boolean): void {
    queryClient.setQueriesData<Day>({ predicate: ({ queryKey }) => this.#isDay(queryKey) }, (day) =>
      day === undefined
        ? day
        : {
            ...day,
            unmarked: isMarked ? day.unmarked.filter(({ id }) => id !== lessonId) : day.unmarked,
            lessons: day.lessons.map((lesson) =>
              lesson.id !== lessonId
                ? lesson
                : {
                    ...lesson,
                    isMarked: isMarked ?? lesson.isMarked,
                    students: lesson.students.map((each) => (each.id === studentId ? { ...each, ...change } : each)),
                  },
            ),
          },
    )
  }

  #readDaysAnew(): Promise<void> {
    return queryClient.invalidateQueries({ predicate: ({ queryKey }) => this.#isDay(queryKey) })
  }

  #isDay(queryKey: readonly unknown[]): boolean {
    return queryKey[0] === this.#slug && queryKey[1] === getTeachingDay.route
  }
}

// Only a refusal is an answer: a server that is down or busy is tried again.
function isRefusal(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && error.status < 500 && error.status !== 429 && error.status !== 401
}

function isPassing(error: unknown): boolean {
  return error instanceof ApiProblem || error instanceof Offline
}

const boxes = new Map<string, DraftBox>()

/** One for each teacher and school, however many screens use it. */
export function openDraftBox(slug: string, owner: string): DraftBox {
  const key = `${slug}:${owner}`
  const box = boxes.get(key) ?? new DraftBox(slug, owner)
  boxes.set(key, box)
  return box
}
