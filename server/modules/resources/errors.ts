import { defineError } from '#platform/errors.ts'

export const nameTaken = defineError('resources.name_taken', 409)
