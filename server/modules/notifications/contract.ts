import { z } from 'zod'
import { endpoint, fields, instant, nothing, pageFields, pageOf } from '#platform/contract.ts'
import { idOf } from '#platform/ids.ts'

export const Notification = z.object({
  id: idOf('notification'),
  /** Key of a sentence in messages/notifications, with its arguments. */
  kind: z.string(),
  arguments: z.record(z.string(), z.union([z.string(), z.number()])),
  path: z.string(),
  createdAt: instant,
  readAt: instant.nullable(),
})

export const listNotifications = endpoint({
  route: 'GET /my/notifications',
  needs: 'signed-in',
  summary: 'What the reader was told, newest first, and how much of it is unread.',
  input: fields({ ...pageFields }),
  output: pageOf(Notification).extend({ unread: z.int() }),
})

export const readNotifications = endpoint({
  route: 'POST /my/notifications/readings',
  needs: 'signed-in',
  summary: 'Marks everything up to and including one notification as read.',
  input: fields({ upTo: idOf('notification') }),
  output: nothing,
})

export const MailStatus = z.enum(['queued', 'sent', 'kept', 'failed'])
export const MailRow = z.object({
  id: idOf('mail'),
  recipient: z.string(),
  recipientName: z.string(),
  subject: z.string(),
  status: MailStatus,
  attempts: z.int(),
  lastError: z.string(),
  createdAt: instant,
  sentAt: instant.nullable(),
})

export const listMails = endpoint({
  route: 'GET /mails',
  needs: 'notifications.manage',
  summary: 'The outbox: every mail, newest first, sent or kept.',
  input: fields({ status: MailStatus.optional(), search: z.string().max(200).optional(), ...pageFields }),
  output: pageOf(MailRow).extend({ mailServer: z.boolean() }),
})

export const getMail = endpoint({
  route: 'GET /mails/:mailId',
  needs: 'notifications.manage',
  summary: 'One mail as it was or will be sent.',
  input: fields({ mailId: idOf('mail') }),
  output: MailRow.extend({
    bodyText: z.string(),
    /** Whether a lesson goes with it for the reader's calendar: put there or changed, or taken away. */
    calendarMethod: z.enum(['REQUEST', 'CANCEL']).nullable(),
  }),
})

export const resendMail = endpoint({
  route: 'POST /mails/:mailId/sending',
  needs: 'notifications.manage',
  summary: 'Queues a kept or failed mail again.',
  input: fields({ mailId: idOf('mail') }),
  output: MailRow,
  errors: ['notifications.no_mail_server', 'notifications.already_sent'],
})

export const StuckReaction = z.object({
  id: idOf('stuck_reaction'),
  /** What happened: `event.<name>` in messages/audit is its sentence. */
  event: z.string(),
  subjectKind: z.string(),
  subjectId: z.string(),
  happenedAt: instant,
  failedAt: instant,
  reason: z.string(),
})

export const listStuckReactions = endpoint({
  route: 'GET /stuck-reactions',
  needs: 'notifications.manage',
  summary:
    'What should have followed from an event, such as a mail or a charge, and was given up after its last try; at most 200.',
  input: nothing,
  output: z.object({ rows: z.array(StuckReaction) }),
})

export const retryStuckReaction = endpoint({
  route: 'POST /stuck-reactions/:reactionId/trial',
  needs: 'notifications.manage',
  summary: 'Has it tried again; it comes back when it fails again.',
  input: fields({ reactionId: idOf('stuck_reaction') }),
  output: nothing,
})

export const dropStuckReaction = endpoint({
  route: 'DELETE /stuck-reactions/:reactionId',
  needs: 'notifications.manage',
  summary: 'Lets it go: it will not be done.',
  input: fields({ reactionId: idOf('stuck_reaction') }),
  output: nothing,
})
