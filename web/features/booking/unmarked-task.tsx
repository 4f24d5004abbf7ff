import { getLesson } from '#contract/scheduling'
import { markAttendance, type listUnmarkedLessons } from '#contract/teaching'
import type { Output } from '#platform/contract.ts'
import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { changesOfTimetable } from '#web/features/scheduling/changes.ts'
import { joinWords } from '#web/features/scheduling/words.ts'
import { paths } from '#web/paths.ts'
import { Badge } from '#web/ui/badge.tsx'
import { Button, ButtonLink } from '#web/ui/button.tsx'
import { Task } from '#web/ui/task-list.tsx'
import { useToast } from '#web/ui/toast.tsx'

type UnmarkedLesson = Output<typeof listUnmarkedLessons>['rows'][number]

/** A lesson that is over and not marked: one tap where one student was there. */
export function UnmarkedTask({ row }: { row: UnmarkedLesson }) {
  const i18n = useI18n()
  const { t, formatDayAndTime, formatRelative } = i18n
  const { slug } = useMember()
  const show = useToast()
  const now = useNow()
  const [only, ...others] = row.studentNames
  const isAlone = only !== undefined && others.length === 0
  const lesson = useGlance(getLesson, { lessonId: row.id }, isAlone)
  const mark = useAction(markAttendance, { refresh: changesOfTimetable })
  const student = lesson?.students[0]

  function markPresent() {
    if (!student) return
    mark.run(
      { lessonId: row.id, studentId: student.id, status: 'present' },
      {
        onSuccess: () => show({ message: t('booking.marked_present', { name: student.name }) }),
        onError: (error) => show({ message: error.message }),
      },
    )
  }

  return (
    <Task
      kind={<Badge tone="warn">{t('booking.not_marked')}</Badge>}
      end={formatRelative(row.endsAt, now)}
      title={joinWords(i18n, [
        isAlone ? only : only && t('booking.students', { count: row.studentNames.length }),
        row.title,
      ])}
      href={paths.lesson(slug, row.id)}
      detail={t('booking.held_by', { time: formatDayAndTime(row.startsAt), teacher: row.teacherName })}
      actions={
        <>
          {isAlone && (
            <Button pending={mark.isPending || !student} onClick={markPresent}>
              {t('booking.present')}
            </Button>
          )}
          <ButtonLink variant={isAlone ? 'quiet' : 'secondary'} href={paths.lesson(slug, row.id)}>
            {t(isAlone ? 'booking.otherwise' : 'booking.mark')}
          </ButtonLink>
        </>
      }
    />
  )
}
