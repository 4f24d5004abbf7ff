import { useDoneWith } from '#web/app/undo.ts'
import { changesOfTimetable } from './changes.ts'

/** Says what was done, with the way back while there is one. */
export function useDone(): (message: string, answer: object) => void {
  return useDoneWith(changesOfTimetable)
}
