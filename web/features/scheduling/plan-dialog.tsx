import { useState } from 'react'
import { listOfferings } from '#contract/catalogue'
import { explainTime, planLesson, type Slot } from '#contract/scheduling'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useGlance } from '#web/app/queries.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { paths } from '#web/paths.ts'
import { useMember } from '#web/app/session.ts'
import { SelectField } from '#web/ui/select-field.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { StatusLine } from '#web/ui/status-line.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { changesOfTimetable } from './changes.ts'
import { LessonPlaceFields, type LessonPlace } from './lesson-place-fields.tsx'
import { clockOf, dayOf, readLocalTime } from './local-time.ts'
import { readRefusal } from './refusal.ts'
import { StudentPicker, type ChosenStudent } from './student-picker.tsx'
import { TimeRefused } from './time-refused.tsx'
import type { TimetableData } from './timetable-data.ts'

interface PlanDialogProps {
  open: boolean
  onClose: () => void
  data: TimetableData
  /** Where the timetable stands: the day, and the room or teacher that is shown. */
  start: LessonPlace
}

export function PlanDialog({ open, onClose, data, start }: PlanDialogProps) {
  const { t } = useI18n()
  return (
    <Dialog open={open} onClose={onClose} title={t('scheduling.new_lesson')} closeLabel={t('common.close')} size="wide">
      <PlanForm onClose={onClose} data={data} start={start} />
    </Dialog>
  )
}

function PlanForm({ onClose, data, start }: Omit<PlanDialogProps, 'open'>) {
  const { t, zone, formatDayAndTime } = useI18n()
  const show = useToast()
  const member = useMember()
  const offerings = useGlance(listOfferings, {})?.offerings.filter(({ isActive }) => isActive) ?? []
  const [offeringId, setOfferingId] = useState('')
  const [place, setPlace] = useState(start)
  const [students, setStudents] = useState<readonly ChosenStudent[]>([])
  const plan = useAction(planLesson, { refresh: changesOfTimetable })

  const offering = offerings.find(({ id }) => id === offeringId)
  const teachers = data.teachers.filter(({ id }) => !offering || offering.teacherIds.some((each) => each === id))
  const teacher = teachers.find(({ id }) => id === place.teacherId)
  const room = data.rooms.find(({ id }) => id === place.roomId)
  const startsAt = readLocalTime(place.date, place.time, zone)
  const refusal = readRefusal(plan.error)
  const isAsking = offering !== undefined && teacher !== undefined && startsAt !== null
  const explained = useGlance(
    explainTime,
    {
      offeringId: offering?.id ?? ('' as NonNullable<typeof offering>['id']), // never asked without one
      startsAt: startsAt ?? Temporal.Instant.fromEpochMilliseconds(0),
      ...(teacher && { teacherId: teacher.id }),
      ...(room && { roomId: room.id }),
      ...(students[0] && { studentId: students[0].id }),
    },
    isAsking && refusal === null,
  )

  function choose(slot: Slot) {
    const [anyone] = slot.teacherIds
    const sameTeacher = slot.teacherIds.some((id) => id === place.teacherId)
    setPlace({
      ...place,
      date: dayOf(slot.startsAt, zone).toString(),
      time: clockOf(slot.startsAt, zone),
      ...(!sameTeacher && anyone && { teacherId: anyone }),
    })
    plan.reset()
  }

  function submit() {
    if (!offering || !teacher || !startsAt) return
    plan.run(
      {
        offeringId: offering.id,
        teacherId: teacher.id,
        startsAt,
        studentIds: students.map(({ id }) => id),
        ...(room && { roomId: room.id }),
      },
      {
        onSuccess: () => {
          show({ message: t('scheduling.planned', { time: formatDayAndTime(startsAt) }) })
          onClose()
        },
      },
    )
  }

  const known = {
    offering: offeringId,
    teacher: place.teacherId,
    room: place.roomId,
    date: place.date,
    time: place.time,
  }
  const repeating = new URLSearchParams(Object.entries(known).filter(([, value]) => value !== ''))

  const missing = !offering || !teacher || !startsAt ? t('scheduling.plan_needs') : undefined
  return (
    <Form error={refusal ? null : plan.error} onSubmit={submit}>
      <SelectField
        label={t('scheduling.course')}
        name="offeringId"
        options={offerings.map(({ id, title }) => ({ value: id, label: title }))}
        placeholder={t('scheduling.choose_course')}
        value={offeringId}
        onChange={(event) => setOfferingId(event.target.value)}
      />
      <LessonPlaceFields
        place={{ ...place, teacherId: teacher?.id ?? '' }}
        onChange={(changed) => {
          setPlace(changed)
          plan.reset()
        }}
        teachers={teachers}
        rooms={data.rooms}
        anyRoom={t('scheduling.any_room')}
      />
      <StudentPicker chosen={students} onChange={setStudents} places={offering?.places ?? 1} />
      <TextLink href={`${paths.newSeries(member.slug)}?${repeating}`}>{t('series.plan_repeating')}</TextLink>
      {refusal ? (
        <TimeRefused title={plan.error?.title ?? ''} {...refusal} onChoose={choose} />
      ) : (
        isAsking &&
        explained &&
        (explained.reasons.length === 0 ? (
          <StatusLine icon="check" tone="success" live>
            {t('scheduling.time_free')}
          </StatusLine>
        ) : (
          <TimeRefused title={t('scheduling.time_not_free')} {...explained} onChoose={choose} />
        ))
      )}
      <FormActions>
        <SubmitButton pending={plan.isPending} reason={missing}>
          {t('scheduling.plan')}
        </SubmitButton>
        <Button onClick={onClose}>{t('common.cancel')}</Button>
      </FormActions>
    </Form>
  )
}
