import type { z } from 'zod'
import type { MailStatus } from '#contract/notifications'
import type { MessageKey } from '#messages/translator.ts'

type Status = z.output<typeof MailStatus>

export const statusNames = {
  queued: 'notifications_screen.queued',
  sent: 'notifications_screen.sent',
  kept: 'notifications_screen.kept',
  failed: 'notifications_screen.failed',
} as const satisfies Record<Status, MessageKey>

export const statusTones = {
  queued: 'info',
  sent: 'success',
  kept: 'neutral',
  failed: 'danger',
} as const satisfies Record<Status, string>
