import { defineError } from '#platform/errors.ts'

/** `dates` says what each of the dates that cannot be held is like now. */
export const datesTaken = defineError('series.dates_taken', 409)
export const seriesOver = defineError('series.over', 409)
