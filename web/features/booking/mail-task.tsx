import { listMails, resendMail } from '#contract/notifications'
import type { Output } from '#platform/contract.ts'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { Task } from '#web/ui/task-list.tsx'
import { useToast } from '#web/ui/toast.tsx'

interface MailTaskProps {
  row: Output<typeof listMails>['rows'][number]
  mailServer: boolean
}

/** A mail that could not be delivered. */
export function MailTask({ row, mailServer }: MailTaskProps) {
  const { t, formatRelative } = useI18n()
  const { slug } = useMember()
  const show = useToast()
  const now = useNow()
  const resend = useAction(resendMail, { refresh: [listMails] })
  return (
    <Task
      kind={<Badge tone="danger">{t('booking.not_delivered')}</Badge>}
      end={formatRelative(row.createdAt, now)}
      title={row.recipientName || row.recipient}
      href={`${paths.outbox(slug)}?status=failed`}
      detail={t('booking.mail_failed', { subject: row.subject, count: row.attempts })}
      actions={
        <Button
          pending={resend.isPending}
          reason={mailServer ? undefined : t('booking.no_mail_server')}
          onClick={() =>
            resend.run(
              { mailId: row.id },
              {
                onSuccess: () => show({ message: t('booking.mail_queued') }),
                onError: (error) => show({ message: error.message }),
              },
            )
          }
        >
          {t('booking.send_again')}
        </Button>
      }
    />
  )
}
