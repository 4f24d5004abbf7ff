import { on, type Job } from '#platform/jobs.ts'
import { tellOfNote } from './telling.ts'

export const jobs: readonly Job[] = [on('teaching.note_written', tellOfNote)]
