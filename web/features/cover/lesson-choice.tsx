import type { LessonAway } from '#contract/teaching'
import { useI18n } from '#web/app/i18n.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { SelectField, type SelectOption } from '#web/ui/select-field.tsx'
import { Text } from '#web/ui/text.tsx'
import { leave, type Choice } from './choices.ts'

interface LessonChoiceProps {
  lesson: LessonAway
  value: Choice
  /** Null where the office decides. */
  onChoose: ((choice: Choice) => void) | null
  problem: string | undefined
}

/** One lesson that is hit, with what can be done about it; the reason for the order stands beside each name. */
export function LessonChoice({ lesson, value, onChoose, problem }: LessonChoiceProps) {
  const { t, formatDayAndTime, formatLongDay, formatRange, formatList } = useI18n()
  const students = formatList(lesson.studentNames)
  const options: SelectOption[] = [
    ...lesson.covers.map(({ teacherId, name, lessonsTogether }) => ({
      value: `cover ${teacherId}`,
      label: t('cover.cover_by', { name, lessons: lessonsTogether }),
    })),
    ...(lesson.canBeOnline ? [{ value: 'online', label: t('cover.online') }] : []),
    ...lesson.otherTimes.map(({ startsAt }) => ({
      value: `other_time ${startsAt.toString()}`,
      label: t('cover.other_time', { time: formatDayAndTime(startsAt) }),
    })),
    { value: 'make_up', label: t('cover.make_up') },
    { value: leave, label: t('cover.leave') },
  ]
  return (
    <Stack gap="small">
      <Text weight="strong">
        {t('cover.lesson', {
          time: `${formatLongDay(lesson.startsAt)}, ${formatRange(lesson.startsAt, lesson.endsAt)}`,
          title: lesson.title,
        })}
      </Text>
      <Text tone="soft">{onChoose ? lesson.roomName : [students, lesson.roomName].filter(Boolean).join(' · ')}</Text>
      {onChoose && (
        <SelectField
          label={t('cover.what', { student: students || lesson.title })}
          name={lesson.id}
          value={value}
          options={options}
          error={problem}
          hint={lesson.covers.length === 0 ? t('cover.nobody_free') : undefined}
          onChange={(event) => onChoose(event.target.value)}
        />
      )}
    </Stack>
  )
}
