import { useEffect, useSyncExternalStore } from 'react'
import { useI18n } from '#web/app/i18n.tsx'
import { Notice } from '#web/ui/notice.tsx'
import { TimeChoice } from '#web/ui/time-choice.tsx'
import { choiceOf, rankOf, replace, startOf, type Choice } from './choices.ts'
import { nearestSlots } from './days.ts'
import type { KnownSlots } from './slots.ts'
import type { Request } from './use-request.ts'

interface TakenNoticeProps {
  slots: KnownSlots
  request: Request
}

const offered = 3

/** Somebody was faster: which time is gone, and the nearest that are not, one tap away. */
export function TakenNotice({ slots, request }: TakenNoticeProps) {
  const { t, formatDayAndTime, formatLongDay, formatTime } = useI18n()
  const { days } = useSyncExternalStore(slots.subscribe, slots.read, slots.read)

  useEffect(() => {
    void slots.refresh()
  }, [slots])

  const free = new Set([...days.values()].flatMap((day) => day.slots.map(({ startsAt }) => startsAt.toString())))
  const gone = request.choices.filter(({ startsAt }) => !free.has(startsAt))
  const nearOf = (choice: Choice) =>
    nearestSlots(days, { startsAt: startOf(choice), teacher: choice.teacherId }, offered + 1)
      .filter(({ startsAt }) => rankOf(request.choices, startsAt) === null)
      .slice(0, offered)
  if (gone.length === 0) return <Notice tone="warn" urgent title={t('public.taken_some')} />
  return gone.map((choice) => (
    <Notice
      key={choice.startsAt}
      tone="warn"
      urgent
      title={t('public.taken', { time: formatDayAndTime(startOf(choice)) })}
    >
      <p>{t('public.taken_near')}</p>
      <div className="near-times">
        {nearOf(choice).map((slot) => (
          <TimeChoice
            key={slot.startsAt.toString()}
            time={formatDayAndTime(slot.startsAt)}
            label={t('public.time_on', { day: formatLongDay(slot.startsAt), time: formatTime(slot.startsAt) })}
            choice={null}
            onChoose={() =>
              request.setChoices(replace(request.choices, choice, choiceOf(slot, choice.teacherId)), gone.length > 1)
            }
          />
        ))}
      </div>
    </Notice>
  ))
}
