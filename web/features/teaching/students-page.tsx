import { listTaughtStudents } from '#contract/teaching'
import { useI18n } from '#web/app/i18n.tsx'
import { usePhotos } from '#web/app/photo.ts'
import { usePages } from '#web/app/queries.ts'
import { SearchBox } from '#web/app/search-box.tsx'
import { useSearchState } from '#web/app/search-state.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Page, PageHeading } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { StudentsSearch } from './search.ts'

/** A teacher's students, each with the way to their record. */
export function StudentsPage() {
  const { t } = useI18n()
  const photoOf = usePhotos()
  const { slug } = useMember()
  const [{ search }, change] = useSearchState(StudentsSearch)
  const { rows, isLoadingMore, showMore } = usePages(listTaughtStudents, { ...(search && { search }) })

  return (
    <Page width="narrow">
      <PageHeading title={t('teaching.students')} />
      <SearchBox label={t('teaching.find_student')} value={search} onSearch={(text) => change({ search: text })} />
      {rows === undefined && <Skeleton label={t('common.loading')} rows={6} avatar />}
      {rows?.length === 0 && (
        <EmptyState title={t(search ? 'teaching.no_student_found' : 'teaching.no_students')}>
          {t(search ? 'teaching.no_student_found_detail' : 'teaching.no_students_detail')}
        </EmptyState>
      )}
      {rows !== undefined && rows.length > 0 && (
        <List label={t('teaching.students')}>
          {rows.map((student) => (
            <ListRow
              key={student.id}
              mark={<Avatar name={student.fullName} id={student.id} photo={photoOf(student)} />}
              title={student.fullName}
              detail={student.familyName}
              href={paths.student(slug, student.id)}
            />
          ))}
        </List>
      )}
      <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
    </Page>
  )
}
