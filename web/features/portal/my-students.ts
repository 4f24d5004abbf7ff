import { listMyStudents } from '#contract/people'
import type { Output } from '#platform/contract.ts'
import { useRead } from '#web/app/queries.ts'

export type MyStudent = Output<typeof listMyStudents>['students'][number]

export interface ChosenStudents {
  readonly all: readonly MyStudent[]
  /** One of them, or null for all. */
  readonly chosen: MyStudent | null
  readonly shown: readonly MyStudent[]
}

/** The students whose lessons the reader may see, and those that the address asks for. */
export function useMyStudents(asked: string | undefined): ChosenStudents {
  const { students } = useRead(listMyStudents, {})
  const chosen = students.find(({ id }) => id === asked) ?? (students.length === 1 ? students[0]! : null)
  return { all: students, chosen, shown: chosen ? [chosen] : students }
}

/** First names where they tell the children apart. */
export function shortNames(students: readonly MyStudent[]): ReadonlyMap<string, string> {
  const first = students.map(({ fullName }) => fullName.trim().split(/\s+/)[0] ?? fullName)
  const areApart = new Set(first).size === first.length
  return new Map(students.map(({ id, fullName }, position) => [id, areApart ? first[position]! : fullName]))
}
