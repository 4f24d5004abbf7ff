import { defineError } from '#platform/errors.ts'

export const notStarted = defineError('teaching.not_started', 409)
export const notInLesson = defineError('teaching.not_in_lesson', 409)
/** `note` is the newer one. */
export const noteChanged = defineError('teaching.note_changed', 409)
/** `lessonId` says which. */
export const lessonChanged = defineError('teaching.lesson_changed', 409)
/** `lessonId` says which. */
export const coverTaken = defineError('teaching.cover_taken', 409)
export const cannotBeOnline = defineError('teaching.cannot_be_online', 409)
export const tooManyLessons = defineError('teaching.too_many_lessons', 409)
