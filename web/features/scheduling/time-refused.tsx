import type { Slot } from '#contract/scheduling'
import { useI18n } from '#web/app/i18n.tsx'
import { Button } from '#web/ui/button.tsx'
import { Stack } from '#web/ui/layout.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { Text } from '#web/ui/text.tsx'
import { dayOf } from './local-time.ts'
import { joinWords } from './words.ts'
import { describeReason, type PlainReason } from './reasons.ts'

interface TimeRefusedProps {
  /** What the server said of it all. */
  title: string
  reasons: readonly PlainReason[]
  nearest: readonly Slot[]
  onChoose: (slot: Slot) => void
}

/** Why a time cannot be had, and the nearest ones that can, to tap. */
export function TimeRefused({ title, reasons, nearest, onChoose }: TimeRefusedProps) {
  const i18n = useI18n()
  return (
    <Notice tone="danger" title={title} urgent>
      <Stack gap="small">
        {reasons.map((reason) => (
          <Text key={`${reason.code} ${reason.from?.toString()}`}>{describeReason(i18n, reason)}</Text>
        ))}
        <NearestTimes nearest={nearest} onChoose={onChoose} />
      </Stack>
    </Notice>
  )
}

interface NearestTimesProps {
  nearest: readonly Slot[]
  onChoose: (slot: Slot) => void
  /** The day that needs no saying. */
  day?: Temporal.PlainDate
  /** Who teaches at that time, where it may be somebody else. */
  whoAt?: (slot: Slot) => string
}

export function NearestTimes({ nearest, onChoose, day, whoAt }: NearestTimesProps) {
  const i18n = useI18n()
  const { t, zone, formatTime, formatDayAndTime } = i18n
  // A place in a lesson that stands already is no time for a lesson of its own.
  const free = nearest.filter(({ lessonId }) => lessonId === null)
  if (free.length === 0) return null
  return (
    <>
      <Text>{t('scheduling.nearest')}</Text>
      {free.map((slot) => {
        const time = day?.equals(dayOf(slot.startsAt, zone))
          ? formatTime(slot.startsAt)
          : formatDayAndTime(slot.startsAt)
        const who = whoAt?.(slot)
        return (
          <Button key={slot.startsAt.toString()} wide onClick={() => onChoose(slot)}>
            {joinWords(i18n, [time, who])}
          </Button>
        )
      })}
    </>
  )
}
