import { readConfig } from '#platform/config.ts'

/** Whether mails leave this install (SMTP_URL); without a mail server every mail stays in the outbox. */
export function hasMailServer(): boolean {
  return readConfig().smtpUrl !== undefined
}
