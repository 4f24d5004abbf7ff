import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { listOfferings } from '#contract/catalogue'
import { getTimetable } from '#contract/scheduling'
import { planSeries, previewSeries, type Preview } from '#contract/series'
import type { Input } from '#platform/contract.ts'
import { useI18n } from '#web/app/i18n.tsx'
import { useAction, useRead } from '#web/app/queries.ts'
import { useMember } from '#web/app/session.ts'
import { LessonPlaceFields, type LessonPlace } from '#web/features/scheduling/lesson-place-fields.tsx'
import { StudentPicker, type ChosenStudent } from '#web/features/scheduling/student-picker.tsx'
import { paths } from '#web/paths.ts'
import { CheckboxField } from '#web/ui/checkbox-field.tsx'
import { Form, FormActions, SubmitButton } from '#web/ui/form.tsx'
import { Columns, Page, PageHeading, Section } from '#web/ui/layout.tsx'
import { SelectField } from '#web/ui/select-field.tsx'
import { Text } from '#web/ui/text.tsx'
import { TextLink } from '#web/ui/text-link.tsx'
import { useToast } from '#web/ui/toast.tsx'
import { type Choices, choicesToSend, readTaken, withTaken } from './choices.ts'
import { dayIn, everyWeek, minuteOf, ruleOf } from './draft.ts'
import { PreviewPanel, showDates } from './preview-panel.tsx'
import { changesOfSeries } from './refresh.ts'
import { RepeatFields } from './repeat-fields.tsx'
import type { NewSeriesSearch } from './search.ts'

/** Plans a lesson that repeats: what and how often on one side, every date with its clashes on the other. */
export function NewSeriesPage() {
  const { t, zone } = useI18n()
  const member = useMember()
  const navigate = useNavigate()
  const show = useToast()
  const search: NewSeriesSearch = useSearch({ strict: false })
  const today = Temporal.Now.plainDateISO(zone)
  const { teachers: allTeachers, rooms } = useRead(getTimetable, { from: today, to: today })
  const offerings = useRead(listOfferings, {}).offerings.filter(({ isActive }) => isActive)
  const [offeringId, setOfferingId] = useState(search.offering ?? '')
  const [place, setPlace] = useState<LessonPlace>({
    teacherId: search.teacher ?? '',
    roomId: search.room ?? '',
    date: search.date ?? '',
    time: search.time ?? '',
  })
  const [students, setStudents] = useState<readonly ChosenStudent[]>([])
  const [repeat, setRepeat] = useState(everyWeek)
  const [skipsClosures, setSkipsClosures] = useState(true)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [choices, setChoices] = useState<Choices>(new Map())
  const look = useAction(previewSeries, { refresh: [] })
  const plan = useAction(planSeries, { refresh: changesOfSeries })

  const offering = offerings.find(({ id }) => id === offeringId)
  const teachers = allTeachers.filter(({ id }) => !offering || offering.teacherIds.some((each) => each === id))
  const teacher = teachers.find(({ id }) => id === place.teacherId)
  const room = rooms.find(({ id }) => id === place.roomId)
  const startsOn = dayIn(place.date)
  const startMinute = minuteOf(place.time)
  const rule = startsOn && ruleOf(repeat, startsOn)
  const input: Input<typeof planSeries> | null =
    offering && teacher && startsOn && startMinute !== null && rule
      ? {
          offeringId: offering.id,
          teacherId: teacher.id,
          ...(room && { roomId: room.id }),
          studentIds: students.map(({ id }) => id),
          startsOn,
          startMinute,
          rule,
          skipsClosures,
        }
      : null

  // What was looked at holds for what was asked; any change asks for another look.
  function change<T>(set: (value: T) => void): (value: T) => void {
    return (value) => {
      set(value)
      setPreview(null)
      look.reset()
      plan.reset()
    }
  }

  function check() {
    if (!input) return
    look.run(input, {
      onSuccess: (seen) => {
        setPreview(seen)
        setChoices(new Map())
        showDates()
      },
    })
  }

  function submit() {
    if (!input || !preview) return
    plan.run(
      { ...input, choices: choicesToSend(choices, preview.dates) },
      {
        onSuccess: ({ id, planned }) => {
          show({ message: t('series.planned', { count: planned }) })
          void navigate({ to: paths.series(member.slug, id) })
        },
        onError: (problem) => {
          const taken = readTaken(problem)
          if (!taken) return
          setPreview({ ...preview, dates: withTaken(preview.dates, taken) })
          setChoices(new Map([...choices].filter(([date]) => !taken.some((each) => each.date.toString() === date))))
        },
      },
    )
  }

  return (
    <Page width="wide">
      <PageHeading
        title={t('series.new_title')}
        detail={t('series.new_detail')}
        above={<TextLink href={paths.timetable(member.slug)}>{t('series.back_to_timetable')}</TextLink>}
      />
      <Columns
        main={
          <Form error={look.error} onSubmit={check} label={t('series.what')}>
            <SelectField
              label={t('scheduling.course')}
              name="offeringId"
              options={offerings.map(({ id, title }) => ({ value: id, label: title }))}
              placeholder={t('scheduling.choose_course')}
              value={offeringId}
              onChange={(event) => change(setOfferingId)(event.target.value)}
            />
            <LessonPlaceFields
              place={{ ...place, teacherId: teacher?.id ?? '' }}
              onChange={change(setPlace)}
              teachers={teachers}
              rooms={rooms}
              anyRoom={t('scheduling.any_room')}
              dayLabel={t('series.first_day')}
              dayName="startsOn"
            />
            <RepeatFields repeat={repeat} onChange={change(setRepeat)} startsOn={startsOn} />
            <CheckboxField
              label={t('series.skips_closures')}
              hint={t('series.skips_closures_hint')}
              name="skipsClosures"
              checked={skipsClosures}
              onChange={(event) => change(setSkipsClosures)(event.target.checked)}
            />
            <StudentPicker chosen={students} onChange={change(setStudents)} places={offering?.places ?? 1} />
            <FormActions>
              <SubmitButton
                pending={look.isPending}
                variant={preview ? 'secondary' : 'primary'}
                reason={input ? undefined : t('series.needs')}
              >
                {t('series.check')}
              </SubmitButton>
            </FormActions>
          </Form>
        }
        side={
          preview ? (
            <PreviewPanel
              preview={preview}
              choices={choices}
              onChoose={(changed) => {
                setChoices(changed)
                plan.reset()
              }}
              error={plan.error}
              pending={plan.isPending}
              onSubmit={submit}
              submitLabel={(count) => t('series.plan_count', { count })}
            />
          ) : (
            <Section title={t('series.dates')} size={14}>
              <Text tone="soft">{t('series.dates_hint')}</Text>
            </Section>
          )
        }
      />
    </Page>
  )
}
