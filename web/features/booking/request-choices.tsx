import { useState } from 'react'
import { confirmBooking, getBooking, type Booking, type BookingRow } from '#contract/booking'
import type { Input } from '#platform/contract.ts'
import { ApiProblem } from '#web/app/api.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { read, useAction, useOrganisationSlug } from '#web/app/queries.ts'
import { describeReason } from '#web/features/scheduling/reasons.ts'
import { joinWords } from '#web/features/scheduling/words.ts'
import { Button } from '#web/ui/button.tsx'
import { TaskChoice, TaskChoices } from '#web/ui/task-list.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfBooking } from './changes.ts'
import { useDecision } from './decision.ts'
import { WhoDialog } from './who-dialog.tsx'

interface RequestChoicesProps {
  row: BookingRow
  /** With what stands in the way; undefined while that is on its way. */
  booking: Booking | undefined
}

type Student = Input<typeof confirmBooking>['studentId']

/** Both times, each with what stands in its way or the button that confirms it. */
export function RequestChoices({ row, booking }: RequestChoicesProps) {
  const i18n = useI18n()
  const { t, formatDayAndTime } = i18n
  const show = useToast()
  const [askingFor, setAskingFor] = useState<1 | 2 | null>(null)
  const confirm = useAction(confirmBooking, { refresh: changesOfBooking })
  const decision = useDecision(row)
  const slug = useOrganisationSlug()
  const isOpen = row.status === 'requested'

  // Whoever is quicker than the details is answered when they are there.
  async function choose(rank: 1 | 2) {
    try {
      const { studentId, sameAs } = booking ?? (await read(slug, getBooking, { bookingId: row.id }))
      if (studentId === null && sameAs.length > 0) setAskingFor(rank)
      else send(rank)
    } catch (error) {
      show({ message: error instanceof ApiProblem ? error.message : t('shell.offline_detail') })
    }
  }

  function send(rank: 1 | 2, studentId?: Student) {
    if (!decision.take()) return
    const choice = row.choices.find((each) => each.rank === rank)
    confirm.run(
      { bookingId: row.id, rank, ...(studentId && { studentId }) },
      {
        onSuccess: () => {
          setAskingFor(null)
          const time = choice ? formatDayAndTime(choice.startsAt) : ''
          show({ message: t('booking.confirmed_toast', { name: row.studentName, time }) })
        },
        onError: (error) => {
          decision.release()
          show({ message: error.message })
        },
      },
    )
  }

  if (row.choices.length === 0) return <Text tone="soft">{t('booking.no_times')}</Text>
  return (
    <>
      <TaskChoices label={t('booking.choices')}>
        {row.choices.map((choice) => {
          const rank = choice.rank === 2 ? 2 : 1
          const reasons = booking?.possible.find((each) => each.rank === choice.rank)?.reasons
          const words = reasons?.map((reason) => describeReason(i18n, reason)) ?? []
          const place = joinWords(i18n, [choice.teacherName, choice.roomName])
          const isFree = isOpen && reasons?.length === 0
          return (
            <TaskChoice
              key={choice.rank}
              rank={rank}
              title={formatDayAndTime(choice.startsAt)}
              detail={
                <>
                  {isFree ? t('booking.place_free', { place }) : place}
                  {words.map((word) => (
                    <span key={word}>
                      <br />
                      {word}
                    </span>
                  ))}
                </>
              }
              action={
                isOpen && (
                  <Button
                    variant={rank === 1 ? 'primary' : 'secondary'}
                    pending={decision.isTaken}
                    reason={words.length > 0 ? joinWords(i18n, words) : undefined}
                    aria-label={t('booking.confirm_time', { time: formatDayAndTime(choice.startsAt) })}
                    onClick={() => void choose(rank)}
                  >
                    {t('booking.confirm')}
                  </Button>
                )
              }
            />
          )
        })}
      </TaskChoices>
      {booking && (
        <WhoDialog
          open={askingFor !== null}
          onClose={() => setAskingFor(null)}
          booking={booking}
          pending={decision.isTaken}
          error={confirm.error}
          onChoose={(studentId) => {
            if (askingFor) send(askingFor, studentId)
          }}
        />
      )}
    </>
  )
}
