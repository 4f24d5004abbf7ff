import { Suspense } from 'react'
import { getMail, listMails, resendMail } from '#contract/notifications'
import type { Id } from '#platform/ids.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button } from '#web/ui/button.tsx'
import { DefinitionList } from '#web/ui/definition-list.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { PlainText } from '#web/ui/plain-text.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { statusNames, statusTones } from './mail-status.ts'

const calendarTexts = {
  REQUEST: 'notifications_screen.calendar_put',
  CANCEL: 'notifications_screen.calendar_taken',
} as const

interface MailDialogProps {
  mailId: string | undefined
  hasServer: boolean
  onClose: () => void
}

export function MailDialog({ mailId, hasServer, onClose }: MailDialogProps) {
  const { t } = useI18n()
  return (
    <Dialog
      open={mailId !== undefined}
      onClose={onClose}
      title={t('notifications_screen.mail')}
      closeLabel={t('common.close')}
      size="wide"
    >
      {mailId !== undefined && (
        <Suspense fallback={<Skeleton label={t('common.loading')} rows={4} />}>
          <Mail mailId={mailId as Id<'mail'>} hasServer={hasServer} />
        </Suspense>
      )}
    </Dialog>
  )
}

function Mail({ mailId, hasServer }: { mailId: Id<'mail'>; hasServer: boolean }) {
  const { t, formatDayAndTime } = useI18n()
  const show = useToast()
  const mail = useRead(getMail, { mailId })
  const resend = useAction(resendMail, { refresh: [getMail, listMails] })
  const obstacle = !hasServer
    ? t('notifications_screen.needs_server')
    : mail.status === 'sent' || mail.status === 'queued'
      ? t('notifications_screen.was_sent')
      : undefined
  return (
    <Stack>
      <DefinitionList
        lines={[
          { term: t('notifications_screen.subject'), value: mail.subject, strong: true },
          { term: t('notifications_screen.to'), value: <bdi>{`${mail.recipientName} <${mail.recipient}>`}</bdi> },
          {
            term: t('notifications_screen.status'),
            value: <Badge tone={statusTones[mail.status]}>{t(statusNames[mail.status])}</Badge>,
          },
          { term: t('notifications_screen.written'), value: formatDayAndTime(mail.createdAt) },
          ...(mail.sentAt ? [{ term: t('notifications_screen.sent'), value: formatDayAndTime(mail.sentAt) }] : []),
          ...(mail.calendarMethod
            ? [{ term: t('notifications_screen.calendar'), value: t(calendarTexts[mail.calendarMethod]) }]
            : []),
          ...(mail.attempts > 0 ? [{ term: t('notifications_screen.attempts'), value: mail.attempts }] : []),
        ]}
      />
      {mail.status === 'failed' && mail.lastError && (
        <Notice tone="danger" title={t('notifications_screen.failed_why')}>
          <bdi>{mail.lastError}</bdi>
        </Notice>
      )}
      {resend.error && <Notice tone="danger" title={resend.error.title} urgent />}
      <PlainText>{mail.bodyText}</PlainText>
      <Inline>
        <Button
          icon="refresh"
          pending={resend.isPending}
          reason={obstacle}
          onClick={() =>
            resend.run({ mailId }, { onSuccess: () => show({ message: t('notifications_screen.queued_again') }) })
          }
        >
          {t('notifications_screen.send_again')}
        </Button>
      </Inline>
    </Stack>
  )
}
