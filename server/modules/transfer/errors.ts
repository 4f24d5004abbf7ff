import { defineError } from '#platform/errors.ts'

export const importRunning = defineError('transfer.import_running', 409)
export const otherCurrency = defineError('transfer.other_currency', 409)
