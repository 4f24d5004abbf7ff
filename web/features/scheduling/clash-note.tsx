import type { Slot } from '#contract/scheduling'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { Inline, Stack } from '#web/ui/layout.tsx'
import { Key } from '#web/ui/key.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { NearestTimes } from './time-refused.tsx'

interface ClashNoteProps {
  sentences: readonly string[]
  day: Temporal.PlainDate | undefined
  nearest: readonly Slot[]
  teacherName: (id: string) => string
  wantedTeacherId: string
  pending: boolean
  onChoose: (slot: Slot) => void
  onPutBack: () => void
  backTo: Temporal.Instant
}

/** Beside a lesson that cannot stand where it was dragged: why, where it could, and the way back. */
export function ClashNote(props: ClashNoteProps) {
  const { sentences, day, nearest, teacherName, wantedTeacherId, pending, onChoose, onPutBack, backTo } = props
  const { t, formatTime } = useI18n()
  return (
    <Stack gap="small">
      {sentences.map((sentence) => (
        <StatusLine key={sentence} icon="alert" tone="danger">
          {sentence}
        </StatusLine>
      ))}
      <NearestTimes
        nearest={nearest.slice(0, 3)}
        {...(day && { day })}
        whoAt={({ teacherIds }) => teacherName(teacherIds.find((id) => id === wantedTeacherId) ?? teacherIds[0] ?? '')}
        onChoose={onChoose}
      />
      <Inline>
        <Button variant="quiet" pending={pending} onClick={onPutBack}>
          {t('scheduling.put_back', { time: formatTime(backTo) })} <Key>Esc</Key>
        </Button>
      </Inline>
    </Stack>
  )
}
