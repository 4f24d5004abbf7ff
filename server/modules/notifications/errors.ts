import { defineError } from '#platform/errors.ts'

export const noMailServer = defineError('notifications.no_mail_server', 409)
/** Sent, or on its way. */
export const alreadySent = defineError('notifications.already_sent', 409)
