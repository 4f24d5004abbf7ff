import { defineError } from '#platform/errors.ts'

export const unreadable = defineError('transfer.unreadable', 422)
