import { listInvoices } from '#contract/billing'
import { listBookings } from '#contract/booking'
import { listUnmarkedLessons } from '#contract/teaching'
import { useCounts, waiting } from '#web/app/counts.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useGlance } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Peek } from '#web/ui/frame.tsx'
import { TaskList } from '#web/ui/task-list.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { PeekHeading } from '#web/ui/workbench.tsx'
import { InvoiceTask } from './invoice-task.tsx'
import { RequestTask } from './request-task.tsx'
import { UnmarkedTask } from './unmarked-task.tsx'

const shownOfEach = 5

/** The beginning of the inbox, beside something else. */
export function InboxPeek() {
  const { t } = useI18n()
  const member = useMember()
  const counts = useCounts(member)
  const requests = useGlance(listBookings, waiting.requests)?.rows ?? []
  const unmarked = useGlance(listUnmarkedLessons, waiting.unmarked)?.rows ?? []
  const overdue = useGlance(listInvoices, waiting.overdue)?.rows ?? []
  return (
    <Peek label={t('booking.inbox')}>
      <PeekHeading
        title={t('booking.inbox')}
        count={counts.inbox}
        action={<TextLink href={paths.inbox(member.slug)}>{t('booking.open_all')}</TextLink>}
      >
        {counts.inbox === 0 && t('booking.inbox_empty')}
      </PeekHeading>
      {counts.inbox > 0 && (
        <TaskList label={t('booking.inbox')}>
          {requests.slice(0, shownOfEach).map((row) => (
            <RequestTask key={row.id} row={row} />
          ))}
          {unmarked.slice(0, shownOfEach).map((row) => (
            <UnmarkedTask key={row.id} row={row} />
          ))}
          {overdue.slice(0, shownOfEach).map((row) => (
            <InvoiceTask key={row.id} row={row} />
          ))}
        </TaskList>
      )}
    </Peek>
  )
}
