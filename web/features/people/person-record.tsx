import type { Person } from '#contract/people'
import { listRecord } from '#contract/teaching'
import { useI18n } from '#web/app/i18n.tsx'
import { usePages } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { HueMark } from '#web/ui/hue-mark.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'

const attendanceNames = {
  present: 'people.present',
  late: 'people.late',
  absent: 'people.absent',
  excused: 'people.excused',
} as const

/** Lessons held, with attendance and notes, newest first. */
export function PersonRecord({ studentId }: { studentId: Person['id'] }) {
  const { t, formatDate, formatRange } = useI18n()
  const { slug } = useMember()
  const { rows, isLoadingMore, showMore } = usePages(listRecord, { studentId, limit: 10 })
  if (rows === undefined) return <Skeleton label={t('common.loading')} rows={3} />
  if (rows.length === 0) return <EmptyState title={t('people.no_record')}>{t('people.no_record_detail')}</EmptyState>
  return (
    <Stack>
      <List label={t('people.record')}>
        {rows.map((row) => (
          <ListRow
            key={row.lessonId}
            mark={<HueMark hue={row.hue} />}
            title={`${formatDate(row.startsAt)}, ${row.title}`}
            detail={[formatRange(row.startsAt, row.endsAt), row.teacherName, row.sharedText]
              .filter(Boolean)
              .join(' · ')}
            end={t(row.attendance ? attendanceNames[row.attendance.status] : 'people.not_marked')}
            href={paths.lesson(slug, row.lessonId)}
          />
        ))}
      </List>
      <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
    </Stack>
  )
}
