import { useState } from 'react'
import { listOfferings } from '#contract/catalogue'
import { getTimetable, moveLesson, type Slot } from '#contract/scheduling'
import type { Output } from '#platform/contract.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Text } from '#web/ui/text.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfTimetable } from './changes.ts'
import { LessonPlaceFields, type LessonPlace } from './lesson-place-fields.tsx'
import { clockOf, dayOf, readLocalTime } from './local-time.ts'
import { readRefusal } from './refusal.ts'
import { TimeRefused } from './time-refused.tsx'

interface MoveDialogProps {
  open: boolean
  onClose: () => void
  lesson: Output<typeof moveLesson>
}

export function MoveDialog({ open, onClose, lesson }: MoveDialogProps) {
  const { t } = useI18n()
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('scheduling.move_lesson')}
      closeLabel={t('common.close')}
      size="wide"
    >
      <MoveForm onClose={onClose} lesson={lesson} />
    </Dialog>
  )
}

function MoveForm({ onClose, lesson }: Omit<MoveDialogProps, 'open'>) {
  const { t, zone, formatDayAndTime } = useI18n()
  const show = useToast()
  const day = dayOf(lesson.startsAt, zone)
  const timetable = useGlance(getTimetable, { from: day, to: day })
  const offering = useGlance(listOfferings, { all: true })?.offerings.find(({ id }) => id === lesson.offeringId)
  const [place, setPlace] = useState<LessonPlace>({
    teacherId: lesson.teacherId,
    roomId: lesson.roomId ?? '',
    date: day.toString(),
    time: clockOf(lesson.startsAt, zone),
  })
  const move = useAction(moveLesson, { refresh: changesOfTimetable })
  const refusal = readRefusal(move.error)
  const teachers = (timetable?.teachers ?? [{ id: lesson.teacherId, name: lesson.teacherName }]).filter(
    ({ id }) => id === lesson.teacherId || !offering || offering.teacherIds.some((each) => each === id),
  )
  const ownRoom = lesson.roomId === null ? [] : [{ id: lesson.roomId, name: lesson.roomName ?? '' }]
  const rooms = timetable?.rooms ?? ownRoom
  const startsAt = readLocalTime(place.date, place.time, zone)

  function choose(slot: Slot) {
    const sameTeacher = slot.teacherIds.some((id) => id === place.teacherId)
    const [anyone] = slot.teacherIds
    setPlace({
      ...place,
      date: dayOf(slot.startsAt, zone).toString(),
      time: clockOf(slot.startsAt, zone),
      ...(!sameTeacher && anyone && { teacherId: anyone }),
    })
    move.reset()
  }

  function submit() {
    if (!startsAt) return
    const teacher = teachers.find(({ id }) => id === place.teacherId)
    const room = rooms.find(({ id }) => id === place.roomId)
    const before = {
      lessonId: lesson.id,
      startsAt: lesson.startsAt,
      teacherId: lesson.teacherId,
      ...(lesson.roomId !== null && { roomId: lesson.roomId }),
    }
    move.run(
      {
        lessonId: lesson.id,
        startsAt,
        ...(teacher && { teacherId: teacher.id }),
        ...(room && { roomId: room.id }),
      },
      {
        onSuccess: () => {
          show({
            message: t('scheduling.moved', { time: formatDayAndTime(startsAt) }),
            undo: { label: t('common.undo'), run: () => move.run(before) },
          })
          onClose()
        },
      },
    )
  }

  return (
    <Form error={refusal ? null : move.error} onSubmit={submit}>
      <Text tone="soft">{t('scheduling.move_detail')}</Text>
      <LessonPlaceFields
        place={place}
        onChange={(changed) => {
          setPlace(changed)
          move.reset()
        }}
        teachers={teachers}
        rooms={rooms}
        anyRoom={t('scheduling.any_room')}
      />
      {refusal && <TimeRefused title={move.error?.title ?? ''} {...refusal} onChoose={choose} />}
      <FormActions>
        <SubmitButton pending={move.isPending} reason={startsAt ? undefined : t('scheduling.move_needs')}>
          {t('scheduling.move')}
        </SubmitButton>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </FormActions>
    </Form>
  )
}
