import { getTeachingDay, markAttendance, type AttendanceStatus } from '#contract/teaching'
import type { Output } from '#platform/contract.ts'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { paths } from '#web/paths.ts'
import { Avatar } from '#web/ui/avatar.tsx'
import { EmptyState } from '#web/ui/empty-state.tsx'
import { Section, Stack } from '#web/ui/layout.tsx'
import { List, ListRow } from '#web/ui/list-row.tsx'
import { Segmented } from '#web/ui/segmented.tsx'
import { Quote, Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfTimetable } from './changes.ts'
import type { LessonView } from './lesson-page.tsx'
import { dayOf } from './local-time.ts'

const statuses = ['present', 'late', 'absent', 'excused'] as const satisfies readonly AttendanceStatus[]

/** Who takes part; for who may teach or oversee, who came and what was written. */
export function LessonStudents({ lesson }: { lesson: LessonView }) {
  const { t, zone } = useI18n()
  const member = useMember()
  const now = useNow()
  const oversees = member.can('teaching.oversee')
  const mayTeach = oversees || (member.can('teaching.teach') && member.personId === lesson.teacherId)
  const teaching = useGlance(
    getTeachingDay,
    { date: dayOf(lesson.startsAt, zone), ...(oversees && { teacherId: lesson.teacherId }) },
    mayTeach && lesson.status === 'planned',
  )
  const inTeaching = teaching?.lessons.find(({ id }) => id === lesson.id)
  const hasStarted = Temporal.Instant.compare(now, lesson.startsAt) >= 0

  return (
    <Section title={t('scheduling.students')} {...(lesson.students.length > 1 && { count: lesson.students.length })}>
      {lesson.students.length === 0 ? (
        <EmptyState title={t('scheduling.no_students')}>{t('scheduling.no_students_detail')}</EmptyState>
      ) : (
        <List label={t('scheduling.students')}>
          {lesson.students.map((student) => {
            const marked = inTeaching?.students.find(({ id }) => id === student.id)
            return (
              <ListRow
                key={student.placeId}
                mark={<Avatar name={student.name} id={student.id} />}
                title={student.name}
                {...(member.can('people.read') && { href: paths.person(member.slug, student.id) })}
                detail={marked && <StudentNote student={marked} />}
                actions={marked && hasStarted && <Attendance lesson={lesson} student={marked} />}
              />
            )
          })}
        </List>
      )}
    </Section>
  )
}

function Attendance({ lesson, student }: { lesson: LessonView; student: DayStudentView }) {
  const { t } = useI18n()
  const show = useToast()
  const mark = useAction(markAttendance, { refresh: changesOfTimetable })
  return (
    <Segmented
      label={t('scheduling.attendance_of', { name: student.name })}
      options={statuses.map((value) => ({ value, label: t(`scheduling.attendance_${value}`) }))}
      value={student.attendance?.status ?? null}
      onChange={(status) =>
        mark.run(
          { lessonId: lesson.id, studentId: student.id, status },
          { onError: (error) => show({ message: error.message }) },
        )
      }
    />
  )
}

type DayStudentView = Output<typeof getTeachingDay>['lessons'][number]['students'][number]

function StudentNote({ student }: { student: DayStudentView }) {
  const { t, formatDay } = useI18n()
  const { note, lastNote } = student
  const shown = note ?? lastNote
  if (!shown || (shown.sharedText === '' && shown.homework === '')) return null
  return (
    <Stack gap="small">
      {!note && lastNote && (
        <Text as="span" tone="faint">
          {t('scheduling.last_note', { day: formatDay(lastNote.lessonAt) })}
        </Text>
      )}
      {shown.sharedText && <Quote>{shown.sharedText}</Quote>}
      {shown.homework && <Text as="span">{t('scheduling.homework', { homework: shown.homework })}</Text>}
    </Stack>
  )
}
