import { explainTime, type LessonBlock, type Slot } from '#contract/scheduling'
import { useI18n } from '#web/app/i18n.tsx'
import { useGlance } from '#web/app/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { Key } from '#web/ui/key.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { Text } from '#web/ui/text.tsx'
import type { WantedTime } from './clash.ts'
import { NearestTimes } from './time-refused.tsx'

interface ClashNoteProps {
  sentences: readonly string[]
  wanted: WantedTime
  day: Temporal.PlainDate
  /** It was let go there: now it helps to know where it could be. */
  isDropped: boolean
  /** As the server gave them with its refusal; asked for otherwise. */
  nearest: readonly Slot[] | null
  /** One lesson can take another time with one tap; several cannot. */
  isAlone: boolean
  nameOf: (id: string) => string
  onChoose: (slot: Slot) => void
  onPutBack: () => void
}

const mostSentences = 3

/** Beside a lesson that cannot stand where it was dragged: why, where it could, and the way back. */
export function ClashNote(props: ClashNoteProps) {
  const { sentences, wanted, day, isDropped, nearest, isAlone, nameOf, onChoose, onPutBack } = props
  const { t, formatTime } = useI18n()
  const explained = useGlance(
    explainTime,
    {
      offeringId: wanted.lesson.offeringId,
      startsAt: wanted.from,
      teacherId: wanted.teacherId as LessonBlock['teacherId'], // a column's id, taken from the answer
    },
    isDropped && isAlone && nearest === null,
  )
  return (
    <Stack gap="small">
      {sentences.slice(0, mostSentences).map((sentence) => (
        <StatusLine key={sentence} icon="alert" tone="danger">
          {sentence}
        </StatusLine>
      ))}
      {sentences.length > mostSentences && (
        <Text size={12} tone="soft">
          {t('scheduling.more_reasons', { count: sentences.length - mostSentences })}
        </Text>
      )}
      {isDropped && isAlone && (
        <NearestTimes
          nearest={(nearest ?? explained?.nearest ?? []).slice(0, 3)}
          day={day}
          whoAt={({ teacherIds }) => nameOf(teacherIds.find((id) => id === wanted.teacherId) ?? teacherIds[0] ?? '')}
          onChoose={onChoose}
        />
      )}
      {isDropped && (
        <Inline>
          <Button variant="quiet" onClick={onPutBack}>
            {isAlone
              ? t('scheduling.put_back', { time: formatTime(wanted.lesson.startsAt) })
              : t('scheduling.put_all_back')}{' '}
            <Key>Esc</Key>
          </Button>
        </Inline>
      )}
    </Stack>
  )
}
