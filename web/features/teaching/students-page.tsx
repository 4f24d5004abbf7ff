import { useNavigate, useSearch } from '@tanstack/react-router'
import { useDeferredValue, useState } from 'react'
import { listPeople } from '#contract/people'
import { useI18n } from '#web/app/i18n.tsx'
import { usePages } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Page, PageHeading } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { SearchField } from '#web/ui/search-field.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { readSearchText } from './search.ts'

/** A teacher's students, each with the way to their record. */
export function StudentsPage() {
  const { t } = useI18n()
  const { slug } = useMember()
  const navigate = useNavigate()
  const { search = '' } = readSearchText(useSearch({ strict: false }))
  const [typed, setTyped] = useState(search)
  const wanted = useDeferredValue(typed.trim())
  const { rows, isLoadingMore, showMore } = usePages(listPeople, {
    kind: 'student',
    ...(wanted && { search: wanted }),
  })

  function type(text: string) {
    setTyped(text)
    const query = text.trim() ? `?${new URLSearchParams({ search: text })}` : ''
    void navigate({ href: paths.students(slug) + query, replace: true })
  }

  return (
    <Page width="narrow">
      <PageHeading title={t('teaching.students')} />
      <SearchField
        label={t('teaching.find_student')}
        value={typed}
        maxLength={200}
        onChange={(event) => type(event.target.value)}
      />
      {rows === undefined && <Skeleton label={t('common.loading')} rows={6} avatar />}
      {rows?.length === 0 && (
        <EmptyState title={t(wanted ? 'teaching.no_student_found' : 'teaching.no_students')}>
          {t(wanted ? 'teaching.no_student_found_detail' : 'teaching.no_students_detail')}
        </EmptyState>
      )}
      {rows !== undefined && rows.length > 0 && (
        <List label={t('teaching.students')}>
          {rows.map((student) => (
            <ListRow
              key={student.id}
              mark={<Avatar name={student.fullName} id={student.id} />}
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
