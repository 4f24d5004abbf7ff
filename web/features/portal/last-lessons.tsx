import { listRecord } from '#contract/teaching'
import { useI18n } from '#web/app/i18n.tsx'
import { useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { AttendanceBadge } from '#web/features/teaching/attendance-badge.tsx'
import { paths } from '#web/paths.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Inline, Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Quote, Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { lastLessonsOf } from './my-lessons.ts'
import type { MyStudent } from './my-students.ts'

interface LastLessonsProps {
  students: readonly MyStudent[]
  withNames: boolean
}

/** What there is to practise for the next lesson. */
export function ToPractise({ students, withNames }: LastLessonsProps) {
  const { t } = useI18n()
  return (
    <Section title={t('portal.to_do')} size={14}>
      <Stack gap="none">
        {students.map((student) => (
          <Homework key={student.id} student={student} withName={withNames} />
        ))}
      </Stack>
    </Section>
  )
}

function Homework({ student, withName }: { student: MyStudent; withName: boolean }) {
  const { t, formatDay } = useI18n()
  // The newest of each course is what is still to be done.
  const closed = useLastLessons(student).filter(({ attendance, homework }) => attendance !== null || homework !== '')
  const latest = [...Map.groupBy(closed, ({ title }) => title).values()].map(([first]) => first!)
  const toPractise = latest.filter(({ homework }) => homework !== '')
  if (toPractise.length === 0)
    return (
      <Text tone="soft">
        {withName ? t('portal.nothing_for', { name: student.fullName }) : t('portal.nothing_to_practise')}
      </Text>
    )
  return (
    <List label={t('portal.practise_of', { name: student.fullName })}>
      {toPractise.map(({ lessonId, homework, startsAt, title }) => {
        const since = t('portal.since', { day: formatDay(startsAt), title })
        return (
          <ListRow
            key={lessonId}
            mark={<Icon name="book" size={16} />}
            title={homework}
            detail={withName ? [student.fullName, since].join(', ') : since}
          />
        )
      })}
    </List>
  )
}

/** What the teacher wrote after the last lesson. */
export function LastNotes({ students, withNames }: LastLessonsProps) {
  return students.map((student) => <LastNote key={student.id} student={student} withName={withNames} />)
}

function LastNote({ student, withName }: { student: MyStudent; withName: boolean }) {
  const { t, formatDay, formatDayAndTime } = useI18n()
  const { slug } = useMember()
  const last = useLastLessons(student).find(({ sharedText }) => sharedText !== '')
  if (!last) return null
  const title = withName
    ? t('portal.last_lesson_of', { name: student.fullName, day: formatDay(last.startsAt) })
    : t('portal.last_lesson', { day: formatDay(last.startsAt) })
  const all = `${paths.progress(slug)}?${new URLSearchParams({ student: student.id })}`
  return (
    <Section title={title} size={14} action={last.attendance && <AttendanceBadge {...last.attendance} />}>
      <Stack gap="small">
        <Quote>{last.sharedText}</Quote>
        <Inline spread>
          <Inline>
            <Avatar name={last.teacherName} size="small" />
            <Text as="span" size={14} tone="soft">
              {t('portal.teacher_and_time', { teacher: last.teacherName, time: formatDayAndTime(last.startsAt) })}
            </Text>
          </Inline>
          <TextLink href={all} weight="strong">
            {t('portal.all_lessons')}
          </TextLink>
        </Inline>
      </Stack>
    </Section>
  )
}

function useLastLessons(student: MyStudent) {
  return useRead(listRecord, lastLessonsOf(student.id)).rows
}
