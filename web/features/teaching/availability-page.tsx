import { useI18n } from '#web/app/i18n.tsx'
import { useMember } from '#web/app/session.ts'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Page, PageHeading } from '#web/ui/layout.tsx'
import { AvailabilityPanel } from './availability-panel.tsx'

/** A teacher's own hours. */
export function AvailabilityPage() {
  const { t } = useI18n()
  const { personId, roles } = useMember()
  return (
    <Page>
      <PageHeading title={t('teaching.my_hours')} detail={t('teaching.my_hours_detail')} />
      {personId && roles.includes('teacher') ? (
        <AvailabilityPanel claimantKind="teacher" claimantId={personId} />
      ) : (
        <EmptyState title={t('teaching.not_a_teacher')}>{t('teaching.not_a_teacher_detail')}</EmptyState>
      )}
    </Page>
  )
}
