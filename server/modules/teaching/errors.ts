import { defineError } from '#platform/errors.ts'

export const notStarted = defineError('teaching.not_started', 409)
export const notInLesson = defineError('teaching.not_in_lesson', 409)
/** `note` is the newer one. */
export const noteChanged = defineError('teaching.note_changed', 409)
