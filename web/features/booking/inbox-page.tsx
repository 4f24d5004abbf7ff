import { listInvoices } from '#contract/billing'
import { listBookings } from '#contract/booking'
import { listMails, listStuckReactions } from '#contract/notifications'
import { listUnmarkedLessons } from '#contract/teaching'
import { waiting } from '#web/app/counts.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { ButtonLink } from '#web/ui/button.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Columns, Page, PageHeading, Section, Stack } from '#web/ui/layout.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { TaskList } from '#web/ui/task-list.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { InvoiceTask } from './invoice-task.tsx'
import { MailTask } from './mail-task.tsx'
import { RequestTask } from './request-task.tsx'
import { StuckTask } from './stuck-task.tsx'
import { UnmarkedTask } from './unmarked-task.tsx'

/** Everything that waits for a person of the office, the most urgent first, with the act beside it. */
export function InboxPage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const requests = useRead(listBookings, waiting.requests).rows
  const unmarked = useRead(listUnmarkedLessons, waiting.unmarked).rows
  const overdue = useRead(listInvoices, waiting.overdue).rows
  const mails = useRead(listMails, waiting.mails)
  const stuck = useRead(listStuckReactions, {}).rows
  const count = requests.length + unmarked.length + overdue.length + mails.rows.length + stuck.length

  const answers = requests.length > 0 && (
    <Section title={t('booking.requests')} count={requests.length}>
      <TaskList label={t('booking.requests')}>
        {requests.map((row) => (
          <RequestTask key={row.id} row={row} />
        ))}
      </TaskList>
    </Section>
  )
  const rest = (
    <Stack gap="large">
      {unmarked.length > 0 && (
        <Section title={t('booking.unmarked_lessons')} count={unmarked.length}>
          <TaskList label={t('booking.unmarked_lessons')}>
            {unmarked.map((row) => (
              <UnmarkedTask key={row.id} row={row} />
            ))}
          </TaskList>
        </Section>
      )}
      {overdue.length > 0 && (
        <Section title={t('booking.overdue_invoices')} count={overdue.length}>
          <TaskList label={t('booking.overdue_invoices')}>
            {overdue.map((row) => (
              <InvoiceTask key={row.id} row={row} />
            ))}
          </TaskList>
        </Section>
      )}
      {stuck.length > 0 && (
        <Section title={t('booking.stuck')} count={stuck.length}>
          <TaskList label={t('booking.stuck')}>
            {stuck.map((row) => (
              <StuckTask key={row.id} row={row} />
            ))}
          </TaskList>
        </Section>
      )}
      {mails.rows.length > 0 && (
        <Section title={t('booking.failed_mails')} count={mails.rows.length}>
          <TaskList label={t('booking.failed_mails')}>
            {mails.rows.map((row) => (
              <MailTask key={row.id} row={row} mailServer={mails.mailServer} />
            ))}
          </TaskList>
        </Section>
      )}
    </Stack>
  )
  const hasRest = count > requests.length

  return (
    <Page>
      <PageHeading
        title={t('booking.inbox')}
        detail={count > 0 && t('booking.inbox_count', { count })}
        actions={<ButtonLink href={paths.requests(slug)}>{t('booking.all_requests')}</ButtonLink>}
      />
      {count === 0 && (
        <EmptyState
          title={t('booking.inbox_empty')}
          action={<ButtonLink href={paths.timetable(slug)}>{t('booking.to_timetable')}</ButtonLink>}
        >
          {t('booking.inbox_empty_detail')}
        </EmptyState>
      )}
      {answers && hasRest ? <Columns main={answers} side={rest} /> : answers || rest}
      {!mails.mailServer && (
        <StatusLine icon="mail">
          {t('booking.mails_kept')} <TextLink href={paths.outbox(slug)}>{t('booking.to_outbox')}</TextLink>
        </StatusLine>
      )}
    </Page>
  )
}
