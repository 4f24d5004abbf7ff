import { useI18n } from '#web/app/i18n.tsx'
import { useSearchState } from '#web/app/search-state.ts'
import { RecordList } from '#web/features/teaching/record-list.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Page, PageHeading } from '#web/ui/layout.tsx'
import { useMyStudents } from './my-students.ts'
import { FamilySearch } from './search.ts'
import { StudentSwitch } from './student-switch.tsx'

/** Lessons held, of one student at a time. */
export function RecordPage() {
  const { t } = useI18n()
  const [{ student }, change] = useSearchState(FamilySearch)
  const students = useMyStudents(student)
  const shown = students.chosen ?? students.all[0] ?? null
  return (
    <Page>
      <PageHeading title={t('portal.record')} detail={t('portal.record_detail')} />
      <StudentSwitch
        students={{ ...students, chosen: shown }}
        onChoose={(id) => change({ student: id })}
        withAll={false}
      />
      {shown ? (
        <RecordList key={shown.id} studentId={shown.id} />
      ) : (
        <EmptyState title={t('portal.nobody')}>{t('portal.nobody_record')}</EmptyState>
      )}
    </Page>
  )
}
