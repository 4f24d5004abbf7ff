import { defineError } from '#platform/errors.ts'

export const slugTaken = defineError('organisations.slug_taken', 409)
