import { undo } from '#platform/changes.ts'
import { on, type Job } from '#platform/jobs.ts'
import { tellOfAbsence } from './absence-telling.ts'
import { undoAbsence } from './absences.ts'
import { tellOfNote } from './telling.ts'

export const jobs: readonly Job[] = [
  on('teaching.note_written', tellOfNote),
  on('teaching.absence_recorded', tellOfAbsence),
  undo('teaching.absence', undoAbsence),
]
