import { useI18n } from '#web/app/i18n.tsx'
import { DateField, TimeField } from '#web/ui/date-field.tsx'
import { FieldRow } from '#web/ui/form.tsx'
import { SelectField } from '#web/ui/select-field.tsx'

export interface LessonPlace {
  readonly teacherId: string
  readonly roomId: string
  readonly date: string
  readonly time: string
}

interface Named {
  readonly id: string
  readonly name: string
}

interface LessonPlaceFieldsProps {
  place: LessonPlace
  onChange: (place: LessonPlace) => void
  teachers: readonly Named[]
  rooms: readonly Named[]
  /** What an empty room means. */
  anyRoom: string
  /** What the day is called, and the field of the request that it is, where it is no lesson’s own. */
  dayLabel?: string
  dayName?: string
}

/** Teacher, room, day and time of one lesson. */
export function LessonPlaceFields({
  place,
  onChange,
  teachers,
  rooms,
  anyRoom,
  dayLabel,
  dayName = 'startsAt',
}: LessonPlaceFieldsProps) {
  const { t } = useI18n()
  const set = (change: Partial<LessonPlace>) => onChange({ ...place, ...change })
  return (
    <>
      <FieldRow>
        <SelectField
          label={t('scheduling.teacher')}
          name="teacherId"
          options={options(teachers)}
          placeholder={t('scheduling.choose_teacher')}
          value={place.teacherId}
          onChange={(event) => set({ teacherId: event.target.value })}
        />
        <SelectField
          label={t('scheduling.room')}
          name="roomId"
          options={options(rooms)}
          placeholder={anyRoom}
          value={place.roomId}
          onChange={(event) => set({ roomId: event.target.value })}
        />
      </FieldRow>
      <FieldRow>
        <DateField
          label={dayLabel ?? t('scheduling.day')}
          name={dayName}
          value={place.date}
          onChange={(event) => set({ date: event.target.value })}
        />
        <TimeField
          label={t('scheduling.time')}
          value={place.time}
          onChange={(event) => set({ time: event.target.value })}
        />
      </FieldRow>
    </>
  )
}

function options(named: readonly Named[]) {
  return named.map(({ id, name }) => ({ value: id, label: name }))
}
