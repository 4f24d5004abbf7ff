import { defineError } from '#platform/errors.ts'

export const timeTaken = defineError('scheduling.time_taken', 409)
export const notBookable = defineError('scheduling.not_bookable', 409)
export const lessonOver = defineError('scheduling.lesson_over', 409)
export const lessonCancelled = defineError('scheduling.lesson_cancelled', 409)
