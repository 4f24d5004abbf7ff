import { useNow } from '#web/app/clock.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { Badge } from '#web/ui/badge.tsx'
import { HueMark } from '#web/ui/hue-mark.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { MarginList, MarginRow } from '#web/ui/margin-list.tsx'
import { Text } from '#web/ui/text.tsx'
import { useDateParts } from './date-parts.ts'
import type { MyLesson } from './my-lessons.ts'

interface LessonsByDayProps {
  label: string
  lessons: readonly MyLesson[]
  /** Whose lesson it is, where several students are shown. */
  withNames: boolean
  /** The day in the margin, where no heading above says it. */
  withDay?: boolean
}

export function LessonsByDay({ label, lessons, withNames, withDay = false }: LessonsByDayProps) {
  const { t, formatTime, formatWeekday } = useI18n()
  const { dayOf, shortMonthOf } = useDateParts()
  const now = useNow()
  return (
    <MarginList label={label}>
      {lessons.map((lesson) => (
        <MarginRow
          key={lesson.id}
          time={withDay ? `${formatWeekday(lesson.startsAt)} ${dayOf(lesson.startsAt)}` : formatTime(lesson.startsAt)}
          detail={withDay ? shortMonthOf(lesson.startsAt) : formatTime(lesson.endsAt)}
          past={Temporal.Instant.compare(lesson.endsAt, now) <= 0 || lesson.status === 'cancelled'}
        >
          <Inline spread align="start">
            <Stack gap="none">
              <Inline>
                <HueMark hue={lesson.hue} />
                <Text as="strong">
                  {withDay
                    ? t('portal.time_and_title', { time: formatTime(lesson.startsAt), title: lesson.title })
                    : lesson.title}
                </Text>
              </Inline>
              <Text size={14} tone="soft">
                {withNames && lesson.studentNames.length > 0
                  ? [lesson.studentNames.join(', '), placeOf(lesson)].join(', ')
                  : placeOf(lesson)}
              </Text>
            </Stack>
            {lesson.status === 'cancelled' && <Badge tone="danger">{t('portal.cancelled')}</Badge>}
          </Inline>
        </MarginRow>
      ))}
    </MarginList>
  )
}

function placeOf({ teacherName, roomName }: MyLesson): string {
  return [teacherName, roomName].filter(Boolean).join(', ')
}
