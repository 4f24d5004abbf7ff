import { undo } from '#platform/changes.ts'
import type { Job } from '#platform/jobs.ts'
import { undoLessons } from './undo.ts'

export const jobs: readonly Job[] = [
  undo('scheduling.plan', undoLessons),
  undo('scheduling.move', undoLessons),
  undo('scheduling.moves', undoLessons),
  undo('scheduling.cancellation', undoLessons),
  undo('scheduling.cancellations', undoLessons),
]
