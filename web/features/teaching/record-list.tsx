import type { z } from 'zod'
import { listRecord, type RecordRow } from '#contract/teaching'
import type { Id } from '#platform/ids.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { usePages } from '#web/app/queries.ts'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { HueMark } from '#web/ui/hue-mark.tsx'
import { Inline, Section, Stack } from '#web/ui/layout.tsx'
import { MarginList, MarginRow } from '#web/ui/margin-list.tsx'
import { ShowMore } from '#web/ui/show-more.tsx'
import { Skeleton } from '#web/ui/skeleton.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { Quote, Text } from '#web/ui/text.tsx'
import { AttendanceBadge } from './attendance-badge.tsx'

type Row = z.output<typeof RecordRow>

/** Lessons held with attendance and notes, newest first, by month: for families, teachers and the office. */
export function RecordList({ studentId }: { studentId: Id<'person'> }) {
  const { t, formatMonth } = useI18n()
  const { rows, isLoadingMore, showMore } = usePages(listRecord, { studentId })
  if (rows === undefined) return <Skeleton label={t('common.loading')} rows={5} />
  if (rows.length === 0)
    return <EmptyState title={t('teaching.no_record')}>{t('teaching.no_record_detail')}</EmptyState>
  return (
    <Stack gap="large">
      {[...Map.groupBy(rows, ({ startsAt }) => formatMonth(startsAt))].map(([month, lessons]) => (
        <Section key={month} title={month} size={14}>
          <MarginList label={month}>
            {lessons.map((row) => (
              <RecordEntry key={row.lessonId} row={row} />
            ))}
          </MarginList>
        </Section>
      ))}
      <ShowMore label={t('common.show_more')} pending={isLoadingMore} onMore={showMore} />
    </Stack>
  )
}

function RecordEntry({ row }: { row: Row }) {
  const { t, formatWeekday, formatTime, zone } = useI18n()
  const day = row.startsAt.toZonedDateTimeISO(zone).day
  return (
    <MarginRow time={`${formatWeekday(row.startsAt)} ${day}`} detail={formatTime(row.startsAt)}>
      <Stack gap="small">
        <Inline spread align="start">
          <Stack gap="none">
            <Inline>
              <HueMark hue={row.hue} />
              <Text as="strong">{row.title}</Text>
            </Inline>
            <Text size={14} tone="soft">
              {row.teacherName}
            </Text>
          </Stack>
          {row.attendance && <AttendanceBadge {...row.attendance} />}
        </Inline>
        {row.sharedText && <Quote>{row.sharedText}</Quote>}
        {row.homework && <StatusLine icon="book">{t('teaching.homework_was', { homework: row.homework })}</StatusLine>}
        {row.privateText && <StatusLine icon="lock">{row.privateText}</StatusLine>}
      </Stack>
    </MarginRow>
  )
}
